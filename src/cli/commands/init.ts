import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentKinds } from '../../config/schema/kind.ts';
import { builtInStepKinds, catalogOf } from '../../steps/index.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { readEditorSchema } from '../read-editor-schema.ts';
import { starterFiles } from '../starter-workspace.ts';

const ignoredLine = '.release/';
/** What a folder may hold before anything is in it: git's files, editors', and what `npm install release` leaves. */
const mayBeThere = /^(?:\.|README|LICEN[CS]E|package(?:-lock)?\.json$|node_modules$)/i;

export const init: Command = {
  name: 'init',
  summary: 'make a small working workspace',
  arguments: [{ usage: '[folder]', description: 'where; the folder you are in when none is named' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release init my-releases\nrelease -C my-releases run --yes',
  run: async (context, args) => {
    const { print, output } = context;
    const folder = join(context.directory, args.at(0) ?? '.');
    const files = starterFiles();
    const schemas = documentKinds.map(schemaPath);
    const taken = [...Object.keys(files), ...schemas].filter((path) => existsSync(join(folder, path)));
    const others = namesIn(folder).filter((name) => !mayBeThere.test(name));
    // All or nothing: files of somebody's own are never written over or mixed with ours, and none is left half-way.
    if (taken.length + others.length > 0) {
      const hint = 'name an empty folder: release init <folder>';
      const found = [...new Set([...taken, ...others])].slice(0, 5).join(', ');
      return print.fail(failure('REL3012', `The folder is not empty; there is ${found}`, hint));
    }
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
    const kinds = catalogOf(builtInStepKinds);
    for (const kind of documentKinds) write(join(folder, schemaPath(kind)), readEditorSchema(kind, kinds));
    ignoreState(join(folder, '.gitignore'));
    const written = [...Object.keys(files), ...schemas, '.gitignore'];
    if (output === 'json') print.json({ folder, files: written });
    else print.data(textOf(written, args.at(0)));
    return exitCode.done;
  },
};

function schemaPath(kind: string): string {
  return `schema/${kind}.schema.json`;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}

/** Runs, locks of runs and caches belong to no commit. */
function ignoreState(path: string): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before.split(/\r?\n/).includes(ignoredLine)) return;
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  writeFileSync(path, `${before}${separator}${ignoredLine}\n`);
}

function textOf(written: readonly string[], folder: string | undefined): string {
  const where = folder === undefined ? '' : `-C ${folder} `;
  const next = ['validate', 'plan', 'run', 'where'].map((command) => `  release ${where}${command}`);
  return `${written.map((path) => `wrote ${path}`).join('\n')}\n\nTry it:\n${next.join('\n')}\n`;
}
