import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { jsonText } from '../../views/json.ts';
import { namedRun } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { openStore } from '../open-store.ts';
import { readRun } from '../read-run.ts';

interface Verdict {
  readonly run: string;
  readonly events: number;
  readonly problems: readonly Diagnostic[];
}

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'prove that no recorded history was changed',
  arguments: [{ usage: '[run]', description: 'only this run; all of them when none is named' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release audit verify',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const named = args.at(0);
    const only = named === undefined ? undefined : await namedRun(opened.store, named);
    if (only !== undefined && isFailure(only)) return context.print.fail(only);
    const verdicts: Verdict[] = [];
    for (const stored of only === undefined ? await opened.store.listRuns() : [only]) {
      // Reading a run checks its chain of hashes, and its plan against the digest it was started with.
      const known = await readRun(opened.store, stored);
      const events = known.kind === 'read' ? known.records.length : 0;
      verdicts.push({ run: stored.run, events, problems: known.kind === 'read' ? [] : known.diagnostics });
    }
    const problems = verdicts.flatMap((verdict) => verdict.problems);
    if (context.output === 'json') context.print.data(jsonText(documentOf(verdicts)));
    else {
      context.print.data(verdicts.map(lineOf).join(''));
      context.print.diagnostics(problems);
    }
    return problems.length === 0 ? exitCode.done : exitCode.usage;
  },
};

function documentOf(verdicts: readonly Verdict[]): object {
  const runs = verdicts.map(({ run, events, problems }) => ({
    run,
    intact: problems.length === 0,
    events,
    ...(problems.length === 0 ? {} : { problem: problems.map(({ summary }) => summary).join('; ') }),
  }));
  return { schemaVersion: 1, intact: runs.every(({ intact }) => intact), runs };
}

function lineOf({ run, events, problems }: Verdict): string {
  return problems.length === 0 ? `${run}: intact, ${events} events\n` : `${run}: CHANGED OR DAMAGED\n`;
}
