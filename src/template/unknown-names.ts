import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { placeSpan } from './place-span.ts';
import { readPath } from './read-path.ts';
import { rootShapes } from './roots.ts';
import type { Reference, TemplateScope } from './scope.ts';

/** In a template a variable has its own name; in a condition it begins with `vars`. */
export type ReferenceStyle = 'template' | 'condition';

export interface ReferringText {
  readonly text: string;
  readonly references: readonly Reference[];
  readonly style: ReferenceStyle;
  /** Where the text stands. */
  readonly span: Span;
}

/**
 * The names in a template or condition that lead nowhere, also in branches that are not taken. A `has(…)` of something
 * that may be there is never one of them. `variables` gives all their names; asked for only when something is wrong.
 */
export function unknownNames(
  { text, references, style, span }: ReferringText,
  scope: TemplateScope,
  variables: () => Iterable<string>,
): readonly Diagnostic[] {
  return references.flatMap((reference): readonly Diagnostic[] => {
    if (leadsSomewhere(reference, scope, style)) return [];
    return [
      {
        code: style === 'condition' ? 'REL1412' : 'REL1405',
        severity: 'error',
        summary: `${reference.path.join('.')} has no value here`,
        hint: hintFor(reference, style, variables),
        span: placeSpan(span, text, reference.offset, reference.length),
      },
    ];
  });
}

function leadsSomewhere({ path, optional }: Reference, scope: TemplateScope, style: ReferenceStyle): boolean {
  if (fieldsInstead(path) !== undefined) return false;
  if (optional === true) return true;
  return readPath(scope, style === 'condition' && path[0] === 'vars' ? path.slice(1) : path).found !== false;
}

function hintFor({ path }: Reference, style: ReferenceStyle, variables: () => Iterable<string>): string {
  const [root = ''] = path;
  const prefix = style === 'condition' ? 'vars.' : '';
  const known = fieldsInstead(path) ?? [...Array.from(variables(), (name) => prefix + name), ...rootNames()];
  const near = didYouMean(path.join('.'), known);
  if (near !== undefined) return near;
  const absent = whyAbsent.get(root);
  if (absent !== undefined) return absent;
  return style === 'condition' ? 'give it a value, or ask with has(…) whether it is there' : valueHint;
}

/** Roots that not every step has. */
const whyAbsent: ReadonlyMap<string, string> = new Map([
  ['target', 'give the step `roles`, so that it runs on targets'],
  ['package', 'give the step a `package`'],
  ['namespace', 'add `namespace` to release.config.yaml'],
  ['tenant', 'only deployments for a tenant have one'],
]);

/** What a root has, when the path names something else of it; undefined when it may be right. */
function fieldsInstead(path: readonly string[]): readonly string[] | undefined {
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

export const valueHint = 'give it a value, or correct the name';
