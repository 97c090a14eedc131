import type { LaneContext } from './match-scope.ts';
import { countOf, nameSome } from './name-some.ts';

/** The same mistake, met for several deployments. */
export interface Grouping<F> {
  readonly first: F;
  /** `st-marys in prod`, or `3 tenants (a, b and c)`; empty for an untenanted project outside an environment. */
  readonly concerns: string;
  readonly contexts: readonly LaneContext[];
}

/** Findings with equal keys become one, in the order in which their first appeared. */
export function groupFindings<F>(
  findings: Iterable<F>,
  keyOf: (finding: F) => string,
  contextOf: (finding: F) => LaneContext,
): readonly Grouping<F>[] {
  const groups = new Map<string, { first: F; contexts: LaneContext[] }>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: finding, contexts: [contextOf(finding)] });
    else group.contexts.push(contextOf(finding));
  }
  return [...groups.values()].map((group) => ({ ...group, concerns: describeLanes(group.contexts) }));
}

/** Who is concerned: one tenant by name with its environments, several by number and some of their names. */
function describeLanes(contexts: readonly LaneContext[]): string {
  const tenants = [...new Set(contexts.flatMap(({ tenant }) => tenant ?? []))];
  const environments = [...new Set(contexts.map(({ environment }) => environment))];
  const where = `in ${nameSome(environments)}`;
  if (tenants.length === 0) return `the deployment ${where}`;
  if (tenants.length === 1) return `${tenants.join('')} ${where}`;
  return `${countOf(tenants.length, 'tenant')} (${nameSome(tenants)}) ${where}`;
}
