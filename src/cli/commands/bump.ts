import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bumpDocument, bumpText } from '../../views/bump.ts';
import { jsonText } from '../../views/json.ts';
import { editScalars } from '../../yaml/edit.ts';
import { plannedRaises } from '../bump-plan.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { prepareRelease } from '../prepare-release.ts';

export const bump: Command = {
  name: 'bump',
  summary: 'raise versions in a release file',
  arguments: [
    { usage: '<release>', description: 'a release file, release or project' },
    { usage: '[changes...]', description: 'name=version, or a name or glob for the newest; all of them when none' },
  ],
  options: [
    { flags: '--check', description: 'write nothing; end with 2 when there is something to raise' },
    { flags: '--offline', description: 'ask no feed; take what feeds answered before' },
  ],
  outputs: ['text', 'json'],
  example: 'release bump 2024-06 ledger-api=24.6.1\nrelease bump etl-2024-06 Etl.Transforms=3.1.0 --check',
  run: async (context, args) => {
    const prepared = await prepareRelease(context, args, { mask: (text) => text });
    if (isFailure(prepared)) return context.print.fail(prepared);
    const planned = await plannedRaises(context, prepared, args.all.slice(1), args.flag('offline'));
    if (isFailure(planned)) return context.print.fail(planned);
    const { raised } = planned;
    const { release } = prepared.draft;
    const check = args.flag('check');
    if (raised.length > 0 && !check) {
      const refused = write(prepared.loaded.root, release, raised);
      if (refused !== undefined) return context.print.fail(refused);
    }
    const outcome = raised.length === 0 ? 'unchanged' : check ? 'checked' : 'written';
    const view = {
      file: release.file,
      outcome,
      raised: raised.map(({ name, from, to }) => ({ name, from, to })),
    } as const;
    context.print.data(context.output === 'json' ? jsonText(bumpDocument(view)) : bumpText(view, layoutOf(context)));
    return outcome === 'checked' ? exitCode.usage : exitCode.done;
  },
};

interface Raise {
  readonly path: readonly string[];
  readonly to: string;
}

function write(root: string, { file, id }: { readonly file: string; readonly id: string }, raised: readonly Raise[]) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const edits = raised.map((one) => ({ path: one.path, value: one.to }));
  const edited = editScalars(text, { key: 'release', id }, edits);
  if (edited.kind === 'refused') return cannotEdit(file, edited.path);
  writeFileSync(path, edited.text);
  return undefined;
}

function cannotEdit(file: string, path: readonly string[]): Failure {
  const summary = `${path.join('.')} in ${file} cannot be raised: what stands there is no version of its own`;
  return failure('REL3061', summary, 'write the version there, instead of an alias or nothing');
}
