import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What was told to others about a run, one JSON object for each line. */
export type Note =
  /** A webhook has taken the message about the record with this number. */
  | { readonly kind: 'webhook'; readonly name: string; readonly seq: number }
  /** All spans that ended with this record or before it have been taken. */
  | { readonly kind: 'spans'; readonly seq: number }
  /** The trace that the run belongs to, as the first process of the run was told. */
  | { readonly kind: 'trace'; readonly traceparent: string; readonly tracestate?: string };

/**
 * The file that says what others know of a run, so that the next process tells the rest. A message is noted after it was
 * taken: a crash between the two sends it twice, never not at all.
 */
export class Notes {
  readonly #file: string;
  readonly #notes: Note[];

  constructor(file: string) {
    this.#file = file;
    this.#notes = readNotes(file);
  }

  all(): readonly Note[] {
    return this.#notes;
  }

  /** Throws what the disk says. */
  add(note: Note): void {
    this.#notes.push(note);
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    // A line that a crash cut off must not swallow this one.
    appendFileSync(this.#file, `\n${JSON.stringify(note)}\n`, { mode: 0o600 });
  }
}

function readNotes(file: string): Note[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => decodeNote(line));
}

function decodeNote(line: string): readonly Note[] {
  try {
    const note = JSON.parse(line) as Partial<Record<string, unknown>>;
    const { kind, name, seq, traceparent, tracestate } = note;
    if (kind === 'webhook' && typeof name === 'string' && typeof seq === 'number') return [{ kind, name, seq }];
    if (kind === 'spans' && typeof seq === 'number') return [{ kind, seq }];
    if (kind === 'trace' && typeof traceparent === 'string') {
      return [{ kind, traceparent, ...(typeof tracestate === 'string' && { tracestate }) }];
    }
    return [];
  } catch {
    return [];
  }
}
