import { indexLines, type LineIndex } from './lines.ts';

/** Gives the text of a file by its workspace path, or undefined when it cannot be had. */
export type TextLookup = (file: string) => string | undefined;

/** The line index of a file; each file is looked up and indexed at most once. */
export type Sources = (file: string) => LineIndex | undefined;

export function sourcesFrom(lookup: TextLookup): Sources {
  const known = new Map<string, LineIndex | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = lookup(file);
      known.set(file, text === undefined ? undefined : indexLines(text));
    }
    return known.get(file);
  };
}
