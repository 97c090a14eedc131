import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, vi } from 'vitest';

// Processes take their time on a busy machine; no test here measures any by the clock.
vi.setConfig({ testTimeout: 90_000 });

export const repository = resolve(import.meta.dirname, '../..');

/** The program as it is shipped: `npm test` builds it. RELEASE_TEST_BUILD names another folder of the repository. */
export const program = join(repository, process.env.RELEASE_TEST_BUILD ?? 'dist', 'main.js');

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** An empty folder, removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-e2e-'));
  folders.push(folder);
  return folder;
}

export type Files = { readonly [path: string]: string | Uint8Array };

export function folderWith(files: Files): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export interface Told {
  /** 128 + signal where one ended the process, as shells say it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Processor time of the program itself, which a busy machine does not change much. */
  readonly milliseconds: number;
  /** The most memory that the program itself had, without its children. */
  readonly bytes: number;
}

export interface World {
  readonly environment?: { readonly [name: string]: string };
  /** Another user's number, for those who may become one. */
  readonly uid?: number;
  /** Another `main.js` than that of the build under test. */
  readonly program?: string;
  /** Called with the process once it runs. */
  readonly meanwhile?: (child: ReturnType<typeof spawn>) => void;
}

/** Loaded before the program: when it ends, says what it used in the file that USAGE_FILE names. */
const reportUsage = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeFileSync } from 'node:fs';
  const file = process.env.USAGE_FILE;
  delete process.env.USAGE_FILE;
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    // Linux counts in maxRSS what the process that started this one had.
    const own = process.platform === 'linux' && /^VmHWM:\\s*(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
    const kilobytes = own ? Number(own[1]) : maxRSS;
    const usage = { bytes: kilobytes * 1024, milliseconds: (userCPUTime + systemCPUTime) / 1000 };
    writeFileSync(file, JSON.stringify(usage));
  });
`)}`;

/** Runs the real program in a folder, in a process of its own, with nothing on its input and no terminal. */
export async function release(folder: string, words: readonly string[], world: World = {}): Promise<Told> {
  const usages = temporaryFolder();
  if (world.uid !== undefined) chmodSync(usages, 0o777);
  const usage = join(usages, 'usage');
  const child = spawn(process.execPath, ['--import', reportUsage, world.program ?? program, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(world.uid === undefined ? {} : { uid: world.uid }),
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: tmpdir(), USAGE_FILE: usage, ...world.environment },
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  world.meanwhile?.(child);
  const code = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (exit, signal) => done(exit ?? 128 + (signal === 'SIGKILL' ? 9 : 15)));
  });
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  return { code, out: text(out), err: text(err), ...readUsage(usage) };
}

/** A program that was killed leaves none. */
function readUsage(path: string): Pick<Told, 'milliseconds' | 'bytes'> {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { milliseconds: 0, bytes: 0 };
}

/** Runs a command with `--output json` and gives what it printed, whatever its exit code. */
export async function releaseJson<T = Report>(folder: string, words: readonly string[], world: World = {}): Promise<T> {
  const told = await release(folder, [...words, '--output', 'json'], world);
  try {
    return { ...JSON.parse(told.out), exitCode: told.code };
  } catch {
    throw new Error(`no JSON from release ${words.join(' ')} (exit code ${told.code})\n${told.out}\n${told.err}`);
  }
}

/** What a failure looks like in JSON. */
export interface Report {
  readonly exitCode: number;
  readonly schemaVersion: number;
  readonly hidden?: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly summary: string;
    readonly hint?: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

export function codesOf({ diagnostics }: Report): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

/** Every file below a folder with its size and time of change, to see whether something was written; without caches. */
export function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/.release/cache/'))
    .map((path) => `${path} ${statSync(path).size} ${statSync(path).mtimeMs}`)
    .sort();
}

/** What a terminal would obey, or what hides text; and what no user should ever see. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const unclean = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
export const stackTrace = /^\s+at .*(?:\.[jt]s:\d+:\d+|<anonymous>|node:internal)/m;
