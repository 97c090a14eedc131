import { suggest } from '../../diagnostics/suggest.ts';
import type { Finding } from './collapse.ts';
import type { Violation } from './violation.ts';

/** Leaves out "missing key" where an unknown key of the same map is that key misspelt. */
export function withoutMisspelt(findings: readonly Finding[]): readonly Finding[] {
  const unknown = new Map<string, string[]>();
  for (const { violation } of findings) {
    if (violation.keyword !== 'additionalProperties') continue;
    const keys = unknown.get(violation.instancePath) ?? [];
    keys.push(unknownKey(violation));
    unknown.set(violation.instancePath, keys);
  }
  return findings.filter(({ violation }) => {
    if (violation.keyword !== 'required') return true;
    const missing = String(violation.params.missingProperty);
    return !unknown.get(violation.instancePath)?.some((key) => suggest(key, [missing]).length > 0);
  });
}

export function unknownKey(violation: Violation): string {
  return String(violation.params.additionalProperty);
}
