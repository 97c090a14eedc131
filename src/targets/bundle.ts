import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { InstallRequest } from './package-store.ts';

/**
 * What a site without a connection gets: consecutive steps for one target. Texts may hold marks (`drop/marks.ts`) where
 * only the site knows what stands there.
 */
export interface Bundle {
  /** Unique for ever: letters, digits and `._@+-`. */
  readonly id: string;
  /** Of the folder that is written, below the folder of the run. */
  readonly name: string;
  readonly run: string;
  readonly release: string;
  readonly project: string;
  readonly version: string;
  readonly tenant: string;
  readonly environment: string;
  readonly target: string;
  /** Id of the bundle that has to be applied before it. */
  readonly after?: string;
  /** Something failed before: only steps that ask for that are in it. */
  readonly failed: boolean;
  readonly steps: readonly BundleStep[];
}

export interface BundleStep {
  /** Address of the node. */
  readonly node: string;
  /** Path of the step. */
  readonly path: string;
  readonly run: 'success' | 'failure' | 'always';
  readonly attempts: number;
  readonly backoffSeconds: number;
  readonly idempotent: boolean;
  readonly action: BundleAction;
  /** Secrets that the step knows, in clear: they go into the encrypted part alone, and its variables with them. */
  readonly secrets: readonly string[];
}

/** What a kind of step does at the site. */
export type BundleAction = BundleScript | BundlePackage;

interface Common {
  readonly env: Readonly<Record<string, string>>;
  /** Names of the outputs that the receipt brings back. */
  readonly outputs: readonly string[];
}

export interface BundleScript extends Common {
  readonly kind: 'script';
  /** One of `interpreters`. */
  readonly interpreter: string;
  readonly script: string;
  readonly workingDirectory?: string;
}

export interface BundlePackage extends Common {
  readonly kind: 'package';
  readonly request: InstallRequest;
  /** How many versions stay at the site. */
  readonly keep: number;
}

export type WrittenBundle =
  /** `path`: its folder; the archive stands beside it. `digest`: sha256 of its manifest. */
  | { readonly kind: 'written'; readonly path: string; readonly digest: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** A target that performs nothing: it takes steps as data, to be applied where it cannot reach. */
export interface BundleWriter {
  /** What later steps wait for. */
  readonly awaits: 'written' | 'applied';
  /** There whole or not at all; the same bundle again leads to the same bytes. */
  write(bundle: Bundle): Promise<WrittenBundle>;
}
