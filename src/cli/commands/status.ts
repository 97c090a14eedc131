import { jsonText } from '../../views/json.ts';
import { statusDocument } from '../../views/status/document.ts';
import { statusText } from '../../views/status/text.ts';
import { namedRun } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { inboxDecisions } from '../inbox-decisions.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';
import { readRun } from '../read-run.ts';

export const status: Command = {
  name: 'status',
  summary: 'show the state of a run',
  arguments: [{ usage: '[run]', description: 'the last run when none is named' }],
  options: [{ flags: '--all', description: 'list every deployment, also those that are done' }],
  outputs: ['text', 'json'],
  example: 'release status\nrelease status 2024-06.1 --output json',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const named = args.at(0);
    const last = named === undefined ? (await opened.store.listRuns()).at(-1) : await namedRun(opened.store, named);
    if (last === undefined)
      return context.print.fail(failure('REL3020', 'There is no run yet', 'start one with release run'));
    if (isFailure(last)) return context.print.fail(last);
    const known = await readRun(opened.store, last);
    if (isFailure(known)) return context.print.fail(known);
    const driven = (await opened.store.runnerOf(last.run)) !== undefined;
    // A process that drives the run takes them up at once.
    const decided = driven ? undefined : await inboxDecisions(opened.store, known);
    const document = statusDocument(known.state, driven, decided);
    const text =
      context.output === 'json'
        ? jsonText(document)
        : statusText(document, layoutOf(context), { all: args.flag('all') });
    context.print.data(text);
    return exitCode.done;
  },
};
