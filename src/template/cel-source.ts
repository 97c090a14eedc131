/**
 * `package` and `namespace` are roots of ours and reserved words of CEL. Before parsing they are replaced by stand-ins
 * of the same length, so that every offset stays true. Words inside strings and comments, and field names after a dot,
 * are left alone.
 */
const standIns: ReadonlyMap<string, string> = new Map([
  ['package', 'pAckage'],
  ['namespace', 'nAmespace'],
]);

const tripleQuoted = /[rRbB]?(?:""".*?"""|'''.*?''')/;
const rawQuoted = /[rR](?:"[^"]*"|'[^']*')/;
const quoted = /[bB]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/;
const other = /\/\/[^\n]*|\.\s*[A-Za-z_]\w*|[A-Za-z_]\w*/;
const token = new RegExp([tripleQuoted, rawQuoted, quoted, other].map(({ source }) => source).join('|'), 'gs');

export function withoutReservedRoots(text: string): string {
  return text.replace(token, (word) => standIns.get(word) ?? word);
}

/** The root that the parser asks for under a stand-in. Authors cannot write one: it is no known root. */
export function rootFor(seen: string): string {
  for (const [word, standIn] of standIns) if (standIn === seen) return word;
  return seen;
}

/** The name the author wrote, given what the parser saw at this offset. */
export function writtenName(text: string, offset: number, seen: string): string {
  const written = text.slice(offset, offset + seen.length);
  return standIns.get(written) === seen ? written : seen;
}

/** A message of the parser with the author's words put back. */
export function asWritten(message: string): string {
  let result = message;
  for (const [word, standIn] of standIns) result = result.replaceAll(standIn, word);
  return result;
}
