import type { Release, Tenant, Wave, Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nameSome } from '../resolve/name-some.ts';
import { selects } from '../resolve/select-tenants.ts';
import type { PhaseGroup } from './phases.ts';

/** Who is deployed where, in which wave: the order of the whole release, before anything is said about steps. */
export interface PlannedWave {
  readonly name: string;
  readonly wave: Wave;
  readonly group: PhaseGroup;
  /** Index of the phase group, so that a later phase knows what came before it. */
  readonly phase: number;
  readonly deployments: readonly Deployment[];
}

export interface Deployment {
  /** Undefined for an untenanted project. */
  readonly tenant: Tenant | undefined;
  readonly environment: string;
}

/** Phases one after the other, and inside each the waves. A wave that has nobody in a phase is left out of it. */
export function planWaves(
  release: Release,
  groups: readonly PhaseGroup[],
  tenants: readonly Tenant[] | 'untenanted',
): readonly PlannedWave[] {
  const waves = release.waves.length > 0 ? release.waves : [everyone(release)];
  return groups.flatMap((group, phase) =>
    shareOut(waves, tenants).flatMap(({ wave, members }) => {
      const deployments =
        members === 'untenanted' ? untenanted(group) : members.flatMap((tenant) => connected(tenant, group));
      const name = groups.length === 1 ? wave.name : `${group.name}/${wave.name}`;
      return deployments.length === 0 ? [] : [{ name, wave, group, phase, deployments }];
    }),
  );
}

function everyone(release: Release): Wave {
  const budget = { tenants: 0, percent: 0 };
  return { name: 'everyone', approve: false, soakSeconds: 0, concurrency: 0, budget, span: release.span };
}

interface Share {
  readonly wave: Wave;
  readonly members: readonly Tenant[] | 'untenanted';
}

/** A wave takes the tenants it selects that no earlier wave took; an untenanted project goes with the first wave. */
function shareOut(waves: readonly Wave[], tenants: readonly Tenant[] | 'untenanted'): readonly Share[] {
  if (tenants === 'untenanted') return waves.slice(0, 1).map((wave) => ({ wave, members: tenants }));
  let left = tenants;
  return waves.map((wave) => {
    const { tenants: selector } = wave;
    const members = selector === undefined ? left : left.filter((tenant) => selects(selector, tenant));
    const taken = new Set(members);
    left = left.filter((tenant) => !taken.has(tenant));
    return { wave, members };
  });
}

function untenanted(group: PhaseGroup): readonly Deployment[] {
  return group.environments.map((environment) => ({ tenant: undefined, environment }));
}

function connected(tenant: Tenant, group: PhaseGroup): readonly Deployment[] {
  return group.environments
    .filter((environment) => tenant.environments.includes(environment))
    .map((environment) => ({ tenant, environment }));
}

/** Tenants that the release selects and that nothing of it reaches, which must never pass in silence. */
export function reportLeftOut(
  release: Release,
  workspace: Workspace,
  tenants: readonly Tenant[],
  environments: readonly string[],
  waves: readonly PlannedWave[],
  report: (diagnostic: Diagnostic) => void,
): void {
  const reached = new Set(waves.flatMap((wave) => wave.deployments.map(({ tenant }) => tenant?.id)));
  const isConnected = (tenant: Tenant): boolean => tenant.environments.some((name) => environments.includes(name));
  const connectedOnes = tenants.filter(isConnected);
  // What the command line leaves out is no reason to warn, so the release's own environments count here.
  const unconnected = tenants.filter(
    ({ environments: own }) => !own.some((name) => release.environments.includes(name)),
  );
  if (unconnected.length > 0 && unconnected.length < workspace.tenants.size) {
    report({
      code: 'REL1602',
      severity: 'warning',
      summary: `${nameSome(unconnected.map(({ id }) => id))} ${unconnected.length === 1 ? 'is' : 'are'} selected but connected to none of ${nameSome(release.environments)}`,
      hint: 'give the tenant one of these environments, or leave it out of the selection',
      span: release.tenants.span,
    });
  }
  const waveless = connectedOnes.filter((tenant) => !reached.has(tenant.id));
  if (waveless.length > 0 && waves.length > 0) {
    report({
      code: 'REL1614',
      severity: 'error',
      summary: `No wave takes ${nameSome(waveless.map(({ id }) => id))}`,
      hint: 'end with a wave that has no `tenants`: it takes all that are left',
      span: release.waves.at(-1)?.span ?? release.span,
    });
  }
}

/** How many tenants of a wave may fail; of a number and a percentage the stricter counts. */
export function failuresAllowed({ wave, deployments }: PlannedWave): number {
  const { tenants, percent } = wave.budget;
  const size = new Set(deployments.map(({ tenant }) => tenant?.id)).size;
  const share = Math.floor((size * percent) / 100);
  if (tenants === 0) return share;
  return percent === 0 ? tenants : Math.min(tenants, share);
}
