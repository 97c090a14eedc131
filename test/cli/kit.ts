import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import type { StopSignal, Surroundings } from '../../src/cli/surroundings.ts';
import { maskingCommand } from '../support/masking-program.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export type Files = { readonly [path: string]: string };

/** A folder with these files, removed when the test file ends. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-cli-'));
  folders.push(folder);
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function readText(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly environment?: Surroundings['environment'];
  readonly isTerminal?: boolean;
  /** Answers to questions, in order; nobody is there to answer when absent. */
  readonly answers?: readonly string[];
  readonly now?: () => number;
  /** Gets the handler of signals while a run goes on. */
  readonly onHandler?: (handler: (signal: StopSignal) => void) => void;
}

/** Runs one command in this process. */
export async function cli(folder: string, words: readonly string[], world: World = {}): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []];
  const answers = world.answers === undefined ? undefined : [...world.answers];
  const isTerminal = world.isTerminal ?? false;
  const stream = (chunks: string[]) => ({
    isTerminal,
    columns: 100,
    rows: 40,
    write: (text: string) => void chunks.push(text),
    closed: () => false,
  });
  const code = await runCli({
    arguments: words,
    directory: folder,
    environment: world.environment ?? { PATH: '/usr/bin:/bin' },
    stdout: stream(out),
    stderr: stream(err),
    ask:
      answers &&
      (async (question) => {
        err.push(question);
        return answers.shift() ?? '';
      }),
    now: world.now ?? Date.now,
    version: '0.0.0-test',
    pid: process.pid,
    kill: (pid, signal) => void process.kill(pid, signal),
    maskingProgram: maskingCommand,
    nodeVersion: process.versions.node,
    platform: process.platform,
    onSignal: (handler) => {
      world.onHandler?.(handler);
      return () => undefined;
    },
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** The codes of a JSON failure. */
export function codesOf({ out }: Told): readonly string[] {
  const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly { readonly code: string }[] };
  return diagnostics.map(({ code }) => code);
}

/** Two tenants, two waves, a script that fails for a tenant while a file of that name is there. */
export const smallWorkspace: Files = {
  'release.config.yaml': 'environments: [test, prod]\ntagSets: { ring: { values: [canary, broad], one: true } }\n',
  'tenants/acme.yaml': 'tenant: acme\ntags: [ring/canary]\nenvironments: [test, prod]\nvariables: { greeting: hi }\n',
  'tenants/globex.yaml': 'tenant: globex\ntags: [ring/broad]\nenvironments: [test]\n',
  'variables/common.yaml': 'variableSet: common\nvariables: { site: one, port: 80 }\n',
  'projects/web.yaml': [
    'project: web',
    'tenancy: tenanted',
    'inputs: { greeting: { default: hello, type: string } }',
    'steps:',
    '  - id: deploy',
    '    uses: script',
    '    with:',
    '      env: { WHO: "{{tenant.id}}", GREETING: "{{greeting}}" }',
    '      run: |',
    '        echo "$GREETING from $WHO"',
    '        if test -f "broken-$WHO"; then exit 7; fi',
    '  - id: tell',
    '    uses: note',
    '    with: { message: "told {{tenant.id}} on {{port}}" }',
    '',
  ].join('\n'),
  'releases/first.yaml': [
    'release: first',
    'project: web',
    'version: 1.0.0',
    'environments: [test]',
    'tenants: all',
    'waves:',
    '  - { name: canary, tenants: { tags: [ring/canary] } }',
    '  - { name: everyone }',
    '',
  ].join('\n'),
};

/** A project that a train may deploy as a part of its own. */
export const apiProject = [
  'project: api',
  'tenancy: tenanted',
  'steps:',
  '  - { id: deploy, uses: note, with: { message: hi } }',
  '  - { id: check, uses: note, with: { message: seen } }',
  '',
].join('\n');
