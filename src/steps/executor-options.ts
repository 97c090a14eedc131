import type { Aws } from '../aws/aws.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PackageCache } from '../feeds/cache.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Plan, PlanTarget } from '../plan/model.ts';
import type { Clock } from '../run/ports.ts';
import type { Masker } from '../secrets/masker.ts';
import type { SecretSource } from '../secrets/secret-source.ts';
import type { Target } from '../targets/target.ts';
import type { StepKinds } from './index.ts';
import type { Fetch } from './kind.ts';

export interface ExecutorOptions {
  readonly plan: Plan;
  readonly kinds: StepKinds;
  /** Undefined is the machine that runs `release`. Asked once for each target of the plan. */
  readonly targets: (target: PlanTarget | undefined) => Target | Diagnostic;
  /** By name, all that the plan uses. */
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly cache: PackageCache;
  readonly secrets: SecretSource;
  /** The one that `secrets` registers with. */
  readonly masker: Masker;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** For steps that need it. */
  readonly aws?: Aws;
  /** Absolute: for what is needed for a moment. Made when needed. */
  readonly scratch: string;
  /** What the script of an attempt gets besides its own variables, such as the trace it is part of, by ticket. */
  readonly environmentOf?: (ticket: string) => Readonly<Record<string, string>>;
  /** Gets what steps write, masked, in pieces. Absent: nobody listens, and logs stay on their targets. */
  readonly log?: (piece: StepLogPiece) => void;
  /** Resolves when what `log` was given so far is kept: an outcome never outlives a crash that its log did not. */
  readonly logged?: () => Promise<void>;
  /** Gets warnings, such as a secret in a file that others can read. */
  readonly warn?: (diagnostic: Diagnostic) => void;
  /** Gets what a person who watches may want to know, such as that a machine is away. */
  readonly notice?: (text: string) => void;
  /** Gets what was thrown and is no expected failure, for whoever hunts the bug. */
  readonly onBug?: (error: unknown, kind: string) => void;
}

export interface StepLogPiece {
  readonly lane: number;
  readonly node: number;
  readonly ticket: string;
  readonly text: string;
}
