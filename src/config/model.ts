import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import type { YamlMap } from '../yaml/tree.ts';
import type { Candidate, Scope, SecretReference, TenantSelector } from './scope.ts';

/**
 * Configuration as meant: defaults filled in, durations in seconds, names checked, every part still knowing where it
 * stands. What the author wrote is described by schema/*.json (types in generated/).
 */
export interface Workspace {
  readonly config: WorkspaceConfig;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly variableSets: readonly VariableSet[];
  readonly projects: ReadonlyMap<string, Project>;
  /** By path relative to the root, such as `releases/2024-06.yaml`. */
  readonly releases: ReadonlyMap<string, Release>;
}

/** A string with the place where it is written. */
export interface Located {
  readonly text: string;
  readonly span: Span;
}

export interface WorkspaceConfig {
  readonly span: Span;
  /** Template over tenant variables and `environment`. */
  readonly namespace?: Located;
  readonly environments: readonly string[];
  readonly tagSets: ReadonlyMap<string, TagSet>;
  readonly lifecycles: ReadonlyMap<string, Lifecycle>;
  readonly feeds: ReadonlyMap<string, FeedConfig>;
  readonly targets: ReadonlyMap<string, TargetConfig>;
  readonly freezes: readonly Freeze[];
  readonly state: StateConfig;
  readonly notifications: readonly NotificationConfig[];
  readonly agents: AgentsConfig;
  /** Modules with step kinds of the workspace's own, as paths inside the workspace or package names. */
  readonly stepKinds: readonly Located[];
}

/** How targets of the type `agent` are reached. */
export interface AgentsConfig {
  /** `host:port` that polling agents dial. */
  readonly listen?: string;
  readonly patienceSeconds: number;
}

export type NotificationEvent = 'blocked' | 'failed' | 'done';

/** A webhook that is told how runs stand. */
export interface NotificationConfig {
  readonly name: string;
  readonly url:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'secret'; readonly secret: SecretReference };
  readonly format: 'json' | 'slack';
  readonly on: readonly NotificationEvent[];
  /** What messages are signed with. */
  readonly key?: SecretReference;
}

export interface TagSet {
  readonly name: string;
  readonly values: readonly string[];
  /** True when a tenant may carry one value of the set at most. */
  readonly one: boolean;
}

export interface Lifecycle {
  readonly name: string;
  readonly phases: readonly Phase[];
  readonly span: Span;
}

export interface Phase {
  readonly name: string;
  readonly environments: readonly string[];
  /** How many environments of the phase a tenant must have finished; 0 means all it is connected to. */
  readonly minimum: number;
  readonly optional: boolean;
  /** How many tenants must have finished the earlier phase before anyone enters this one. */
  readonly tenantsAtLeast: number;
  /** How long a version must have been in the earlier phase. */
  readonly soakSeconds: number;
  readonly span: Span;
}

/** `type` picks the adapter; `settings` holds that adapter's own keys as written. */
export interface FeedConfig {
  readonly name: string;
  readonly type: string;
  readonly settings: { readonly [key: string]: Json };
  readonly span: Span;
}

export interface TargetConfig {
  readonly id: string;
  readonly type: string;
  readonly roles: readonly string[];
  readonly settings: { readonly [key: string]: Json };
  /** Of those, the ones that are templates over what is known of a tenant; absent when none is. */
  readonly templates?: readonly (readonly [key: string, text: Located])[];
  /** True when defined in the workspace and used by several tenants. */
  readonly shared: boolean;
  readonly span: Span;
}

export interface Freeze {
  readonly name: string;
  /** Local wall-clock times `YYYY-MM-DDTHH:MM[:SS]` in `zone` (IANA). */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly environments: readonly string[];
  readonly tenants?: TenantSelector;
  readonly span: Span;
}

export type StateConfig =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'postgres'; readonly url: SecretReference };

export interface Tenant {
  readonly id: string;
  readonly name: string;
  /** Canonical names, `set/value`. */
  readonly tags: readonly string[];
  readonly environments: readonly string[];
  readonly targets: readonly TargetConfig[];
  readonly variables: readonly Candidate[];
  readonly packages: readonly PackageRule[];
  readonly span: Span;
}

/** Values shared by projects. A project takes part in every set unless a candidate's scope says otherwise. */
export interface VariableSet {
  readonly id: string;
  readonly variables: readonly Candidate[];
  readonly span: Span;
}

/** A package id or glob (`Local.*`), and the version or range wanted for it. */
export interface PackageRule {
  readonly pattern: string;
  readonly range: string;
  readonly span: Span;
}

export type Tenancy = 'tenanted' | 'untenanted' | 'either';

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly lifecycle?: Located;
  readonly tenancy: Tenancy;
  /** Always holds at least `default`. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly inputs: readonly Input[];
  readonly variables: readonly Candidate[];
  readonly steps: readonly Step[];
  readonly span: Span;
}

export interface Channel {
  readonly name: string;
  readonly lifecycle?: Located;
  readonly packages: readonly PackageRule[];
  readonly span: Span;
}

/** A declared input: `schema` is a JSON Schema for the value (type, minimum, enum, …). */
export interface Input {
  readonly name: string;
  readonly required: boolean;
  readonly default?: Json;
  readonly description?: string;
  readonly schema: { readonly [key: string]: Json };
  readonly span: Span;
}

export interface Step {
  readonly id: string;
  readonly name: string;
  /** Step kind. */
  readonly uses: Located;
  readonly roles: readonly string[];
  /** Inputs of the kind, as written, with places. Strings in it are templates. */
  readonly with: YamlMap;
  readonly package?: StepPackage;
  /** Set on a step that `uses: chain`. */
  readonly chain?: StepChain;
  /** Absent: the step before it in the file. */
  readonly needs?: readonly Located[];
  readonly run: 'success' | 'failure' | 'always';
  readonly when?: Located;
  readonly scope: StepScope;
  readonly timeoutSeconds?: number;
  readonly retry: { readonly attempts: number; readonly backoffSeconds: number };
  readonly optional: boolean;
  /** True: an attempt whose outcome is unknown is simply run again. */
  readonly idempotent: boolean;
  /** How many targets of the step, or of its group, run at once. 0 means all. */
  readonly rollingWindow: number;
  readonly group?: string;
  readonly once?: 'before' | 'after';
  readonly span: Span;
}

export interface StepPackage {
  readonly id: Located;
  readonly feed?: Located;
  readonly version?: Located;
  readonly span: Span;
}

/** A step that deploys another project (language.md part 7). */
export interface StepChain {
  readonly project: Located;
  /** False: later steps do not wait for it, the run still does. */
  readonly wait: boolean;
  readonly barrier: 'tenant' | 'wave' | 'release';
  readonly deploy: 'always' | 'if-different' | 'if-newer';
  /** Values for the chained project, above all but the command line. */
  readonly variables: readonly Candidate[];
}

/** Where a step takes part at all; an empty list does not restrict. */
export interface StepScope {
  readonly environments: readonly string[];
  readonly channels: readonly string[];
  readonly tenants?: TenantSelector;
  readonly not?: Scope;
}

export interface Release {
  readonly id: string;
  readonly file: string;
  readonly project: Located;
  readonly version: string;
  readonly channel: string;
  /** Release versions of chained projects. */
  readonly versions: ReadonlyMap<string, Located>;
  readonly packages: readonly PackageRule[];
  readonly environments: readonly string[];
  readonly tenants: TenantSelector;
  readonly waves: readonly Wave[];
  readonly onFailure: 'halt' | 'continue' | 'undo';
  readonly skip: readonly Located[];
  readonly variables: readonly Candidate[];
  readonly overrides: readonly Override[];
  readonly span: Span;
}

export interface Wave {
  readonly name: string;
  /** Absent: all tenants that no earlier wave took. */
  readonly tenants?: TenantSelector;
  readonly approve: boolean;
  readonly soakSeconds: number;
  /** How many deployments at once; 0 leaves it to the runner's own limit. */
  readonly concurrency: number;
  readonly budget: Budget;
  readonly span: Span;
}

/** How many tenants of a wave may fail before nothing new starts. Both zero: the first failure stops it. */
export interface Budget {
  readonly tenants: number;
  readonly percent: number;
}

/** Packages and variables for some tenants of one release. */
export interface Override {
  readonly tenants: TenantSelector;
  readonly packages: readonly PackageRule[];
  readonly versions: ReadonlyMap<string, Located>;
  readonly variables: readonly Candidate[];
  readonly span: Span;
}
