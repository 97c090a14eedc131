import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { firstInvisible, invisibleCharacter } from './characters.ts';
import type { YamlNode } from './tree.ts';

const unusable = /\0|\p{Surrogate}/u;

interface WrittenText {
  readonly text: string;
}

/** What an escape such as `\0` or `\u202e` can bring in although the file's own characters are clean. */
export function checkScalarText({ text }: WrittenText, value: string, span: Span): readonly Diagnostic[] {
  if (text.charCodeAt(span.offset) !== 34 || !text.slice(span.offset, span.offset + span.length).includes('\\'))
    return [];
  const found: Diagnostic[] = [];
  if (unusable.test(value)) found.push(unusableEscape(span));
  const hidden = firstInvisible(value);
  if (hidden !== undefined) found.push(invisibleCharacter(span.file, span.offset, span.length, hidden));
  return found;
}

function unusableEscape(span: Span): Diagnostic {
  return {
    code: 'REL1003',
    severity: 'error',
    summary: 'An escape writes NUL or half a character, which no program can be given',
    hint: 'remove the escape; write a backslash itself as \\\\',
    span,
  };
}

/** A key that is not text: a number, true, null, a list, a map, or (undefined) an alias. */
export function nonStringKey(span: Span, key: YamlNode | undefined): Diagnostic {
  return { code: 'REL1007', severity: 'error', ...wordsForKey(key), span };
}

function wordsForKey(key: YamlNode | undefined): { readonly summary: string; readonly hint: string } {
  const plainName = { hint: 'use a plain name as the key' };
  if (key === undefined) return { summary: 'A key cannot be an alias', ...plainName };
  switch (key.kind) {
    case 'map':
    case 'list':
      return { summary: `A key cannot be a ${key.kind}`, ...plainName };
    case 'scalar':
      return wordsForScalarKey(key.source ?? String(key.value));
    default:
      return key satisfies never;
  }
}

function wordsForScalarKey(text: string): { readonly summary: string; readonly hint: string } {
  if (text === '') return { summary: 'A key is missing before the colon', hint: 'write a name before the colon' };
  return { summary: `The key ${text} is not text`, hint: `write it in quotes: "${text}"` };
}
