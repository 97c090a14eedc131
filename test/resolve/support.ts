import type { Input, Project, Step, Tenant, Workspace } from '../../src/config/model.ts';
import type { Candidate, CandidateOrigin, CandidateValue, Scope, TenantSelector } from '../../src/config/scope.ts';
import type { Span } from '../../src/diagnostics/span.ts';
import { type LaneSources, noSources } from '../../src/resolve/lane-sources.ts';
import type { LaneContext } from '../../src/resolve/match-scope.ts';
import type { Json } from '../../src/util/json.ts';

export function at(file: string, offset = 0): Span {
  return { file, offset, length: 1 };
}

let written = 0;

/** A candidate at a place of its own. */
function candidate(name: string, value: Json, scope: Scope, origin: CandidateOrigin): Candidate {
  written += 1;
  return { name, value: { kind: 'value', value }, scope, origin, span: at(fileOf(origin), written) };
}

export function inSet(name: string, value: Json, scope: Scope = {}): Candidate {
  return candidate(name, value, scope, { kind: 'set', set: 'shared' });
}

export function inProject(name: string, value: Json, scope: Scope = {}): Candidate {
  return candidate(name, value, { ...scope, project: ['etl'] }, { kind: 'project', project: 'etl' });
}

export function inTenant(tenant: string, name: string, value: Json, scope: Scope = {}): Candidate {
  return candidate(name, value, { ...scope, tenant: [tenant] }, { kind: 'tenant', tenant });
}

export function inRelease(name: string, value: Json, scope: Scope = {}): Candidate {
  return candidate(name, value, scope, { kind: 'release', release: '2024-06' });
}

export function onCommandLine(name: string, value: Json): Candidate {
  return candidate(name, value, {}, { kind: 'command-line' });
}

export function inChain(name: string, value: Json): Candidate {
  return candidate(name, value, {}, { kind: 'chain', step: 'web' });
}

export function secretIn(tenant: string, name: string, ref: string): Candidate {
  const value: CandidateValue = { kind: 'secret', secret: { source: 'env', ref } };
  return { ...inTenant(tenant, name, ''), value };
}

function fileOf(origin: CandidateOrigin): string {
  switch (origin.kind) {
    case 'tenant':
      return `tenants/${origin.tenant}.yaml`;
    case 'set':
      return `variables/${origin.set}.yaml`;
    case 'project':
    case 'input-default':
      return `projects/${origin.project}.yaml`;
    case 'release':
      return `releases/${origin.release}.yaml`;
    case 'chain':
      return 'projects/deploy-all.yaml';
    case 'command-line':
      return '<command line>';
    default:
      return origin satisfies never;
  }
}

export function tenant(id: string, parts: Partial<Tenant> = {}): Tenant {
  const span = at(`tenants/${id}.yaml`);
  const empty = { tags: [], targets: [], variables: [], packages: [] };
  return { id, name: id, environments: ['test', 'prod'], ...empty, span, ...parts };
}

export function project(parts: Partial<Project> = {}): Project {
  const span = at('projects/etl.yaml');
  const channels = new Map([['default', { name: 'default', packages: [], span }]]);
  return {
    id: 'etl',
    name: 'etl',
    tenancy: 'tenanted',
    channels,
    inputs: [],
    variables: [],
    steps: [],
    span,
    ...parts,
  };
}

export function input(name: string, parts: Partial<Input> = {}): Input {
  return { name, required: false, schema: {}, span: at('projects/etl.yaml', 500), ...parts };
}

export function step(id: string, roles: readonly string[] = []): Step {
  const span = at('projects/etl.yaml', 900);
  return {
    id,
    name: id,
    uses: { text: 'script', span },
    roles,
    with: { kind: 'map', entries: [], start: 0, end: 0 },
    run: 'success',
    scope: { environments: [], channels: [] },
    retry: { attempts: 1, backoffSeconds: 0 },
    optional: false,
    idempotent: false,
    rollingWindow: 0,
    span,
  };
}

export interface Given {
  readonly shared?: readonly Candidate[];
  readonly project?: Project;
  readonly tenants?: readonly Tenant[];
  readonly namespace?: string;
}

export function workspace(given: Given): Workspace {
  const span = at('release.config.yaml');
  const only = given.project ?? project();
  return {
    config: {
      span,
      ...(given.namespace === undefined ? {} : { namespace: { text: given.namespace, span } }),
      environments: ['test', 'prod'],
      tagSets: new Map(),
      lifecycles: new Map(),
      feeds: new Map(),
      targets: new Map(),
      freezes: [],
      state: { type: 'file', path: '.release' },
      notifications: [],
      agents: { patienceSeconds: 30 },
      stepKinds: [],
    },
    tenants: new Map((given.tenants ?? []).map((one) => [one.id, one])),
    variableSets: [{ id: 'shared', variables: given.shared ?? [], span: at('variables/shared.yaml') }],
    projects: new Map([[only.id, only]]),
    releases: new Map(),
  };
}

export function lane(parts: Partial<LaneContext> = {}): LaneContext {
  return { tenant: 'st-marys', tags: [], environment: 'prod', project: 'etl', channel: 'default', ...parts };
}

export function sources(parts: Partial<LaneSources> = {}): LaneSources {
  return { ...noSources, ...parts };
}

export function selector(...parts: TenantSelector['parts']): TenantSelector {
  return { parts, allowEmpty: false, span: at('releases/2024-06.yaml', 40) };
}
