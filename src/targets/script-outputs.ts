import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ScriptOutputs } from './target.ts';

/** More than this of `$RELEASE_OUTPUT` is not read. */
export const maxOutputBytes = 1_048_576;
const maxOutputs = 1_000;
const heading = /^([A-Za-z_][A-Za-z0-9_.-]{0,127})(=|<<)(.*)$/s;

/**
 * Reads what a script wrote to `$RELEASE_OUTPUT`, UTF-8, two forms:
 *
 *     name=value up to the end of the line
 *     name<<WORD
 *     any lines, up to a line that is exactly
 *     WORD
 *
 * A later value of a name wins. Lines that are neither are left out, each with a warning that never shows the text,
 * because it may hold a secret. `truncated` says that the file was longer than `maxOutputBytes`.
 */
export function parseScriptOutputs(bytes: Uint8Array, truncated = false): ScriptOutputs {
  const lines = new TextDecoder('utf-8').decode(bytes).split('\n');
  const values = new Map<string, string>();
  const diagnostics: Diagnostic[] = truncated
    ? [warning(`is longer than ${maxOutputBytes} bytes; the rest was not read`)]
    : [];
  for (let index = 0; index < lines.length; ) {
    const entry = readEntry(lines, index);
    if (entry.kind === 'value' && (values.size < maxOutputs || values.has(entry.name)))
      values.set(entry.name, entry.value);
    else if (entry.kind === 'value')
      diagnostics.push(warning(`holds more than ${maxOutputs} names; line ${index + 1} is left out`));
    else if (entry.kind === 'malformed') diagnostics.push(warning(`${entry.reason} at line ${index + 1}`));
    index = entry.next;
    if (diagnostics.length >= 10) break;
  }
  return { values: Object.fromEntries(values), diagnostics };
}

type Entry =
  | { readonly kind: 'value'; readonly name: string; readonly value: string; readonly next: number }
  | { readonly kind: 'blank'; readonly next: number }
  | { readonly kind: 'malformed'; readonly reason: string; readonly next: number };

function readEntry(lines: readonly string[], index: number): Entry {
  const line = (lines[index] ?? '').replace(/\r$/, '');
  if (line === '') return { kind: 'blank', next: index + 1 };
  const [, name, mark, rest] = heading.exec(line) ?? [];
  if (name === undefined || rest === undefined || name === '__proto__') {
    return { kind: 'malformed', reason: 'has neither name=value nor name<<WORD', next: index + 1 };
  }
  return mark === '=' ? { kind: 'value', name, value: rest, next: index + 1 } : readBlock(lines, index, name, rest);
}

function readBlock(lines: readonly string[], index: number, name: string, word: string): Entry {
  if (word === '') return { kind: 'malformed', reason: 'has no word after <<', next: index + 1 };
  const end = lines.findIndex((line, at) => at > index && line.replace(/\r$/, '') === word);
  if (end === -1) return { kind: 'malformed', reason: 'never closes the block that starts', next: lines.length };
  return { kind: 'value', name, value: lines.slice(index + 1, end).join('\n'), next: end + 1 };
}

function warning(what: string): Diagnostic {
  return {
    code: 'REL2104',
    severity: 'warning',
    summary: `The output file of the script ${what}`,
    hint: 'write name=value lines, or name<<WORD, the lines, and WORD, to the file named by $RELEASE_OUTPUT',
  };
}
