import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readPlan } from '../../src/plan/serialize.ts';
import type { JournalRecord } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
import type { RunState } from '../../src/run/state.ts';
import type { Build } from './build.ts';
import { writeWorkspace } from './workspace.ts';

export interface Told {
  /** 128 + the signal's number where one ended the process, as shells say it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Invocation {
  /** Orders for `preload/faults.ts`. */
  readonly faults?: object;
  readonly meanwhile?: (child: ChildProcess) => void;
}

const signals: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** A folder with a workspace in it, and the real program at work there, each time in a process of its own. */
export class Place {
  readonly folder: string;
  readonly #build: Build;

  constructor(build: Build, folder: string) {
    this.#build = build;
    this.folder = folder;
  }

  /** Runs the program to its end, whatever that is. Nobody is at its terminal. */
  async release(words: readonly string[], { faults, meanwhile }: Invocation = {}): Promise<Told> {
    const preload = faults === undefined ? [] : ['--import', this.#build.faults];
    const child = spawn(process.execPath, [...preload, this.#build.program, ...words], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        EFFECTS: join(this.folder, 'effects'),
        ...(faults === undefined ? {} : { RELEASE_FAULTS: JSON.stringify(faults) }),
      },
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    meanwhile?.(child);
    const code = await new Promise<number>((done, fail) => {
      child.on('error', fail);
      child.on('close', (exit, signal) => done(exit ?? 128 + (signals[signal ?? ''] ?? 0)));
    });
    return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
  }

  /** As `release`, and an error with all it said when it ends otherwise. */
  async expect(code: number, words: readonly string[], invocation: Invocation = {}): Promise<Told> {
    const told = await this.release(words, invocation);
    if (told.code === code) return told;
    throw new Error(`release ${words.join(' ')} ended with ${told.code} instead of ${code}\n${told.out}\n${told.err}`);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** What scripts did, one ticket each, in the order in which they began. */
  effects(): readonly string[] {
    return this.read('effects').trim().split('\n');
  }

  journal(run: string): readonly JournalRecord[] {
    const lines = this.read(`.release/runs/${run}/journal.ndjson`).split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalRecord);
  }

  state(run: string): RunState {
    const read = readPlan(this.read(`.release/runs/${run}/plan.ndjson`).trimEnd().split('\n'));
    if (read.kind === 'refused') throw new Error(read.reason);
    return fold(read.plan, this.journal(run));
  }

  /** The same place once more, at another address. */
  copy(): Place {
    return this.copyTo(temporaryFolder());
  }

  copyTo(folder: string): Place {
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    return new Place(this.#build, folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Removed when the test file ends, if not before. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-crash-'));
  folders.push(folder);
  return folder;
}

/** The train's workspace with version 1.0.0 deployed everywhere and the plan of 2.0.0 made, in `two.ndjson`. */
export async function trainPlace(build: Build): Promise<Place> {
  const place = new Place(build, temporaryFolder());
  writeWorkspace(place.folder);
  await place.expect(0, ['run', 'releases/one.yaml']);
  await place.expect(0, ['lock', 'releases/two.yaml']);
  await place.expect(0, ['plan', 'releases/two.yaml', '--out', 'two.ndjson']);
  rmSync(join(place.folder, 'effects'));
  return place;
}
