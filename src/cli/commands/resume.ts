import type { RunStore } from '../../run/ports.ts';
import { agentPortOption, withAgentPort } from '../agent-port.ts';
import { chooseRun, isResumable } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { deployedNow } from '../deployed-now.ts';
import { driveRun, usualParallel } from '../drive-run.ts';
import { driving } from '../driving.ts';
import { failure, isFailure } from '../failure.ts';
import { decisionsOf } from '../node-decisions.ts';
import { openStore } from '../open-store.ts';
import { overtaken, type PlanOfRun } from '../overtaken.ts';
import { readStoredPlan } from '../read-run.ts';
import { maskerOf } from '../run-masker.ts';
import { drivenElsewhere } from '../run-outcome.ts';
import { tellTheRest } from '../tell-the-rest.ts';

export const resume: Command = {
  name: 'resume',
  summary: 'go on with a run that stopped',
  arguments: [{ usage: '[run]', description: 'the run; the only one that can be meant when none is named' }],
  options: [
    { flags: '--rerun <node>', description: 'run this step again', many: 'repeated' },
    { flags: '--mark-succeeded <node>', description: 'take this step as done (with --note)', many: 'repeated' },
    { flags: '--skip <node>', description: 'leave this step out', many: 'repeated' },
    { flags: '--note <text>', description: 'why, for the record' },
    { flags: '--only-failed', description: 'start nothing that was not started yet' },
    agentPortOption,
    { flags: '--force', description: 'go on although later runs brought other versions to the same places' },
    { flags: '--wait', description: 'stay and wait for gates, instead of ending with 3' },
    { flags: '--no-wait', description: 'end with 4 when another run holds a lock, instead of queueing' },
    { flags: '-v, --verbose', description: 'show the output of steps' },
  ],
  outputs: ['text', 'json', 'ndjson'],
  example: 'release resume 2024-06.1\nrelease resume --rerun globex@hosted-beta/deploy-all/ledger-api/deploy#app',
  run: async (context, args) => {
    const masker = maskerOf(context.surroundings);
    const opened = await openStore(context, driving(masker));
    if (isFailure(opened)) return context.print.fail(opened);
    const config = withAgentPort(opened.config, args);
    if (isFailure(config)) return context.print.fail(config);
    const { store, root } = opened;
    const fits = (state: Parameters<typeof isResumable>[0], living: boolean): boolean => isResumable(state) && !living;
    const known = await chooseRun(store, { named: args.at(0), purpose: 'resume', fits });
    if (isFailure(known)) return context.print.fail(known);
    const { stored, plan, records, state } = known;
    const { run, planDigest } = stored;
    if (!isResumable(state)) {
      // A process may have died between the end of the run and the last message about it.
      await tellTheRest(context, { ...opened, known, masker });
      return context.print.fail(
        failure('REL3022', `Run ${run} has ended: ${state.end}`, 'start a new one with release run'),
      );
    }
    const holder = await store.runnerOf(run);
    if (holder !== undefined) return context.print.fail(drivenElsewhere(run, holder.runner.host, holder.runner.pid));
    const late = args.flag('force')
      ? undefined
      : await overtaken(known, await deployedNow(store, { except: known.stored.run }), plansOf(store));
    if (late !== undefined) return context.print.fail(late);
    const decisions = decisionsOf(args, known, context.surroundings.pid);
    if (isFailure(decisions)) return context.print.fail(decisions);
    const wait = { wait: args.flag('wait'), noWait: args.negated('wait') };
    const host = {
      parallel: state.parallel || usualParallel,
      onlyFailed: args.flag('only-failed'),
      decisions: decisions.decisions,
      ...wait,
    };
    const verbose = args.flag('verbose');
    const before = { before: records, state };
    return driveRun(context, { run, plan, planDigest, store, root, config, masker, ...before, verbose, host });
  },
};

/** Plans of runs, each read once. */
function plansOf(store: RunStore): PlanOfRun {
  const known = new Map<string, ReturnType<PlanOfRun>>();
  const read = async (run: string): ReturnType<PlanOfRun> => {
    const stored = (await store.listRuns()).find((one) => one.run === run);
    const plan = stored && (await readStoredPlan(store, stored));
    return plan?.kind === 'read' ? plan.plan : undefined;
  };
  return (run) => {
    const plan = known.get(run) ?? read(run);
    known.set(run, plan);
    return plan;
  };
}
