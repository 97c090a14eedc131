import type { Candidate } from '../config/scope.ts';
import type { Layer } from './compare-candidates.ts';

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

/** Calls `visit` for every candidate, with the layer it is compared in when that is not said by where it is written. */
export function visitSources(sources: LaneSources, visit: (candidate: Candidate, layer?: Layer) => void): void {
  for (const candidate of sources.tenant) visit(candidate);
  visitGiven(sources, visit);
}

/** Calls `visit` for what is not the tenant's own, with the layer it is compared in. */
export function visitGiven(sources: LaneSources, visit: (candidate: Candidate, layer: Layer) => void): void {
  for (const candidate of sources.release) visit(candidate, 'release');
  for (const candidate of sources.override) visit(candidate, 'override');
  for (const candidate of sources.chain) visit(candidate, 'chain');
  for (const candidate of sources.commandLine) visit(candidate, 'command-line');
}
