import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFolderName } from '../package-names.ts';
import { readIfThere, syncFolder } from './files.ts';

const keptNotes = 100;

/** Writes down, durably and once per key, which version is current; an empty note says that none was. */
export async function noteOnce(
  folder: string,
  key: string,
  currentName: (folder: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (!isFolderName(key)) throw new RangeError(`Not a key: ${JSON.stringify(key)}`);
  const notes = notesOf(folder);
  const file = join(notes, key);
  const noted = readIfThere(file);
  if (noted !== undefined) return noted === '' ? undefined : noted;
  const current = await currentName(folder);
  mkdirSync(notes, { recursive: true });
  // Under another name first: a half-written note would be a wrong one. Only the one who drives the step writes it.
  writeFileSync(`${file}~`, current ?? '', { flush: true });
  renameSync(`${file}~`, file);
  syncFolder(notes);
  syncFolder(folder);
  return current;
}

export async function pruneNotes(folder: string): Promise<void> {
  const notes = notesOf(folder);
  if (!existsSync(notes)) return;
  const names = readdirSync(notes);
  if (names.length <= keptNotes) return;
  const byAge = names
    .map((name) => ({ name, at: statSync(join(notes, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of byAge.slice(keptNotes)) rmSync(join(notes, name), { force: true });
}

function notesOf(folder: string): string {
  return join(folder, '.notes');
}
