import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packPackage } from '../../scripts/pack-packages.ts';
import { packageCache } from '../../src/feeds/cache.ts';
import { folderFeed } from '../../src/feeds/folder.ts';
import type { Plan, PlanPackage } from '../../src/plan/model.ts';
import type { AttemptOutcome } from '../../src/run/events.ts';
import type { ExecuteRequest, Observation } from '../../src/run/ports.ts';
import { createMasker } from '../../src/secrets/masker.ts';
import { createSecrets } from '../../src/secrets/secrets.ts';
import { createExecutor } from '../../src/steps/executor.ts';
import type { ExecutorOptions } from '../../src/steps/executor-options.ts';
import { builtInStepKinds, type StepKinds } from '../../src/steps/index.ts';
import { extractPackage } from '../../src/steps/package-texts.ts';
import { createTargets } from '../../src/targets/registry.ts';
import type { TargetMaker } from '../../src/targets/target-maker.ts';
import type { Json } from '../../src/util/json.ts';
import { maskingProgram } from '../support/masking-program.ts';

/** A workspace on disk with a folder feed, in which steps really run. */
export class Place {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'release-steps-')));
  readonly #makers: TargetMaker[] = [];

  write(path: string, text: string, mode?: number): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (mode !== undefined) chmodSync(file, mode);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** A real archive in the feed, and what a plan says of it. */
  async pack(id: string, version: string, files: Readonly<Record<string, string>>): Promise<PlanPackage> {
    const folder = `sources/${id}-${version}`;
    for (const [path, text] of Object.entries({ 'readme.txt': version, ...files }))
      this.write(`${folder}/${path}`, text);
    const outFile = join(this.root, 'packages', `${id}.${version}.zip`);
    await packPackage({ folder: join(this.root, folder), id, version, kind: 'zip', outFile });
    const sha256 = createHash('sha256').update(readFileSync(outFile)).digest('hex');
    return { id, version, sha256, feed: 'local' };
  }

  /** A fresh executor, as another process would have it. */
  open(plan: Plan, more: Opening = {}): Opened {
    const { environment = {}, kinds = builtInStepKinds, wrapTargets, ...rest } = more;
    const masker = createMasker();
    const maker = createTargets({
      workspaceRoot: this.root,
      stateDirectory: join(this.root, '.release'),
      environment: { PATH: process.env.PATH ?? '' },
      sendSignal: (pid, signal) => process.kill(pid, signal),
      pid: process.pid,
      maskingProgram,
      secretForms: (secret) => [secret],
      now: Date.now,
      extract: extractPackage,
    });
    this.#makers.push(maker);
    const feed = folderFeed({ name: 'local', type: 'folder', settings: { path: 'packages' } }, { root: this.root });
    if (!('versions' in feed)) throw new Error(feed.summary);
    const logs: string[] = [];
    const bugs: unknown[] = [];
    const executor = createExecutor({
      plan,
      kinds,
      targets: wrapTargets?.(maker.make) ?? maker.make,
      feeds: new Map([['local', feed]]),
      cache: packageCache({ folder: join(this.root, '.release/cache'), now: Date.now }),
      secrets: createSecrets({ environment, workspaceRoot: this.root, register: masker.add }),
      masker,
      clock: systemClock,
      fetch,
      scratch: join(this.root, '.release/scratch'),
      log: ({ text }) => logs.push(text),
      onBug: (error) => bugs.push(error),
      ...rest,
    });
    return {
      executor: {
        execute: (asked) => executor.execute(asked, asked),
        undo: (asked) => executor.undo(asked, asked),
        observe: (asked) => executor.observe(asked),
        canUndo: executor.canUndo,
      },
      logs,
      bugs,
    };
  }

  remove(): void {
    for (const maker of this.#makers) maker.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface Opening extends Partial<Omit<ExecutorOptions, 'plan'>> {
  readonly environment?: Readonly<Record<string, string>>;
  readonly kinds?: StepKinds;
  readonly wrapTargets?: (make: TargetMaker['make']) => TargetMaker['make'];
}

export interface Opened {
  readonly executor: {
    execute(asked: Asked): Promise<AttemptOutcome>;
    undo(asked: Asked): Promise<AttemptOutcome>;
    observe(asked: Asked): Promise<Observation>;
    canUndo(lane: number, node: number): boolean;
  };
  readonly logs: string[];
  readonly bugs: unknown[];
}

const systemClock = {
  now: Date.now,
  sleepUntil: (time: number, signal: AbortSignal) =>
    new Promise<void>((done) => {
      if (signal.aborted) return done();
      const timer = setTimeout(done, Math.max(0, time - Date.now()));
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        done();
      });
    }),
};

export type Asked = ExecuteRequest & { readonly signal: AbortSignal };

export interface Asking {
  readonly run?: string;
  readonly lane?: number;
  readonly node?: number;
  readonly attempt?: number;
  readonly ticket?: string;
  readonly signal?: AbortSignal;
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

export function asking({ outputs = {}, ...rest }: Asking = {}): Asked {
  const { run = 'r1', lane = 0, node = 0, attempt = 1 } = rest;
  return {
    run,
    lane,
    node,
    attempt,
    ticket: `${run}.${lane}.${node}.${attempt}`,
    timestamp: '2026-01-02T03:04:05.000Z',
    signal: new AbortController().signal,
    ...rest,
    outputs: (step) => outputs[step],
  };
}
