import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunnerIdentity } from '../run/events.ts';
import type {
  Deployed,
  JournalRead,
  JournalWriter,
  LockHolder,
  LockResult,
  OpenedJournal,
  RunStore,
  Signal,
  StoredRun,
} from '../run/ports.ts';
import { syncDirectory, writeDurably } from './atomic-file.ts';
import { appendDeployed, readDeployed } from './deployed.ts';
import { isErrorCode } from './error-code.ts';
import { endsFinished } from './finished.ts';
import { FileInbox } from './inbox.ts';
import { genesis } from './journal-format.ts';
import { isUnchanged, type ReadJournal, readJournalFile } from './journal-reader.ts';
import { FileJournalWriter } from './journal-writer.ts';
import { FileLocks } from './locks.ts';
import { decodeStoredRun } from './stored-run.ts';

export interface FileStoreOptions {
  /** The state directory, such as `.release`. */
  readonly root: string;
  readonly now: () => number;
  readonly mask: (text: string) => string;
  /** Whether scripts of a run go on, on this machine, though its runner may be dead. */
  readonly hasRunningScripts?: (run: string) => boolean;
}

/** How often the lock on a journal is renewed, for the eyes of other machines. */
const renewMilliseconds = 15_000;

/**
 * Runs as files: `runs/<run>/{run.json,plan.ndjson,journal.ndjson,inbox/}`, `locks/`, `deployed.ndjson`.
 * A run exists once its run.json does, which is written last.
 */
export class FileStore implements RunStore {
  readonly #options: FileStoreOptions;
  readonly #locks: FileLocks;
  /** What was read last: whoever looks at a journal often becomes its writer next, and reading it takes long. */
  #last: { readonly run: string; readonly read: WholeJournal } | undefined;

  constructor(options: FileStoreOptions) {
    this.#options = options;
    this.#locks = new FileLocks(join(options.root, 'locks'), options.now, options.hasRunningScripts ?? (() => false));
  }

  async createRun(run: StoredRun, plan: Iterable<string>): Promise<'created' | 'exists'> {
    const runs = join(this.#options.root, 'runs');
    await mkdir(runs, { recursive: true, mode: 0o700 });
    const directory = this.#directory(run.run);
    try {
      await mkdir(directory, { mode: 0o700 });
    } catch (error) {
      if (isErrorCode(error, 'EEXIST')) return 'exists';
      throw error;
    }
    await writeDurably(join(directory, 'plan.ndjson'), plan);
    await writeDurably(join(directory, 'run.json'), [JSON.stringify(run)]);
    await syncDirectory(runs);
    return 'created';
  }

  async listRuns(): Promise<readonly StoredRun[]> {
    const found: StoredRun[] = [];
    for (const name of await this.#runNames()) {
      const text = await readFile(join(this.#options.root, 'runs', name, 'run.json'), 'utf8').catch(() => undefined);
      const run = text === undefined ? undefined : decodeStoredRun(text);
      if (run !== undefined) found.push(run);
    }
    return found.sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
  }

  async unfinishedRuns(): Promise<readonly StoredRun[]> {
    const found: StoredRun[] = [];
    for (const stored of await this.listRuns()) {
      if (!(await endsFinished(this.#journal(stored.run)))) found.push(stored);
    }
    return found;
  }

  readPlan(run: string): AsyncIterable<string> {
    const input = createReadStream(join(this.#directory(run), 'plan.ndjson'));
    return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  }

  async readJournal(run: string): Promise<JournalRead> {
    if (!(await this.#exists(run))) return { kind: 'not-found' };
    const read = await this.#read(run);
    this.#last = read.kind === 'read' ? { run, read } : undefined;
    return read;
  }

  async openJournal(run: string, runner: RunnerIdentity): Promise<OpenedJournal> {
    if (!(await this.#exists(run))) return { kind: 'not-found' };
    const holder = this.#lockRun(run, runner);
    if (holder !== undefined) return { kind: 'held', holder };
    const read = (await this.#readBefore(run)) ?? (await this.#read(run));
    if (read.kind !== 'read') {
      this.#locks.release(runner, [runKey(run)]);
      return read;
    }
    const { now, mask } = this.#options;
    const writer = await FileJournalWriter.open(this.#journal(run), read.end, { now, mask });
    return {
      kind: 'opened',
      writer: this.#guard(run, runner, writer),
      records: read.records,
      previous: read.end.previous,
      cutBytes: read.tornBytes,
    };
  }

  async whileUndriven(run: string, runner: RunnerIdentity, work: () => Promise<boolean>): Promise<boolean> {
    if (!(await this.#exists(run)) || this.#lockRun(run, runner) !== undefined) return false;
    try {
      return await work();
    } finally {
      this.#locks.release(runner, [runKey(run)]);
    }
  }

  async acquireLocks(run: string, runner: RunnerIdentity, keys: readonly string[]): Promise<LockResult> {
    return this.#locks.acquire(run, runner, keys);
  }

  async releaseLocks(run: string, runner: RunnerIdentity, keys: readonly string[]): Promise<void> {
    this.#locks.release(runner, keys);
    this.#locks.leaveQueue(run, keys);
  }

  async runnerOf(run: string): Promise<LockHolder | undefined> {
    return this.#locks.holder(runKey(run));
  }

  async send(run: string, signal: Signal): Promise<void> {
    await this.#inbox(run).send(signal, this.#options.now(), randomBytes(6).toString('hex'));
  }

  async signals(run: string): Promise<readonly { readonly id: string; readonly signal: Signal }[]> {
    return this.#inbox(run).list();
  }

  async take(run: string, id: string): Promise<void> {
    await this.#inbox(run).take(id);
  }

  async recordDeployed(rows: readonly Deployed[]): Promise<void> {
    await appendDeployed(join(this.#options.root, 'deployed.ndjson'), rows);
  }

  async deployed(filter: { readonly project?: string }): Promise<readonly Deployed[]> {
    const rows = await readDeployed(join(this.#options.root, 'deployed.ndjson'));
    return filter.project === undefined ? rows : rows.filter((row) => row.project === filter.project);
  }

  /** Who drives the run instead of us, if somebody does. */
  #lockRun(run: string, runner: RunnerIdentity): LockHolder | undefined {
    const lock = this.#locks.acquire(run, runner, [runKey(run)]);
    if (lock.kind !== 'held') return undefined;
    this.#locks.leaveQueue(run, [runKey(run)]);
    return lock.holder;
  }

  /** The writer as the run sees it: its lock is renewed while it is open and given back when it is closed. */
  #guard(run: string, runner: RunnerIdentity, writer: FileJournalWriter): JournalWriter {
    const timer = setInterval(() => this.#locks.renew(runner, runKey(run)), renewMilliseconds);
    timer.unref();
    return {
      append: (event) => writer.append(event),
      flush: (options) => writer.flush(options),
      close: async () => {
        clearInterval(timer);
        try {
          await writer.close();
        } finally {
          this.#locks.release(runner, [runKey(run)]);
        }
      },
    };
  }

  /** What was read before, if it still holds now that nobody else can write. */
  async #readBefore(run: string): Promise<WholeJournal | undefined> {
    const last = this.#last;
    this.#last = undefined;
    if (last?.run !== run) return undefined;
    return (await isUnchanged(this.#journal(run), last.read).catch(() => false)) ? last.read : undefined;
  }

  async #read(run: string): Promise<ReadJournal> {
    try {
      return await readJournalFile(this.#journal(run));
    } catch (error) {
      if (isErrorCode(error, 'ENOENT')) return emptyJournal;
      throw error;
    }
  }

  async #exists(run: string): Promise<boolean> {
    return (await this.#runNames()).includes(run);
  }

  async #runNames(): Promise<readonly string[]> {
    try {
      return await readdir(join(this.#options.root, 'runs'));
    } catch (error) {
      if (isErrorCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  #directory(run: string): string {
    return join(this.#options.root, 'runs', encodeURIComponent(run));
  }

  #journal(run: string): string {
    return join(this.#directory(run), 'journal.ndjson');
  }

  #inbox(run: string): FileInbox {
    return new FileInbox(join(this.#directory(run), 'inbox'));
  }
}

type WholeJournal = Extract<ReadJournal, { readonly kind: 'read' }>;

const emptyJournal = {
  kind: 'read',
  records: [],
  end: { seq: 0, previous: genesis, bytes: 0 },
  lastLine: 0,
  tornBytes: 0,
} as const;

function runKey(run: string): string {
  return `run:${run}`;
}
