import { createRequire } from 'node:module';
import type { SyntaxProblem } from './problem.ts';

/** What the Handlebars parser says: its tree (comments and stand-alone lines already handled), or what is wrong. */
export type ParseResult =
  | { readonly ok: true; readonly program: hbs.AST.Program }
  | { readonly ok: false; readonly problem: SyntaxProblem };

type Handlebars = Pick<typeof import('handlebars'), 'parse'>;

/** Loaded when it is asked for: nearly all workspaces have plain templates only, which `readSimple` reads. */
function loadHandlebars(): Handlebars {
  const loaded: { readonly default: Handlebars } = createRequire(import.meta.url)('handlebars/dist/cjs/handlebars.js');
  return loaded.default;
}

/** Parses with Handlebars' own grammar. Nothing is compiled to JavaScript. The text must have passed `checkTags`. */
export function parseHandlebars(text: string): ParseResult {
  try {
    return { ok: true, program: loadHandlebars().parse(text) };
  } catch (error) {
    return { ok: false, problem: describe(text, error instanceof Error ? error.message : '') };
  }
}

function describe(text: string, message: string): SyntaxProblem {
  const mismatch = /^(.+) doesn't match (.+) - (\d+):(\d+)$/.exec(message);
  if (mismatch !== null) {
    const [, opened = '', closed = '', line, column] = mismatch;
    const summary = `{{#${opened}}} is closed by {{/${closed}}}`;
    return malformed(text, offsetOf(text, Number(line), Number(column)), summary, `close it with {{/${opened}}}`);
  }
  const invalid = /^Invalid path: (.+) - (\d+):(\d+)$/.exec(message);
  if (invalid !== null) {
    const at = offsetOf(text, Number(invalid[2]), Number(invalid[3]));
    return malformed(text, at, `${invalid[1]} is not a path`, '`this` and `..` stand only at the start of a path');
  }
  return malformed(text, caretOffset(text, message), summaryOf(message), general);
}

const general = 'a tag is {{name}}, {{helper argument}} or {{#if name}}…{{/if}}; write \\{{ for braces meant as text';

function summaryOf(message: string): string {
  const got = /got '(\w+)'$/.exec(message)?.[1];
  return got === 'EOF' ? 'A block is never closed' : 'The text between {{ and }} is not a template expression';
}

/** Points at the tag in which the parser gave up. */
function malformed(text: string, at: number, summary: string, hint: string): SyntaxProblem {
  const open = Math.max(0, text.lastIndexOf('{{', at));
  const close = text.indexOf('}}', Math.max(at, open));
  const end = close < 0 ? text.length : close + 2;
  return { code: 'REL1401', summary, hint, offset: open, length: end - open };
}

/**
 * The parser gives only a line and a picture: the last characters it read, with line ends left out, and a caret below
 * what follows. The longest end of what it read that is found on the line tells the place.
 */
function caretOffset(text: string, message: string): number {
  const [head = '', context = '', caret = ''] = message.split('\n');
  const line = Number(/line (\d+)/.exec(head)?.[1] ?? 1);
  const start = offsetOf(text, line, 0);
  const written = text.slice(start, offsetOf(text, line + 1, 0));
  const mark = Math.max(0, caret.indexOf('^'));
  const next = context.slice(mark, mark + 4);
  for (let from = 0; from < mark; from += 1) {
    const read = context.slice(from, mark);
    const found = written.lastIndexOf(read + next);
    if (found >= 0) return start + found + read.length;
  }
  return Math.max(start, start + written.lastIndexOf('{{'));
}

/** The offset of a line (from 1) and column (from 0), with Handlebars' idea of a line end. */
export function offsetOf(text: string, line: number, column: number): number {
  const newline = /\r\n?|\n/g;
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    if (newline.exec(text) === null) return text.length;
    start = newline.lastIndex;
  }
  return Math.min(text.length, start + column);
}
