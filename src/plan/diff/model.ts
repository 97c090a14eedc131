import type { Candidate } from '../../config/scope.ts';
import type { PlanStep, PlanTarget, PlanValue } from '../model.ts';

/** What a change of the workspace does to one release. */
export interface ReleaseDiff {
  readonly release: string;
  readonly file: string;
  /** `nobody-yet`: tenants and environments of the project where no release goes, as this release would do it there. */
  readonly reach: 'release' | 'nobody-yet';
  readonly state: 'added' | 'removed' | 'changed' | 'same';
  /** What concerns the release as a whole. */
  readonly settings: readonly SettingChange[];
  /** Changes that the very same deployments share, the largest groups first. */
  readonly groups: readonly ChangeGroup[];
  /** Deployments that are in it before or after, and those of them that anything changes for. */
  readonly deployments: { readonly all: number; readonly changed: number };
}

export interface SettingChange {
  /** In the words of the release file, such as `onFailure`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface ChangeGroup {
  /** Addresses, in start order. */
  readonly deployments: readonly string[];
  readonly changes: readonly Change[];
}

export type Change =
  | DeploymentChange
  | { readonly kind: 'version'; readonly project: string; readonly before: string; readonly after: string }
  | { readonly kind: 'wave'; readonly before: string; readonly after: string }
  | { readonly kind: 'namespace'; readonly before: string | null; readonly after: string | null }
  | TargetChange
  | ValueChange
  | PackageChange
  | StepChange;

export interface DeploymentChange {
  readonly kind: 'deployment';
  readonly what: 'added' | 'removed';
  readonly version: string;
}

/** A machine that steps run on is reached in another way, or is another one; its name is the same. */
export interface TargetChange {
  readonly kind: 'target';
  readonly target: string;
  readonly before: ReachedTarget;
  readonly after: ReachedTarget;
}

export type ReachedTarget = Pick<PlanTarget, 'type' | 'settings'>;

export interface ValueChange {
  readonly kind: 'value';
  readonly name: string;
  /** Projects that see the change. */
  readonly projects: readonly string[];
  /** Set when only a step, or a step on one target, sees it: `database` or `database on vm1`. */
  readonly place?: string;
  /** Absent when nothing gave a value. */
  readonly before?: GivenValue;
  readonly after?: GivenValue;
  readonly why: WhyChanged;
}

/** One side of a value. Never holds a secret, only where it is read. */
export interface GivenValue {
  /** As it comes out for the first of the deployments. */
  readonly value: PlanValue;
  /** The winner there; each deployment may have one of its own. */
  readonly winner: Candidate;
  /** How many different places the winners of all deployments stand in. */
  readonly places: number;
  /** True when it does not come out the same for all of them. */
  readonly varies: boolean;
}

export type WhyChanged =
  /** The same candidate won before and wins now; its text changed. */
  | { readonly kind: 'edited' }
  /** Nobody touched the candidate; these names that it refers to changed. */
  | { readonly kind: 'refers'; readonly names: readonly string[] }
  /** A new candidate wins over the one that won before: `reason` says why that loses. */
  | { readonly kind: 'outranked'; readonly reason: string }
  /** The candidate that won before is gone. */
  | { readonly kind: 'gone' }
  /** The candidate that won before is there, but is not meant for this place any more. */
  | { readonly kind: 'left'; readonly reason: string }
  /** There was no value before. */
  | { readonly kind: 'new' };

export interface PackageChange {
  readonly kind: 'package';
  /** Path of the step. */
  readonly step: string;
  /** As the step writes it, such as `Local.{{code}}`. */
  readonly id: string;
  /** As it is for the first of the deployments; absent when the step had, or has, no package there. */
  readonly before?: WantedPackage;
  readonly after?: WantedPackage;
}

export interface WantedPackage {
  readonly id: string;
  readonly feed: string;
  /** Version or range. */
  readonly wanted: string;
  /** What the lock says. */
  readonly locked?: string;
}

export type StepChange = { readonly kind: 'step'; readonly step: string } & StepFact;

export type StepFact =
  | { readonly what: 'added'; readonly uses: string; readonly after: readonly string[] }
  | { readonly what: 'removed'; readonly uses: string }
  /** `keys` are those of the project file. */
  | { readonly what: 'changed'; readonly keys: readonly string[]; readonly before: PlanStep; readonly after: PlanStep }
  /** It waits for other steps than before. */
  | { readonly what: 'reordered'; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly what: 'pruned'; readonly reason: string }
  /** It was pruned for this reason and takes part now. */
  | { readonly what: 'restored'; readonly reason: string }
  | { readonly what: 'moved'; readonly before: readonly string[]; readonly after: readonly string[] };
