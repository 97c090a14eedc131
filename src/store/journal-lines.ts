import type { JournalRecord } from '../run/events.ts';
import { encodeRecord, lineDigest } from './journal-format.ts';

/** A record as its line stands in the journal. */
export type LinkedRecord = JournalRecord & { readonly previous: string };

/** Links records once more, for whoever is shown the lines of a journal while they are written. */
export class JournalLines {
  #previous: string;

  /** `previous`: what the next record follows. */
  constructor(previous: string) {
    this.#previous = previous;
  }

  /** The record that comes next. */
  next(record: JournalRecord): LinkedRecord {
    const linked = { ...record, previous: this.#previous };
    this.#previous = lineDigest(encodeRecord(record, this.#previous).slice(0, -1));
    return linked;
  }
}
