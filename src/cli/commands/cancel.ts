import { identify } from '../../store/runner-identity.ts';
import { agentPortOption, withAgentPort } from '../agent-port.ts';
import { chooseRun, isOpen } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { driveRun, usualParallel } from '../drive-run.ts';
import { driving } from '../driving.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { openStore } from '../open-store.ts';
import { maskerOf } from '../run-masker.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'cancel a run and what it started',
  arguments: [{ usage: '[run]', description: 'the run; the only one that can be meant when none is named' }],
  options: [
    agentPortOption,
    {
      flags: '--wait',
      description: 'stay until machines that are away have stopped what may run there, instead of ending with 3',
    },
  ],
  outputs: ['text', 'json'],
  example: 'release cancel 2024-06.1',
  run: async (context, args) => {
    const { print, surroundings } = context;
    const masker = maskerOf(context.surroundings);
    const opened = await openStore(context, driving(masker));
    if (isFailure(opened)) return print.fail(opened);
    const config = withAgentPort(opened.config, args);
    if (isFailure(config)) return print.fail(config);
    const { store, root } = opened;
    const known = await chooseRun(store, { named: args.at(0), purpose: 'cancel', fits: isOpen });
    if (isFailure(known)) return print.fail(known);
    const { stored, plan, records, state } = known;
    const { run, planDigest } = stored;
    if (!isOpen(state))
      return print.fail(failure('REL3022', `Run ${run} has ended: ${state.end}`, 'see release status'));
    const by = identify(surroundings.pid).user;
    const holder = await store.runnerOf(run);
    if (holder !== undefined) {
      await store.send(run, { kind: 'cancel', by });
      const { host, pid } = holder.runner;
      if (context.output === 'json') print.json({ run, asked: { host, pid } });
      else print.data(`asked process ${pid} on ${host} to cancel run ${run}\n`);
      return exitCode.done;
    }
    // Nobody drives it: what it left running, detached, is reached by becoming its runner.
    const host = { parallel: state.parallel || usualParallel, wait: args.flag('wait') };
    const code = await driveRun(context, {
      ...{ run, plan, planDigest, store, root, config, masker, host },
      before: records,
      state,
      verbose: false,
      cancelledBy: by,
    });
    return code === exitCode.failed ? exitCode.done : code;
  },
};
