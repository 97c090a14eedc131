import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RunnerIdentity } from '../run/events.ts';
import type { LockHolder, LockResult } from '../run/ports.ts';
import { isErrorCode } from './error-code.ts';
import { Orphans } from './orphans.ts';
import { liveness } from './runner-identity.ts';

/** A runner on another machine is taken for dead when it has not renewed its lock for this long. */
const leaseMilliseconds = 120_000;

interface LockFile {
  readonly fence: number;
  readonly holder: LockHolder;
  readonly renewedAt: number;
}

/**
 * Locks as files: `<root>/<key>/<fence>.lock`, the highest fence holds. Taking over from a dead holder means creating
 * the next number exclusively, so of two processes that find the same dead holder exactly one wins, and every owner
 * has a fencing number higher than all before. Waiting runs leave `<number>.<run>.wait`, which is the queue.
 */
export class FileLocks {
  readonly #root: string;
  readonly #now: () => number;
  readonly #orphans: Orphans;

  constructor(root: string, now: () => number, hasRunningScripts: (run: string) => boolean) {
    this.#root = root;
    this.#now = now;
    this.#orphans = new Orphans(now, hasRunningScripts);
  }

  /** All keys or none; keys come in the one global order, so two runs never wait for each other in a circle. */
  acquire(run: string, runner: RunnerIdentity, keys: readonly string[]): LockResult {
    const taken: string[] = [];
    let fence = 0;
    for (const key of keys) {
      const result = this.#acquireOne(run, runner, key);
      if (result.kind === 'held') {
        this.release(runner, taken);
        return result;
      }
      fence = Math.max(fence, result.fence);
      taken.push(key);
    }
    return { kind: 'acquired', fence };
  }

  release(runner: RunnerIdentity, keys: readonly string[]): void {
    for (const key of keys) {
      const directory = this.#directory(key);
      const current = this.#read(directory, list(directory));
      // A lock that was taken over from us is no longer ours to release.
      if (current === undefined || !sameRunner(current.holder.runner, runner)) continue;
      // The number stays, so that fences never go back; only the content says that nobody holds it.
      writeFree(join(directory, fileName(current.fence)));
    }
  }

  /** Leaves every queue the run stands in. */
  leaveQueue(run: string, keys: readonly string[]): void {
    for (const key of keys) {
      const directory = this.#directory(key);
      for (const name of list(directory))
        if (name.endsWith(`.${run}.wait`)) rmSync(join(directory, name), { force: true });
    }
  }

  /** The living holder of a key, if there is one. */
  holder(key: string): LockHolder | undefined {
    const directory = this.#directory(key);
    const current = this.#read(directory, list(directory));
    return current !== undefined && this.#isHeld(current) ? current.holder : undefined;
  }

  renew(runner: RunnerIdentity, key: string): void {
    const directory = this.#directory(key);
    const current = this.#read(directory, list(directory));
    if (current === undefined || !sameRunner(current.holder.runner, runner)) return;
    replaceWhole(join(directory, fileName(current.fence)), runner, { ...current, renewedAt: this.#now() });
  }

  #acquireOne(run: string, runner: RunnerIdentity, key: string): LockResult {
    const directory = this.#directory(key);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (;;) {
      const names = list(directory);
      const current = this.#read(directory, names);
      if (current !== undefined && sameRunner(current.holder.runner, runner)) {
        return { kind: 'acquired', fence: current.fence };
      }
      const ahead = this.#ahead(directory, names, run);
      const holder = current && this.#holderBefore(current, run);
      if (holder !== undefined) {
        this.#queue(directory, run, runner);
        return { kind: 'held', key, holder, position: ahead.length + 1 };
      }
      const first = ahead[0];
      if (first !== undefined) {
        this.#queue(directory, run, runner);
        return { kind: 'held', key, holder: first, position: ahead.length };
      }
      const fence = highestFence(names) + 1;
      if (this.#create(directory, fence, run, runner)) return { kind: 'acquired', fence };
    }
  }

  /** False when another process was faster; the caller looks again. */
  #create(directory: string, fence: number, run: string, runner: RunnerIdentity): boolean {
    const now = this.#now();
    const content = { fence, holder: { run, runner, since: new Date(now).toISOString() }, renewedAt: now };
    try {
      createWhole(join(directory, fileName(fence)), runner, content);
    } catch (error) {
      if (isErrorCode(error, 'EEXIST')) return false;
      throw error;
    }
    // Between our look and our file a faster process may have come and gone and removed numbers below its own.
    const names = list(directory);
    if (highestFence(names) !== fence) {
      rmSync(join(directory, fileName(fence)), { force: true });
      return false;
    }
    this.#sweep(directory, names, fence, run);
    return true;
  }

  #sweep(directory: string, names: readonly string[], fence: number, run: string): void {
    for (const name of names) {
      const older = fenceOf(name);
      if (older !== undefined && older < fence) rmSync(join(directory, name), { force: true });
      if (name.endsWith(`.${run}.wait`)) rmSync(join(directory, name), { force: true });
    }
  }

  /** Whom another run has to wait for: a living runner, or what a dead one has left behind. */
  #holderBefore(lock: LockFile, run: string): LockHolder | undefined {
    const { holder } = lock;
    if (this.#isHeld(lock)) return holder;
    return holder.run !== run && this.#orphans.goOn(holder) ? { ...holder, orphans: true } : undefined;
  }

  #isHeld(lock: LockFile): boolean {
    const state = liveness(lock.holder.runner);
    return state === 'alive' || (state === 'unknown' && this.#now() - lock.renewedAt < leaseMilliseconds);
  }

  /** Runs that wait before this one and are still alive. Waiters that died are swept. */
  #ahead(directory: string, names: readonly string[], run: string): readonly LockHolder[] {
    const ahead: LockHolder[] = [];
    for (const name of names.filter((entry) => entry.endsWith('.wait')).sort()) {
      if (name.endsWith(`.${run}.wait`)) return ahead;
      const holder = readJson(join(directory, name), decodeHolder);
      if (holder !== undefined && liveness(holder.runner) !== 'dead') ahead.push(holder);
      else rmSync(join(directory, name), { force: true });
    }
    return ahead;
  }

  #queue(directory: string, run: string, runner: RunnerIdentity): void {
    const waiting = list(directory).filter((name) => name.endsWith('.wait'));
    if (waiting.some((name) => name.endsWith(`.${run}.wait`))) return;
    // Numbered, not timed: clocks repeat a millisecond and go backwards.
    const number = 1 + Math.max(0, ...waiting.map((name) => Number.parseInt(name, 10)));
    const name = `${String(number).padStart(9, '0')}.${run}.wait`;
    const since = new Date(this.#now()).toISOString();
    replaceWhole(join(directory, name), runner, { run, runner, since });
  }

  /** `names`: of the entries of the folder. */
  #read(directory: string, names: readonly string[]): LockFile | undefined {
    const fence = highestFence(names);
    if (fence === 0) return undefined;
    return readJson(join(directory, fileName(fence)), decodeLock);
  }

  #directory(key: string): string {
    return join(this.#root, encodeURIComponent(key));
  }
}

function sameRunner(a: RunnerIdentity, b: RunnerIdentity): boolean {
  return a.host === b.host && a.pid === b.pid && a.start === b.start;
}

function fileName(fence: number): string {
  return `${fence}.lock`;
}

function fenceOf(name: string): number | undefined {
  const match = /^(\d+)\.lock$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

function highestFence(names: readonly string[]): number {
  let highest = 0;
  for (const name of names) highest = Math.max(highest, fenceOf(name) ?? 0);
  return highest;
}

function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Appears with its whole content or not at all; throws EEXIST when the name is taken. */
function createWhole(path: string, runner: RunnerIdentity, content: object): void {
  const draft = writeDraft(path, runner, content);
  try {
    linkSync(draft, path);
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Over what stands in the file, to its end: making another file costs more. Whoever reads half of it finds nobody who
 * holds the lock, which is so. The file is gone when somebody took the lock over in between.
 */
function writeFree(path: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, JSON.stringify({ free: true }).padEnd(fstatSync(file).size));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!isErrorCode(error, 'ENOENT')) throw error;
  }
}

function replaceWhole(path: string, runner: RunnerIdentity, content: object): void {
  renameSync(writeDraft(path, runner, content), path);
}

/** Not synced: what a power cut loses here belonged to a process that died with it. */
function writeDraft(path: string, runner: RunnerIdentity, content: object): string {
  const draft = `${path}.${runner.pid}.draft`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  return draft;
}

function readJson<T>(path: string, decode: (data: unknown) => T | undefined): T | undefined {
  try {
    return decode(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function decodeLock(data: unknown): LockFile | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { fence, holder, renewedAt } = data as Record<string, unknown>;
  const decoded = decodeHolder(holder);
  if (typeof fence !== 'number' || typeof renewedAt !== 'number' || decoded === undefined) return undefined;
  return { fence, holder: decoded, renewedAt };
}

function decodeHolder(data: unknown): LockHolder | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { run, runner, since } = data as Record<string, unknown>;
  if (typeof run !== 'string' || typeof since !== 'string' || typeof runner !== 'object' || runner === null)
    return undefined;
  const { host, pid, start, user } = runner as Record<string, unknown>;
  if (typeof host !== 'string' || typeof pid !== 'number' || typeof start !== 'string') return undefined;
  return { run, since, runner: { host, pid, start, user: typeof user === 'string' ? user : 'unknown' } };
}
