import { jsonText } from '../../views/json.ts';
import { runRow, runsDocument, runsText } from '../../views/status/runs.ts';
import { bounded } from '../bounded.ts';
import type { Command } from '../command.ts';
import { releaseOfRuns } from '../declared-names.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';
import { readRun } from '../read-run.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'list runs',
  arguments: [{ usage: '[release]', description: 'only runs of this release' }],
  options: [{ flags: '--limit <number>', description: 'how many, newest first (usually 20; 0 for all)' }],
  outputs: ['text', 'json'],
  example: 'release runs --limit 5',
  run: async (context, args) => {
    const limit = Number(args.text('limit') ?? '20');
    if (!Number.isInteger(limit) || limit < 0) {
      return context.print.fail(
        failure('REL3005', `"${args.text('limit')}" is not a number of runs`, 'write --limit 20'),
      );
    }
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const named = args.at(0);
    const all = await opened.store.listRuns();
    const meant = named === undefined ? undefined : await releaseOfRuns(context, named, all);
    if (meant !== undefined && isFailure(meant)) return context.print.fail(meant);
    const stored = meant === undefined ? all : all.filter(({ release }) => release === meant.release);
    const newest = stored.toReversed().slice(0, limit === 0 ? stored.length : limit);
    const known = await bounded(newest, 4, (run) => readRun(opened.store, run));
    // One damaged run must not hide the others.
    const damaged = known.filter(isFailure);
    context.print.diagnostics(damaged.flatMap(({ diagnostics }) => diagnostics));
    const rows = await bounded(
      known.filter((run) => run.kind === 'read'),
      4,
      async ({ stored, state }) => runRow(stored, state, (await opened.store.runnerOf(stored.run)) !== undefined),
    );
    const text =
      context.output === 'json' ? jsonText(runsDocument(rows)) : runsText(rows, layoutOf(context), meant?.release);
    context.print.data(text);
    return damaged.length === 0 ? exitCode.done : exitCode.usage;
  },
};
