import { hash } from 'node:crypto';
import type { Placed } from './placed.ts';

/**
 * A text for each finding that stays the same when lines above it come and go. Of findings that nothing but their line
 * tells apart, the second and later are numbered.
 */
export function fingerprints(findings: readonly Placed[]): ReadonlyMap<Placed, string> {
  const counts = new Map<string, number>();
  const inOrder = findings.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
  return new Map(
    inOrder.map((finding) => {
      const { code, file, summary } = finding;
      const same = `${code}\n${file}\n${summary}`;
      const count = counts.get(same) ?? 0;
      counts.set(same, count + 1);
      return [finding, hash('sha256', `${same}\n${count}`).slice(0, 40)];
    }),
  );
}
