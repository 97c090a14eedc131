import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { toJson } from '../../yaml/access.ts';
import type { YamlDocument } from '../../yaml/tree.ts';
import { collapse } from './collapse.ts';
import { describe } from './describe.ts';
import { withoutMisspelt } from './echo.ts';
import type { DocumentKind } from './kind.ts';
import { unquotedNumbers } from './unquoted-numbers.ts';
import { violationsOf } from './violation.ts';

/**
 * Checks one document against the schema of its kind. All mistakes are reported, in the order in which they stand in
 * the file; what only follows from another mistake is left out. Looks at nothing outside the document.
 */
export function validateShape(kind: DocumentKind, document: YamlDocument): readonly Diagnostic[] {
  const violations = violationsOf(kind, toJson(document.root));
  const changed = kind === 'lock' ? [] : unquotedNumbers(document);
  if (violations.length === 0) return changed;
  const described = withoutMisspelt(collapse(violations)).map((finding) => describe(document, finding));
  return [...described, ...changed].toSorted((one, other) => (one.span?.offset ?? 0) - (other.span?.offset ?? 0));
}
