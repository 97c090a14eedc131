import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import { countSeverities, type FailureDocument, failureDocument, failureText } from './failure.ts';
import type { Layout } from './layout.ts';
import { amount } from './words.ts';

/** What was looked at, so that "no problems" says what it is worth. */
export interface Checked {
  readonly releases: number;
  readonly deployments: number;
}

export interface ValidateDocument extends FailureDocument {
  readonly summary: Checked & { readonly errors: number; readonly warnings: number };
}

export function validateDocument(
  diagnostics: readonly Diagnostic[],
  lookup: TextLookup,
  checked: Checked,
): ValidateDocument {
  return { ...failureDocument(diagnostics, lookup), summary: { ...countSeverities(diagnostics), ...checked } };
}

/** Diagnostics with their places, then one line that says how it stands. */
export function validateText(
  diagnostics: readonly Diagnostic[],
  lookup: TextLookup,
  { releases, deployments }: Checked,
  layout: Layout,
): string {
  const scope = `${amount(releases, 'release')}, ${amount(deployments, 'deployment')} checked`;
  if (diagnostics.length === 0) return `${layout.style.strong('No problems')}: ${scope}\n`;
  return `${failureText(diagnostics, lookup, layout)}${layout.style.faint(scope)}\n`;
}
