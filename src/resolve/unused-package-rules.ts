import type { PackageRule } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { matchesPattern } from './package-pattern.ts';

/** Rules that no package in use fits: most often a misspelt id. `similar` finds the name that was likely meant. */
export function unusedPackageRules(
  rules: Iterable<PackageRule>,
  usedIds: ReadonlySet<string>,
  similar: (name: string, known: Iterable<string>) => string | undefined,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const patterns = new Map<string, boolean>();
  for (const { pattern, span } of rules) {
    const used = patterns.get(pattern) ?? isUsed(pattern, usedIds);
    patterns.set(pattern, used);
    if (used) continue;
    const meant = similar(pattern, usedIds);
    const hint = meant === undefined ? 'remove the rule or correct the id' : `did you mean "${meant}"?`;
    const summary = `No step uses a package that "${pattern}" names`;
    diagnostics.push({ code: 'REL1542', severity: 'warning', summary, hint, span });
  }
  return diagnostics;
}

function isUsed(pattern: string, ids: ReadonlySet<string>): boolean {
  if (ids.has(pattern)) return true;
  for (const id of ids) if (matchesPattern(pattern, id)) return true;
  return false;
}
