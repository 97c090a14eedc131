import type { SecretReference } from '../config/scope.ts';
import type { Json, JsonMap } from '../util/json.ts';

/**
 * A plan is versioned data: self-contained, canonical, free of secrets. The process of a project is compiled once (a
 * `PlanProcess`); a deployment (`PlanLane`: project x tenant x environment) only says what differs for it. A runner
 * needs the plan, the packages and the secrets, and nothing of the workspace.
 */
export interface Plan {
  readonly header: PlanHeader;
  readonly processes: readonly PlanProcess[];
  /** In start order. The index of a lane is its place in this list. */
  readonly lanes: readonly PlanLane[];
}

export const planFormatVersion = 1;

export interface PlanHeader {
  readonly formatVersion: typeof planFormatVersion;
  readonly release: string;
  readonly releaseFile: string;
  readonly version: string;
  readonly project: string;
  readonly channel: string;
  /** Git commit of the workspace, when it is one. */
  readonly commit?: string;
  /** sha256 of the lock file's content the plan was made from. */
  readonly lockDigest: string;
  readonly onFailure: 'halt' | 'continue' | 'undo';
  /** One after the other: phases of the lifecycle, and inside a phase the waves of the release. */
  readonly waves: readonly PlanWave[];
  /** Every package that any lane uses, once. */
  readonly packages: readonly PlanPackage[];
  readonly feeds: readonly PlanFeed[];
  readonly freezes: readonly PlanFreeze[];
  /** Modules with step kinds of the workspace's own. */
  readonly stepKinds: readonly string[];
}

export interface PlanWave {
  readonly name: string;
  readonly approve: boolean;
  readonly soakSeconds: number;
  /** Deployments at once; 0 leaves it to the runner's limit. */
  readonly concurrency: number;
  /** Tenants that may fail; one more stops the wave. */
  readonly failuresAllowed: number;
  /** Lane indexes: `once: before` lanes, then tenants, then `once: after` lanes. */
  readonly before: readonly number[];
  readonly lanes: readonly number[];
  readonly after: readonly number[];
}

export interface PlanPackage {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly feed: string;
}

export interface PlanFeed {
  readonly name: string;
  readonly type: string;
  readonly settings: JsonMap;
}

/** A freeze in absolute time, already worked out from local time: from `start` on, before `end` (ms since 1970). */
export interface PlanFreeze {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Indexes of the lanes it concerns. */
  readonly lanes: readonly number[];
}

/** The process of a project with its chained projects expanded under the path of the chain step. */
export interface PlanProcess {
  readonly project: string;
  readonly digest: string;
  readonly steps: readonly PlanStep[];
}

export interface PlanStep {
  /** `database`, or `web/database` inside the chain step `web`. */
  readonly path: string;
  /** Last segment of the path: what `step.id` says in a template. */
  readonly id: string;
  readonly name: string;
  /** The project that the step is written in. */
  readonly project: string;
  readonly kind: string;
  /** Inputs of the kind as written: strings are templates. */
  readonly with: JsonMap;
  /** Indexes of the steps it waits for. */
  readonly needs: readonly number[];
  readonly run: 'success' | 'failure' | 'always';
  /** Only a condition that could not be decided before the run, for any lane. */
  readonly when?: string;
  readonly timeoutSeconds: number;
  readonly retry: { readonly attempts: number; readonly backoffSeconds: number };
  readonly idempotent: boolean;
  readonly rollingWindow: number;
  /** Path of the group that rolls, and is skipped, as a unit. */
  readonly group?: string;
  /** Set on a chain step, which joins its children: it ends when all of them did. */
  readonly chain?: PlanChain;
}

export interface PlanChain {
  readonly project: string;
  readonly barrier: 'tenant' | 'wave' | 'release';
  /** Indexes of the steps it joins. */
  readonly children: readonly number[];
}

/**
 * `tenant`: a deployment of one tenant, or of an untenanted project. `once`: a step that runs once for a wave.
 * `shared`: an untenanted project chained by tenants; starts when the first of them reaches it.
 */
export type LaneKind = 'tenant' | 'once' | 'shared';

export interface PlanLane {
  /** `st-marys@prod/etl`; untenanted `@prod/etl`; once per wave `+canary@prod/etl`. Unique in the plan. */
  readonly address: string;
  readonly kind: LaneKind;
  /** Null for an untenanted deployment and for a step that runs once. */
  readonly tenant: PlanTenant | null;
  readonly environment: string;
  readonly project: string;
  /** Index into `processes`. */
  readonly process: number;
  /** Version that is there now, as far as the state store knows, and the one that will be. */
  readonly from: string | null;
  readonly to: string;
  /** The newest deployment there, when it did not succeed. Then `from` is what was there before it. */
  readonly attempted?: PlanAttempted;
  /** Version of each project this lane deploys, its own included. */
  readonly versions: { readonly [project: string]: string };
  readonly namespace?: string;
  readonly targets: readonly PlanTarget[];
  /** By step index: why the step has no node in this lane. */
  readonly pruned: { readonly [step: number]: string };
  /** By step index: indexes into `targets`. Absent: the step runs where `release` runs. */
  readonly placement: { readonly [step: number]: readonly number[] };
  /** By step index: index into the header's `packages`. */
  readonly packages: { readonly [step: number]: number };
  /** By step index: the shared lane this chain step waits for instead of children of its own. */
  readonly joins: { readonly [step: number]: number };
  /** By path of the chain step around them (empty at the top): the values that steps see. */
  readonly values: { readonly [around: string]: PlanValues };
  /** By `step` or `step#target` (indexes): values that differ there from the project's. */
  readonly overrides: { readonly [place: string]: PlanValues };
  /** Lanes that must have succeeded first, by lifecycle: at least `minimum` of them. */
  readonly requires: readonly { readonly lanes: readonly number[]; readonly minimum: number }[];
  /** Locks to hold while anything of the lane runs, in the one global order. */
  readonly locks: readonly string[];
}

export interface PlanAttempted {
  readonly version: string;
  /** `running`: begun, and nobody has told how it ended. */
  readonly state: 'failed' | 'cancelled' | 'running';
}

export interface PlanTenant {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
}

export interface PlanTarget {
  readonly id: string;
  readonly type: string;
  readonly roles: readonly string[];
  readonly shared: boolean;
  readonly settings: JsonMap;
}

export interface PlanValues {
  readonly [name: string]: PlanValue;
}

export type PlanValue =
  | { readonly value: Json }
  | { readonly secret: SecretReference }
  /** Refers to a secret or to something only known while running. */
  | { readonly template: Json }
  /** In `overrides` only: the deployment has a value and this place has none. */
  | { readonly none: true };
