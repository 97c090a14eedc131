import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cyclesIn, forbiddenIn, importsOf, type Rules, type SourceFile, violationsOf } from './architecture.ts';

/** The table of the house: what stands on which floor. A file imports its own folder and lower floors only. */
const floors: Rules['floors'] = {
  util: 0,
  diagnostics: 1,
  graph: 1,
  versions: 1,
  yaml: 2,
  template: 2,
  config: 3,
  resolve: 4,
  plan: 5,
  run: 6,
  targets: 6,
  feeds: 6,
  secrets: 6,
  git: 6,
  aws: 6,
  views: 7,
  steps: 7,
  store: 7,
  workspace: 7,
  outbound: 8,
  server: 8,
  cli: 9,
  'main.ts': 10,
  'mask-output.ts': 10,
};

const rules: Rules = {
  floors,
  highestPureFloor: 5,
  purePatterns: [/^run\/(events|fold|decide[^/]*)\.ts$/, /^run\/(events|fold|decide)\//],
  compositionRoots: ['main.ts', 'mask-output.ts'],
};

const sourceFolder = resolve(import.meta.dirname, '../src');

function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('generated'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}

const sources = readSources(sourceFolder);

test('there is something to check', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.flatMap(importsOf).length).toBeGreaterThan(50);
});

test('every folder has a floor and nothing imports upwards or sideways', () => {
  expect(sources.flatMap((source) => violationsOf(source, rules))).toEqual([]);
});

test('pure floors and files use no I/O, clock, randomness, process or console', () => {
  expect(sources.flatMap((source) => forbiddenIn(source, rules))).toEqual([]);
});

test('no import cycles, type imports counted', () => {
  expect(cyclesIn(sources)).toEqual([]);
});

test('every relative import names a file that is there, with its extension', () => {
  const missing = sources.flatMap((source) =>
    importsOf(source)
      .filter((name) => name.startsWith('.'))
      .map((name) => resolve(sourceFolder, dirname(source.path), name))
      .filter((target) => !existsSync(target))
      .map((target) => `${source.path} -> ${relative(sourceFolder, target)}`),
  );
  expect(missing).toEqual([]);
});

test('files stay small', () => {
  const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
  const sorted = lengths.map(({ lines }) => lines).toSorted((one, other) => one - other);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100);
});

const bad = (path: string, text: string): SourceFile => ({ path, text });

test.each([
  ['upwards', bad('config/a.ts', "import { plan } from '../plan/plan.ts';")],
  ['upwards by type', bad('yaml/a.ts', "import type { Config } from '../config/config.ts';")],
  ['by re-export', bad('util/a.ts', "export * from '../yaml/tree.ts';")],
  ['lazily', bad('plan/a.ts', "const x = await import('../run/loop.ts');")],
  ['by type expression', bad('graph/a.ts', "type X = import('../plan/plan.ts').Plan;")],
  ['sideways', bad('feeds/a.ts', "import { x } from '../targets/x.ts';")],
  ['from a nested folder', bad('yaml/plain/a.ts', "import { x } from '../../resolve/x.ts';")],
  ['over several lines', bad('util/a.ts', "import {\n  x,\n} from '../graph/x.ts';")],
  ['from a folder without a floor', bad('misc/a.ts', 'export const x = 1;')],
])('the checker sees an import %s', (_, source) => {
  expect(violationsOf(source, rules)).toHaveLength(1);
});

test('the checker lets lower floors and the own folder pass', () => {
  const text = "import { a } from './b.ts';\nimport { c } from '../util/c.ts';\nimport { parse } from 'yaml';";
  expect(violationsOf(bad('config/rules/a.ts', text), rules)).toEqual([]);
  expect(violationsOf(bad('main.ts', "import { run } from './cli/run.ts';"), rules)).toEqual([]);
});

test.each([
  ["import { readFileSync } from 'node:fs';", 'plan/a.ts'],
  ["import { readFile } from 'node:fs/promises';", 'yaml/a.ts'],
  ["import fs from 'fs';", 'yaml/a.ts'],
  ["import { spawn } from 'node:child_process';", 'config/a.ts'],
  ['const t = Date.now();', 'resolve/a.ts'],
  ['const t = new Date();', 'run/fold.ts'],
  ['const t = performance.now();', 'graph/a.ts'],
  ['const r = Math.random();', 'plan/a.ts'],
  ["import { randomUUID } from 'node:crypto';", 'run/decide-next.ts'],
  ['const id = crypto.randomUUID();', 'plan/a.ts'],
  ['setTimeout(next, 5);', 'run/decide.ts'],
  ['const home = process.env.HOME;', 'plan/a.ts'],
  ['const home = process.env.HOME;', 'cli/a.ts'],
  ['const f = (process: Process) => process.steps; const home = process.env.HOME;', 'plan/a.ts'],
  ['globalThis.process.exit();', 'run/a.ts'],
  ["import { env } from 'node:process';", 'views/a.ts'],
  ["console.log('x');", 'steps/a.ts'],
  ['const a: any = 1;', 'views/a.ts'],
  ['const a = b as any;', 'views/a.ts'],
])('the checker sees %s in %s', (text, path) => {
  expect(forbiddenIn({ path, text }, rules)).toHaveLength(1);
});

test('the checker passes over comments, strings and other names, and lets adapters work', () => {
  const harmless = [
    '// process.env and console.log are spoken of only',
    "const text = 'process.exit()'; const other = `console.log`;",
    'const plan = { process: steps }; const x = project.process.steps;',
    'const f = (process: Process) => process.steps;',
    'const fixed = new Date(milliseconds); const any = 1;',
  ].join('\n');
  expect(forbiddenIn({ path: 'plan/a.ts', text: harmless }, rules)).toEqual([]);
  expect(forbiddenIn({ path: 'store/file.ts', text: "import fs from 'node:fs'; Date.now();" }, rules)).toEqual([]);
  expect(forbiddenIn({ path: 'main.ts', text: 'process.exit(1); console.error(1);' }, rules)).toEqual([]);
});

test('the checker sees a cycle that only types close', () => {
  const one = { path: 'util/a.ts', text: "import { b } from './b.ts';" };
  const two = { path: 'util/b.ts', text: "import type { A } from './a.ts';" };
  expect(cyclesIn([one, two])).toEqual(['util/a.ts -> util/b.ts -> util/a.ts']);
  expect(cyclesIn([one, { ...two, text: '' }])).toEqual([]);
});
