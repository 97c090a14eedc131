import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseRange } from '../versions/parse-range.ts';
import { pickBest } from '../versions/range.ts';
import type { Version } from '../versions/version.ts';
import { nameSome } from './name-some.ts';
import type { PackageChoice } from './packages.ts';

export type PackageResolution =
  | { readonly kind: 'resolved'; readonly version: Version }
  | { readonly kind: 'unresolved'; readonly diagnostic: Diagnostic };

/** The newest version of those a feed lists that the choice accepts. */
export function resolvePackage(choice: PackageChoice, listed: readonly Version[]): PackageResolution {
  const range = parseRange(choice.range);
  if (!range.ok) {
    const { summary, hint } = range.problem;
    return unresolved(choice, 'REL1502', `${summary}, in "${choice.range}" for package ${choice.id}`, hint);
  }
  const version = pickBest(range.value, listed);
  if (version !== undefined) return { kind: 'resolved', version };
  if (listed.length === 0) return unresolved(choice, 'REL1504', `The feed has no package ${choice.id}`);
  const summary = `No version of ${choice.id} satisfies "${choice.range}"`;
  return unresolved(choice, 'REL1503', summary, `the feed has ${newestOf(listed)}`);
}

function newestOf(listed: readonly Version[]): string {
  return nameSome([...listed].sort((a, b) => compareVersions(b, a)).map(({ text }) => text));
}

function unresolved(
  { span }: PackageChoice,
  code: Diagnostic['code'],
  summary: string,
  hint?: string,
): PackageResolution {
  const place = span === undefined ? {} : { span };
  return { kind: 'unresolved', diagnostic: { code, severity: 'error', summary, ...(hint && { hint }), ...place } };
}
