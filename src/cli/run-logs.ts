import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a step wrote, as it stands in the log of its deployment: one JSON object for each piece. */
export interface LogEntry {
  /** RFC 3339. */
  readonly at: string;
  /** Node address. */
  readonly node: string;
  readonly ticket: string;
  readonly text: string;
}

/** How long pieces are gathered before they are written together, in milliseconds. */
const gatherMilliseconds = 200;

/** Logs of one run: `<folder>/<deployment>.ndjson`, readable by their owner alone. */
export class RunLogs {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #waiting = new Map<string, string[]>();
  /** By ticket: characters that an earlier process has already written, and a step that is taken up again repeats. */
  readonly #repeated = new Map<string, number>();
  readonly #known = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failure: unknown;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Takes a piece of text. A disk that refuses is told by `close`: a lost log must not fail a release. */
  add(lane: string, node: string, ticket: string, text: string): void {
    const gathered = this.#waiting.get(lane) ?? [];
    this.#waiting.set(lane, gathered);
    gathered.push(JSON.stringify({ at: new Date(this.#now()).toISOString(), node, ticket, text } satisfies LogEntry));
    this.#timer ??= setTimeout(() => this.#write(), gatherMilliseconds);
  }

  /** Resolves when all that was added is in its file, or was refused. Those who ask meanwhile share the next write. */
  written(): Promise<void> {
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      this.#write();
      return this.#writing;
    });
    return this.#next;
  }

  /** Writes what is left. Gives the error of the disk if there was one. */
  async close(): Promise<unknown> {
    this.#write();
    await this.#writing;
    return this.#failure;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = [...this.#waiting];
    this.#waiting.clear();
    this.#writing = this.#writing
      .then(() => this.#writeBatch(batch))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }

  async #writeBatch(batch: readonly (readonly [string, readonly string[]])[]): Promise<void> {
    if (batch.length > 0) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (const [lane, lines] of batch) {
      const file = logFileOf(this.#folder, lane);
      await this.#meet(file);
      const fresh = lines.flatMap((line) => this.#withoutRepetition(line));
      if (fresh.length > 0) await appendFile(file, `${fresh.join('\n')}\n`, { mode: 0o600 });
    }
  }

  /** Counts what an earlier process of the run left in the file. */
  async #meet(file: string): Promise<void> {
    if (this.#known.has(file)) return;
    this.#known.add(file);
    if (!existsSync(file)) return;
    const content = await readFile(file, 'utf8');
    // A line that a crash cut off must not take the next one with it.
    if (content !== '' && !content.endsWith('\n')) await appendFile(file, '\n');
    for (const { ticket, text } of parseEntries(content)) {
      this.#repeated.set(ticket, (this.#repeated.get(ticket) ?? 0) + text.length);
    }
  }

  #withoutRepetition(line: string): readonly string[] {
    const [entry] = parseEntries(line);
    const known = entry === undefined ? 0 : (this.#repeated.get(entry.ticket) ?? 0);
    if (entry === undefined || known === 0) return [line];
    const text = entry.text.slice(known);
    this.#repeated.set(entry.ticket, Math.max(0, known - entry.text.length));
    return text === '' ? [] : [JSON.stringify({ ...entry, text })];
  }
}

function logFileOf(folder: string, lane: string): string {
  return join(folder, `${encodeURIComponent(lane)}.ndjson`);
}

/** The log of one deployment, piece by piece; nothing when it wrote none. */
export async function* readLog(folder: string, lane: string): AsyncGenerator<LogEntry> {
  const file = logFileOf(folder, lane);
  if (!existsSync(file)) return;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield* parseEntries(line);
}

/** Entries of some lines; a line that was cut off by a crash is passed over. */
function parseEntries(text: string): readonly LogEntry[] {
  return text.split('\n').flatMap((line): readonly LogEntry[] => {
    try {
      const { at, node, ticket, text: piece } = JSON.parse(line) as Partial<Record<keyof LogEntry, unknown>>;
      const whole = [at, node, ticket, piece].every((field) => typeof field === 'string');
      return whole ? [{ at, node, ticket, text: piece } as LogEntry] : [];
    } catch {
      return [];
    }
  });
}
