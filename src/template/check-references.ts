import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { placeSpan } from './place-span.ts';
import { isRootName, rootShapes } from './roots.ts';
import type { Reference } from './scope.ts';

/** The variables that exist at some place. */
export interface KnownNames {
  /** Whether the path is a variable, a part of one, or the common prefix of several. Given without `vars`. */
  readonly has: (path: readonly string[]) => boolean;
  /** All full names, for suggestions; asked for only when something is wrong. */
  readonly all: () => Iterable<string>;
}

/** A reference to nothing, as data: what was asked for, and what there is to choose from. */
export interface UnknownReference {
  readonly reference: Reference;
  readonly name: string;
  readonly candidates: readonly string[];
}

/** In a template a variable has its own name; in a condition it begins with `vars`. */
export type ReferenceStyle = 'template' | 'condition';

/** The references of a template or condition that lead nowhere. A `has(…)` of a variable is never one of them. */
export function unknownReferences(
  references: readonly Reference[],
  known: KnownNames,
  style: ReferenceStyle,
): readonly UnknownReference[] {
  return references.flatMap((reference) => {
    const candidates = candidatesFor(reference, known, style);
    return candidates === undefined ? [] : [{ reference, name: reference.path.join('.'), candidates }];
  });
}

/** What there is instead; undefined when the reference leads somewhere. */
function candidatesFor(reference: Reference, known: KnownNames, style: ReferenceStyle): readonly string[] | undefined {
  const { path, optional } = reference;
  const [root = ''] = path;
  if (isRootName(root)) return rootCandidates(path);
  const name = style === 'condition' ? path.slice(1) : path;
  if (optional === true || known.has(name)) return undefined;
  const prefix = style === 'condition' ? 'vars.' : '';
  return [...Array.from(known.all(), (other) => prefix + other), ...rootNames()];
}

function rootCandidates(path: readonly string[]): readonly string[] | undefined {
  const [root = '', field] = path;
  const shape = rootShapes.get(root);
  if (shape === undefined || shape.kind === 'open' || field === undefined) return undefined;
  if (shape.kind === 'text') return [root];
  return shape.fields.includes(field) ? undefined : shape.fields.map((name) => `${root}.${name}`);
}

function rootNames(): readonly string[] {
  return [...rootShapes].flatMap(([root, shape]) => {
    return shape.kind === 'fields' ? shape.fields.map((field) => `${root}.${field}`) : [root];
  });
}

export const declareHint = 'declare it as a variable, or correct the name';

/** The same as diagnostics; `text` and `span` are those of the template or condition. */
export function checkReferences(
  subject: { readonly text: string; readonly references: readonly Reference[] },
  known: KnownNames,
  style: ReferenceStyle,
  span: Span,
): readonly Diagnostic[] {
  return unknownReferences(subject.references, known, style).map(({ reference, name, candidates }) => ({
    code: style === 'condition' ? 'REL1412' : 'REL1405',
    severity: 'error',
    summary: `There is no value named ${name}`,
    hint: didYouMean(name, candidates) ?? declareHint,
    span: placeSpan(span, subject.text, reference.offset, reference.length),
  }));
}
