import { didYouMean } from '../../diagnostics/suggest.ts';
import { jsonText } from '../../views/json.ts';
import { whereDocument, whereText } from '../../views/where.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';

export const where: Command = {
  name: 'where',
  summary: 'show which version is where',
  arguments: [{ usage: '[project]', description: 'only this project' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release where\nrelease where web --output json',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const project = args.at(0);
    const rows = await opened.store.deployed(project === undefined ? {} : { project });
    if (project !== undefined && rows.length === 0) {
      const known = new Set((await opened.store.deployed({})).map((row) => row.project));
      const near = didYouMean(project, known);
      if (near !== undefined)
        return context.print.fail(failure('REL3010', `Nothing of project "${project}" is anywhere`, near));
    }
    const options = { environments: opened.config.environments, ...(project === undefined ? {} : { project }) };
    const text =
      context.output === 'json' ? jsonText(whereDocument(rows)) : whereText(rows, layoutOf(context), options);
    context.print.data(text);
    return exitCode.done;
  },
};
