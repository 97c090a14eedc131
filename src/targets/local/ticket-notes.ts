import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn, readIfThere } from './files.ts';
import { identityText, type ProcessIdentity, parseIdentity } from './process-table.ts';
import { parseNotes, type SignedNote, type TicketNote } from './ticket-state.ts';

/*
 * `<run>/state/<process>`: what this process, a launcher or a canceller, notes of tickets. A file for each process, not
 * for each ticket, because making and deleting a file costs more than anything else that is done for a script.
 */

/** As a file name. */
export function noteFileName(writer: ProcessIdentity): string {
  return identityText(writer).replaceAll(' ', '~');
}

/** `folder`: of the notes of a run. */
export function addNote(folder: string, writer: ProcessIdentity, line: string): void {
  appendFileSync(join(folder, noteFileName(writer)), line, { mode: 0o600 });
}

/** Files of notes, and who writes them. */
export function noteFiles(folder: string): readonly { readonly file: string; readonly writer: ProcessIdentity }[] {
  return namesIn(folder).flatMap((name) => {
    const writer = parseIdentity(name.replaceAll('~', ' '));
    return writer === undefined ? [] : [{ file: join(folder, name), writer }];
  });
}

export function readNotes(file: string): ReadonlyMap<string, TicketNote> {
  return parseNotes(readIfThere(file) ?? '');
}

/** Finds the notes of one ticket, and remembers in which file they are: those of a thousand launchers may be there. */
export class NoteSearch {
  readonly #folder: string;
  readonly #name: string;
  #found: { readonly file: string; readonly writer: ProcessIdentity } | undefined;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  read(): SignedNote | undefined {
    for (const place of this.#found === undefined ? noteFiles(this.#folder) : [this.#found]) {
      const text = readIfThere(place.file);
      const note = text?.includes(` ${this.#name}`) === true ? parseNotes(text).get(this.#name) : undefined;
      if (note === undefined) continue;
      this.#found = place;
      return { ...note, writer: place.writer };
    }
    return undefined;
  }
}
