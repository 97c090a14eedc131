import { suggest } from '../../diagnostics/suggest.ts';
import type { Finding } from './collapse.ts';
import type { Violation } from './violation.ts';

/** Leaves out "missing key" where an unknown key of the same map is that key misspelt. */
export function withoutMisspelt(findings: readonly Finding[]): readonly Finding[] {
  const unknown = findings.filter(({ violation }) => violation.keyword === 'additionalProperties');
  return findings.filter(({ violation }) => {
    if (violation.keyword !== 'required') return true;
    const missing = String(violation.params.missingProperty);
    return !unknown.some((other) => {
      const sameMap = other.violation.instancePath === violation.instancePath;
      return sameMap && suggest(unknownKey(other.violation), [missing]).length > 0;
    });
  });
}

export function unknownKey(violation: Violation): string {
  return String(violation.params.additionalProperty);
}
