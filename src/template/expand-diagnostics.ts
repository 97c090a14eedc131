import type { Diagnostic, RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { renderDiagnostic, renderWording, syntaxDiagnostic, syntaxWording } from './diagnose.ts';
import type { RawValue, VariableSource } from './expand-types.ts';
import type { RenderProblem, SyntaxProblem } from './problem.ts';
import type { Reference } from './scope.ts';
import { valueHint } from './unknown-names.ts';

type PlainValue = Extract<RawValue, { kind: 'plain' }>;

/** A mistake in a text of a value: pointed at exactly when the text is the whole value, else at the value. */
export function valueDiagnostic(raw: PlainValue, text: string, problem: RenderProblem | SyntaxProblem): Diagnostic {
  const exact = raw.value === text;
  const placed = raw.span;
  const diagnostic = wording(problem, placed, text);
  return placed === undefined || exact ? diagnostic : { ...diagnostic, span: placed };
}

function wording(problem: RenderProblem | SyntaxProblem, span: Span | undefined, text: string): Diagnostic {
  if ('kind' in problem) return span === undefined ? renderWording(problem) : renderDiagnostic(problem, span, text);
  return span === undefined ? syntaxWording(problem) : syntaxDiagnostic(problem, span, text);
}

export function missingDiagnostic(
  source: VariableSource,
  raw: PlainValue,
  text: string,
  reference: Reference,
): Diagnostic {
  const { path, offset, length } = reference;
  const name = path.join('.');
  const hint = didYouMean(name, source.namesUnder('')) ?? valueHint;
  return valueDiagnostic(raw, text, {
    code: 'REL1405',
    summary: `There is no value named ${name}`,
    hint,
    offset,
    length,
  });
}

/** How many names of a circle are printed; a longer one is cut in the middle. */
const shownNames = 12;

/** `members` in order of reference; the last one refers to the first again. */
export function cycleDiagnostic(
  members: readonly { readonly name: string; readonly span: Span | undefined }[],
): Diagnostic {
  const [first] = members;
  const names = [...members.map(({ name }) => name), first?.name ?? ''];
  const related = members.slice(1, shownNames).flatMap(({ name, span }): readonly RelatedPlace[] => {
    return span === undefined ? [] : [{ message: `${name} is part of the circle`, span }];
  });
  return {
    code: 'REL1409',
    severity: 'error',
    summary: `Values refer to one another in a circle: ${shorten(names).join(' -> ')}`,
    hint: 'give one of them a value that does not refer to the others',
    ...(first?.span === undefined ? {} : { span: first.span }),
    ...(related.length === 0 ? {} : { related }),
  };
}

function shorten(names: readonly string[]): readonly string[] {
  if (names.length <= shownNames) return names;
  const half = shownNames / 2;
  return [...names.slice(0, half), `… ${names.length - shownNames} more …`, ...names.slice(-half)];
}

export function tooLargeDiagnostic(span: Span | undefined): Diagnostic {
  return {
    code: 'REL1408',
    severity: 'error',
    summary: 'The value grows to more than 1 MiB once everything it refers to is filled in',
    hint: 'look for values that repeat one another',
    ...(span === undefined ? {} : { span }),
  };
}
