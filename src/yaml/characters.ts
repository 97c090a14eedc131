import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Characters that YAML forbids outright: controls other than tab and line feed, and a carriage return by itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/g;

/** Characters that change how text looks without being seen: direction controls, zero width, a mark inside the text. */
const invisible = /\u061c|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u2069]|\ufeff/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const anySpecial = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\r(?!\n)/;

/** A cheap first look: false means that `checkCharacters` would find nothing. */
export function hasSpecialCharacters(text: string): boolean {
  return anySpecial.test(text);
}

/** Forbidden characters are errors, invisible ones warnings; the first of each kind stands for all of them. */
export function checkCharacters(file: string, text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const bad = firstMatch(forbidden, text);
  if (bad) found.push(forbiddenCharacter(file, bad));
  const hidden = firstMatch(invisible, text);
  if (hidden) found.push(invisibleCharacter(file, hidden.offset, 1, hidden.character));
  return found;
}

interface Found {
  readonly offset: number;
  readonly character: string;
  readonly count: number;
}

function firstMatch(pattern: RegExp, text: string): Found | undefined {
  const all = [...text.matchAll(pattern)];
  const first = all[0];
  return first && { offset: first.index, character: first[0], count: all.length };
}

function forbiddenCharacter(file: string, { offset, character, count }: Found): Diagnostic {
  const name = character === '\0' ? 'NUL' : codePointName(character);
  const others = count > 1 ? { detail: `The file holds ${count} such characters` } : {};
  return {
    code: 'REL1003',
    severity: 'error',
    summary:
      character === '\r' ? 'A carriage return stands without a line feed' : `The character ${name} is not allowed`,
    ...others,
    hint:
      character === '\r'
        ? 'end lines with LF or CRLF'
        : 'remove it, or write it as an escape such as "\\t" between double quotes',
    span: { file, offset, length: 1 },
  };
}

export function invisibleCharacter(file: string, offset: number, length: number, character: string): Diagnostic {
  return {
    code: 'REL1016',
    severity: 'warning',
    summary: `The invisible character ${codePointName(character)} makes text look different from what it is`,
    hint: 'remove it unless a name truly needs it',
    span: { file, offset, length },
  };
}

/** The first invisible character of a text, for texts that came out of escapes. */
export function firstInvisible(text: string): string | undefined {
  return firstMatch(invisible, text)?.character;
}

function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
