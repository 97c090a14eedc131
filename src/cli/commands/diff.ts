import { diffDocument } from '../../views/diff/document.ts';
import { diffMarkdown } from '../../views/diff/markdown.ts';
import { diffText } from '../../views/diff/text.ts';
import type { DiffView } from '../../views/diff/view.ts';
import { jsonText } from '../../views/json.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { diffReleases } from '../diff-releases.ts';
import { type DiffEnd, openDiffEnds } from '../diff-sides.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'show what a change in git does, for each tenant',
  arguments: [
    { usage: '<ref>', description: 'a commit, branch or tag; main...feature compares since they parted' },
    { usage: '[ref]', description: 'another one; the working tree when none is named' },
  ],
  options: [
    { flags: '--detailed-exitcode', description: 'end with 2 when anything changes, with 0 when nothing does' },
  ],
  outputs: ['text', 'json', 'markdown'],
  example: 'release diff HEAD\nrelease diff HEAD HEAD --output markdown',
  run: async (context, args) => {
    const ends = await openDiffEnds(context, args.all);
    if (isFailure(ends)) return context.print.fail(ends);
    const diffed = await diffReleases(ends);
    if (isFailure(diffed)) return context.print.fail(diffed);
    const { before, after, note } = ends;
    const { releases } = diffed;
    const view = { before: endView(before), after: endView(after), releases, ...(note === undefined ? {} : { note }) };
    context.print.data(textOf(context, view));
    if (!args.flag('detailed-exitcode')) return exitCode.done;
    return releases.every(({ state }) => state === 'same') ? exitCode.done : exitCode.usage;
  },
};

function endView({ label, commit, loaded }: DiffEnd) {
  return { label, ...(commit === undefined ? {} : { commit }), lookup: loaded.sources.text };
}

function textOf(context: CommandContext, view: DiffView): string {
  if (context.output === 'json') return jsonText(diffDocument(view));
  return context.output === 'markdown' ? diffMarkdown(view) : diffText(view, layoutOf(context));
}
