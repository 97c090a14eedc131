import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jsonText } from '../../views/json.ts';
import { reportDocument } from '../../views/report/document.ts';
import { reportPage } from '../../views/report/page.ts';
import { reportText } from '../../views/report/text.ts';
import { namedRun } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { inboxDecisions } from '../inbox-decisions.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';
import { readRun } from '../read-run.ts';
import { readReportAssets } from '../report-assets.ts';

export const report: Command = {
  name: 'report',
  summary: 'tell the story of a run: failures, waiting, who decided',
  arguments: [{ usage: '[run]', description: 'the last run when none is named' }],
  options: [
    { flags: '--html [file]', description: 'write one self-contained page (<run>.html when no file is named)' },
  ],
  outputs: ['text', 'json'],
  example: 'release report\nrelease report 2024-06.1 --html report.html',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const { store } = opened;
    const runs = await store.listRuns();
    const file = args.text('html');
    // `report --html 2024-06.1`: nobody means a file of that name.
    const isRun = args.at(0) === undefined && runs.some(({ run }) => run === file);
    const named = isRun ? file : args.at(0);
    const stored = named === undefined ? runs.at(-1) : await namedRun(store, named);
    if (stored === undefined)
      return context.print.fail(failure('REL3020', 'There is no run yet', 'start one with release run'));
    if (isFailure(stored)) return context.print.fail(stored);
    const known = await readRun(store, stored);
    if (isFailure(known)) return context.print.fail(known);
    const decided = await inboxDecisions(store, known);
    const document = reportDocument(known.state, known.records, context.surroundings.now(), decided);
    if (file !== undefined || args.flag('html')) {
      const name = !isRun && file !== undefined ? file : `${stored.run.replace(/[^\w.-]/g, '_')}.html`;
      writeFileSync(
        resolve(context.directory, name),
        reportPage(document, readReportAssets(), context.surroundings.version),
      );
      context.print.note(`wrote ${name}`);
      if (context.output !== 'json') return exitCode.done;
    }
    context.print.data(context.output === 'json' ? jsonText(document) : reportText(document, layoutOf(context)));
    return exitCode.done;
  },
};
