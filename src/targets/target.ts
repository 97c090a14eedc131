import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { BundleWriter } from './bundle.ts';
import type { PackageStore } from './package-store.ts';

/** What may run a script. `sh` is the target's own POSIX shell; `python` is `python3`, else `python`. */
export const interpreters = ['sh', 'bash', 'pwsh', 'node', 'python'] as const;
export type Interpreter = (typeof interpreters)[number];

/**
 * One script to run. The caller picks `ticket` (`<run>/<name>`, see `checkTicket`) and makes its intent durable first.
 * There is no timeout here: one owner of deadlines, the caller, who calls `cancel`.
 */
export interface ScriptRequest {
  readonly ticket: string;
  readonly interpreter: Interpreter;
  /** Fixed text; data reaches it through `env` only. */
  readonly script: string;
  /** Added to the target's own environment. May hold secrets: an implementation keeps it off argv and off the disk. */
  readonly env: Readonly<Record<string, string>>;
  /** What the script gets to know and nobody may read: an implementation masks it before output or outputs are stored. */
  readonly secrets?: readonly string[];
  /** The text of the script holds a secret: it stays off the disk too. */
  readonly secretScript?: boolean;
  /** Absolute, or relative to the target's default folder. A missing folder ends the script with exit code 125. */
  readonly workingDirectory?: string;
}

/** `accepted` also when the ticket was started before, by us or by a process that is gone: it runs once. */
export type StartResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** What a script wrote to `$RELEASE_OUTPUT`; `diagnostics` are warnings about lines that were left out. */
export interface ScriptOutputs {
  readonly values: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What is known of a ticket. `never-started` and `lost` are never guesses: the first is proven, the second says that
 * the script was (or may have been) started and that no exit code can come any more.
 * An exit code of 128 + n where n is a signal reads as `killed`, as every shell reports it. A script that itself exits with
 * such a code looks the same. `silent`: its log is known to be empty, so that nobody need look.
 */
export type TicketStatus =
  | { readonly kind: 'never-started' }
  | { readonly kind: 'running' }
  | EndedTicket
  | { readonly kind: 'lost' };

export type EndedTicket = { readonly exitCode: number; readonly outputs: ScriptOutputs; readonly silent?: boolean } & (
  | { readonly kind: 'exited' }
  | { readonly kind: 'killed'; readonly signal: string }
);

export interface LogChunk {
  readonly bytes: Uint8Array;
  /** Byte offset after `bytes`: hand it in again to go on without gap or repetition. */
  readonly cursor: number;
}

export interface Capabilities {
  readonly interpreters: readonly Interpreter[];
}

/**
 * A machine that runs scripts which survive us, and holds packages. Everything is found again by ticket alone,
 * from any later process. I/O errors throw; a malformed ticket throws RangeError, because callers make tickets.
 * A machine that cannot be asked throws TargetAway.
 */
export interface Target {
  /** Starts the script unless its ticket was started before, in any process. Returns once it is handed over. */
  start(request: ScriptRequest): Promise<StartResult>;
  /** `abort` ends the patience with a machine that is away. */
  status(ticket: string, abort?: AbortSignal): Promise<TicketStatus>;
  /** Resolves when the ticket is no longer running; when `abort` fires first, with the status of that moment. */
  wait(ticket: string, abort: AbortSignal): Promise<TicketStatus>;
  /** Stdout and stderr in the order written, from byte `cursor` on, at most 256 KiB; empty when there is no more yet. */
  readLog(ticket: string, cursor: number): Promise<LogChunk>;
  /** TERM to the script and all its descendants in its process group, KILL after `graceMs`. Returns the final status. */
  cancel(ticket: string, graceMs: number): Promise<TicketStatus>;
  /** Forgets the ticket and deletes its files. Only once the outcome is durable elsewhere: the ticket could start anew. Throws while it runs. */
  complete(ticket: string): Promise<void>;
  /** Deletes all tickets of a run, once its outcomes are durable. False when one still runs: then all stay. */
  forget?(run: string): Promise<boolean>;
  capabilities(): Promise<Capabilities>;
  /** What would keep scripts and packages from it now, for a person who looks. Absent where nothing can be asked. */
  check?(): Promise<Diagnostic | undefined>;
  readonly packages: PackageStore;
  /** Set where nothing can run: steps are handed over as bundles, and `start` refuses. */
  readonly bundles?: BundleWriter;
  /** Whether its machine can be asked now. Absent where it always can. Whoever asks has it looked for from then on. */
  readonly isThere?: () => boolean;
  /** Whether it was there at any moment since this process began to ask. */
  readonly wasThere?: () => boolean;
  /** Lets go of helpers. Running scripts go on. */
  close(): void;
}
