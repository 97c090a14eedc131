import { AwsFailure } from '../../aws/failure.ts';
import { decodeEntry, endFence, readLog } from '../../aws/fence.ts';
import { logPath } from '../../aws/names.ts';
import { awsFailed } from '../aws-question.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { findSpace } from '../find-space.ts';
import { openAws } from '../open-aws.ts';
import { openSpaces } from '../open-spaces.ts';

/** Lets go of what a run that was cancelled, or will never be resumed, would hold until its lease ends. */
export const awsUnlock: Command = {
  name: 'aws unlock',
  summary: 'let go of a customer that a run which will not go on still holds',
  arguments: [
    { usage: '<tenant>', description: 'the tenant' },
    { usage: '<environment>', description: 'the environment' },
  ],
  options: [{ flags: '--run <run>', description: 'the run that holds it, as aws show names it' }],
  outputs: ['text', 'json'],
  example: 'release aws unlock xy-0146 qa --run records-2024-06.1',
  run: async (context, args) => {
    const opened = await openSpaces(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const space = findSpace(opened.spaces, args.at(0), args.at(1));
    if (isFailure(space)) return context.print.fail(space);
    const { namespace, place } = space;
    const account = openAws(context.surroundings).at(place);
    try {
      const head = (await readLog(account, logPath(namespace))).at(-1);
      const entry = head && decodeEntry(head.value);
      if (head === undefined || entry?.kind !== 'begin') {
        return context.print.fail(failure('REL3010', `No run holds ${namespace}`, 'there is nothing to let go'));
      }
      // Whoever lets go of a run that still works lets two deploy at once: the run has to be named.
      if (args.text('run') !== entry.run) {
        const hint = `when it will never go on: release aws unlock ${space.tenant} ${space.environment} --run ${entry.run}`;
        return context.print.fail(failure('REL3005', `Run ${entry.run} holds ${namespace} since ${entry.at}`, hint));
      }
      const at = new Date(context.surroundings.now()).toISOString();
      const end = await endFence(account, { name: head.name, owner: entry.owner }, { ...entry, kind: 'aborted', at });
      if (context.output === 'json') context.print.json({ schemaVersion: 1, namespace, run: entry.run, ended: end });
      else context.print.data(`run ${entry.run} holds ${namespace} no longer\n`);
      return exitCode.done;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      return context.print.fail(awsFailed(error));
    }
  },
};
