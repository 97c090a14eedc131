import type { Lifecycle } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nameSome } from './name-some.ts';

/** A deployment that a lifecycle allowed without having been able to ask an earlier phase. */
export interface UnconnectedFinding {
  readonly tenant: string;
  readonly environment: string;
  /** Names of the phases. */
  readonly phases: readonly string[];
}

/** One warning per lifecycle phase, naming the tenants that never pass through it. */
export function unconnectedWarnings(
  lifecycle: Lifecycle,
  findings: Iterable<UnconnectedFinding>,
): readonly Diagnostic[] {
  const tenantsByPhase = new Map<string, Set<string>>();
  for (const { tenant, phases } of findings) {
    for (const phase of phases) {
      const tenants = tenantsByPhase.get(phase) ?? new Set();
      tenantsByPhase.set(phase, tenants.add(tenant));
    }
  }
  return lifecycle.phases.flatMap((phase): readonly Diagnostic[] => {
    const tenants = tenantsByPhase.get(phase.name);
    if (tenants === undefined) return [];
    const summary = `${nameSome([...tenants])} cannot pass phase ${phase.name} of lifecycle ${lifecycle.name}`;
    const detail = 'They are connected to none of its environments, so later phases do not wait for them there.';
    const hint = `connect them to one of ${nameSome(phase.environments)}, or mark the phase \`optional: true\``;
    return [{ code: 'REL1314', severity: 'warning', summary, detail, hint, span: phase.span }];
  });
}
