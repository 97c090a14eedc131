import type { Aws } from '../aws/aws.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { StepKindInfo } from '../plan/step-kind.ts';
import type { AttemptOutcome } from '../run/events.ts';
import type { Clock, Observation } from '../run/ports.ts';
import type { BundleAction } from '../targets/bundle.ts';
import type { Target } from '../targets/target.ts';
import type { JsonMap } from '../util/json.ts';

/**
 * What one kind of step does. One file per kind and one line in index.ts.
 *
 * The host makes the intent of an attempt durable, then calls `run`. After a crash it calls `observe`, which looks and
 * never acts, and for `running` and `never-started` it calls `run` again with the same ticket: `run` must then go on
 * where the first one was, and do nothing twice.
 */
export interface StepKind {
  readonly info: StepKindInfo;
  observe(context: StepContext): Promise<Observation>;
  /** Performs the attempt to its end. When `signal` fires it stops what it started, and says how that ended. */
  run(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome>;
  /**
   * Ends an attempt that may have begun out of our sight, and begins nothing. Without it such an attempt is looked at, and
   * performed with a signal that has fired already when it runs.
   */
  stop?(context: StepContext): Promise<AttemptOutcome>;
  /** Takes back what a finished attempt did. Has a ticket of its own; may be asked twice. */
  undo?(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome>;
  /** What the step does at a site that nobody reaches, for kinds that say `offline`. Changes nothing anywhere. */
  stage?(context: StepContext, signal: AbortSignal): Promise<StageResult>;
}

export type StageResult =
  | { readonly ok: true; readonly action: BundleAction }
  | { readonly ok: false; readonly message: string };

/** All that a kind may know and use. Secrets are in clear in `inputs`, `secrets` and what `render` gives, nowhere else. */
export interface StepContext {
  /** `<run>/<name>`: names the attempt for ever. Names derived from it end in `.<word>`. */
  readonly ticket: string;
  /** Names the node in its run: the same for all attempts and for the undo. */
  readonly place: string;
  /** From 1 on. */
  readonly attempt: number;
  readonly facts: StepFacts;
  /** What a script gets besides its own variables, which win. */
  readonly environment: Readonly<Record<string, string>>;
  /** The inputs, rendered and checked against the schema of the kind. */
  readonly inputs: JsonMap;
  /** The inputs once more, when it is known where the package is on the target. */
  inputsWith(packagePath: string): InputsResult;
  readonly target: Target;
  /** Set when the step has a package. */
  readonly package?: StepPackage;
  /** Secrets that this step uses. */
  secrets(): readonly string[];
  /** Fills in a text of a package with the step's own names; reads the secrets it needs. */
  render(text: string): Promise<RenderedText>;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Absent where AWS is not set up. Nothing of its SDK is loaded before it is asked. */
  readonly aws?: Aws;
  /** Absolute: a folder for what is needed for a moment. May be missing. */
  readonly scratch: string;
  /** Undefined when nobody listens. Takes whole lines and parts of lines; they are masked on their way. */
  readonly log?: (text: string) => void;
  /** Takes out the secrets of the run. Outcomes and logs pass through it anyway. */
  mask(text: string): string;
}

/** Which step this is. `tenant` is null for what belongs to no tenant. */
export interface StepFacts {
  readonly run: string;
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  /** Path of the step, such as `web/database`. */
  readonly step: string;
  readonly release: string;
  /** Version of the release of the step's project. */
  readonly version: string;
  /** Id of the target; absent where `release` itself runs. */
  readonly target?: string;
  /** RFC 3339, one value for the whole run. */
  readonly timestamp: string;
  /** Absent where the workspace has no pattern for namespaces. */
  readonly namespace?: string;
}

export interface StepPackage {
  readonly id: string;
  readonly version: string;
  /** Of the package file, lower-case hexadecimal. */
  readonly sha256: string;
  /**
   * `registry.example.com/team/web@sha256:…`, when the package comes from an `oci` feed and is a container image: what to
   * give to a container platform, so that it runs exactly what the lock names. In templates it is `{{package.image}}`.
   */
  readonly image?: string;
  /** Gets the package file to this machine, verified; it is shared, so do not write to it. */
  file(signal: AbortSignal): Promise<PackageFile>;
}

export type PackageFile =
  /** `forget`: it turned out to be no archive that may be unpacked, so it is not kept. */
  | { readonly ok: true; readonly path: string; readonly forget: () => Promise<void> }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

export type InputsResult =
  | { readonly ok: true; readonly inputs: JsonMap }
  | { readonly ok: false; readonly message: string };

export type RenderedText =
  | { readonly ok: true; readonly text: string; readonly secret: boolean }
  /** `offset` counts UTF-16 units from the start of the text. */
  | { readonly ok: false; readonly message: string; readonly offset: number };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export function failed(message: string): AttemptOutcome {
  return { kind: 'failed', message };
}

export function errored(message: string): AttemptOutcome {
  return { kind: 'errored', message };
}

/** The first of some mistakes, as one line for an outcome. */
export function wordsOf(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  if (first === undefined) return 'something is wrong';
  return `${first.code} ${first.summary}${first.hint === undefined ? '' : ` (${first.hint})`}`;
}

/** An observation of a kind that changes nothing outside: it can simply run again. */
export async function neverStarted(): Promise<Observation> {
  return { kind: 'never-started' };
}
