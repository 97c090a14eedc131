import type { Candidate } from '../config/scope.ts';
import type { Layer } from './compare-candidates.ts';
import { type RankedCandidate, rankCandidate, rankTenantValues } from './ranked.ts';

/** Candidates that an index cannot hold, because they belong to one tenant, one release or one run. */
export interface LaneSources {
  /** The tenant's own. */
  readonly tenant: readonly Candidate[];
  readonly release: readonly Candidate[];
  /** What the release gives to some tenants only, of which this is one. Above the rest of the release. */
  readonly override: readonly Candidate[];
  /** What a parent chain step gives. */
  readonly chain: readonly Candidate[];
  readonly commandLine: readonly Candidate[];
}

export const noSources: LaneSources = { tenant: [], release: [], override: [], chain: [], commandLine: [] };

/** Calls `visit` for every candidate, ranked in the layer it is compared in. */
export function visitRanked(sources: LaneSources, visit: (one: RankedCandidate) => void): void {
  rankTenantValues(sources.tenant).forEach(visit);
  visitGiven(sources, (candidate, layer) => visit(rankCandidate(candidate, layer)));
}

/** Calls `visit` for every candidate. */
export function visitSources(sources: LaneSources, visit: (candidate: Candidate) => void): void {
  sources.tenant.forEach(visit);
  visitGiven(sources, visit);
}

function visitGiven(sources: LaneSources, visit: (candidate: Candidate, layer: Layer) => void): void {
  for (const candidate of sources.release) visit(candidate, 'release');
  for (const candidate of sources.override) visit(candidate, 'override');
  for (const candidate of sources.chain) visit(candidate, 'chain');
  for (const candidate of sources.commandLine) visit(candidate, 'command-line');
}
