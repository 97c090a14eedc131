import type { ErrorCode, YAMLError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { limits } from './limits.ts';

/** What to do about the mistakes people make most; the rest get the general hint. */
const hints: { readonly [code in ErrorCode]?: string } = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line the entries up under each other, indented with spaces',
  BAD_DQ_ESCAPE: 'write a backslash as \\\\, or use single quotes',
  BAD_SCALAR_START: 'put the value between quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put the value between quotes, or start the nested map on its own line',
  MULTILINE_IMPLICIT_KEY: 'keep a key and its colon on one line',
  MISSING_CHAR: 'close the quote or bracket, or add the missing colon, comma or space',
  NON_STRING_KEY: 'use a plain name as the key',
  MULTIPLE_ANCHORS: 'keep one anchor',
  MULTIPLE_TAGS: 'keep one tag, or better none',
  BAD_ALIAS: 'name anchors with letters, digits, - and _',
};
/** Messages of the library that only its authors would understand, in other words. */
const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^Missing closing ['"]quote/, 'A text in quotes is not closed'],
  [/^Nested mappings are not allowed in compact mappings/, 'A second `key:` stands on the same line'],
  [/^Implicit map keys need to be followed by map values/, 'A key has no colon after it'],
  [/^Implicit keys need to be on a single line/, 'A key goes on over several lines, or its colon is missing'],
  [/^All mapping items must start at the same column/, 'The keys of one map do not start in the same column'],
];
const generalHint = 'check the quotes, colons and indentation on this line and the one before';

/**
 * The library's errors and warnings as diagnostics; warnings count as errors. One per place and only the first few,
 * since what follows a syntax error is mostly its echo. Tags have a code of their own.
 */
export function syntaxDiagnostics(file: string, text: string, problems: readonly YAMLError[]): readonly Diagnostic[] {
  const places = new Set<number>();
  const found: Diagnostic[] = [];
  for (const problem of problems.toSorted((one, other) => one.pos[0] - other.pos[0])) {
    if (places.has(problem.pos[0])) continue;
    places.add(problem.pos[0]);
    const place = spanOfProblem(file, text, problem);
    found.push(problem.code === 'TAG_RESOLVE_FAILED' ? unknownTag(place, problem) : syntaxError(place, problem));
    if (found.length === limits.syntaxErrors) break;
  }
  return found;
}

function syntaxError(span: Span, problem: YAMLError): Diagnostic {
  return {
    code: 'REL1001',
    severity: 'error',
    summary: rewordings.find(([pattern]) => pattern.test(problem.message))?.[1] ?? oneSentence(problem.message),
    hint: hints[problem.code] ?? generalHint,
    span,
  };
}

function unknownTag(span: Span, problem: YAMLError): Diagnostic {
  return {
    code: 'REL1008',
    severity: 'error',
    summary: oneSentence(
      problem.message.replace(/^Unresolved tag: /, 'Unknown tag ').replace('tag:yaml.org,2002:', '!!'),
    ),
    hint: 'remove the tag; text that needs one goes between quotes',
    span,
  };
}

function oneSentence(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/[.:\s]+$/, '');
}

/** The library may point behind the end of the text. */
function spanOfProblem(file: string, text: string, { pos: [start, end] }: YAMLError): Span {
  const offset = Math.min(start, text.length);
  return { file, offset, length: Math.max(0, Math.min(end, text.length) - offset) };
}
