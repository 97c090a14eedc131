import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Json } from '../util/json.ts';
import type { Timing } from './agent/timing.ts';
import type { SendSignal } from './local/cancel-group.ts';
import type { Target } from './target.ts';

/** One target as a plan holds it. */
export interface TargetSettings {
  readonly id: string;
  readonly type: string;
  /** The keys of that type, as written. */
  readonly settings: { readonly [key: string]: Json };
}

/** The program that takes secrets out of what a script writes before it gets to a disk (`mask-output.ts`). */
export interface MaskingProgram {
  /** What runs it, and its file; absolute. */
  readonly command: readonly string[];
  /** Its first line of input. */
  readonly orderLine: (order: {
    readonly mark: string;
    readonly secrets: readonly string[];
    readonly outputs: { readonly from: string; readonly nameless: boolean; readonly to: string };
    readonly remove: readonly string[];
  }) => string;
}

/** What the outside world gives to targets. */
export interface TargetContext {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Absolute: tickets, scripts, and packages of targets without a folder of their own. */
  readonly stateDirectory: string;
  /** What scripts on this machine inherit. */
  readonly environment: Readonly<Record<string, string>>;
  /** `process.kill` and `process.pid`, handed in by the composition root. */
  readonly sendSignal: SendSignal;
  readonly pid: number;
  readonly maskingProgram: MaskingProgram;
  /** Every way in which a secret may turn up in a text, for machines that do not have our masking program. */
  readonly secretForms: (secret: string) => Iterable<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Unpacks an archive safely to a folder that is not there yet; returns errors, which call it by its label. */
  readonly extract: (archiveFile: string, intoFolder: string, label: string) => Promise<readonly Diagnostic[]>;
  /** Absent where no bundles are written. */
  readonly drop?: DropContext;
  /** Absent where no agents are reached. */
  readonly agents?: AgentContext;
}

/** How agents are reached. */
export interface AgentContext {
  /** Absolute: our own key and certificate, made when missing. */
  readonly identityFile: string;
  /** Nothing is made: without a key of ours, the targets are a warning that says so. */
  readonly onlyLook?: boolean;
  /** Key and certificate as PEM, instead of the file. */
  readonly key: string | undefined;
  /** `host:port` that polling agents dial. */
  readonly listen: string | undefined;
  /** How long an agent may be away before its steps wait at a gate, in milliseconds. */
  readonly patience: number;
  /** Of this program. */
  readonly version: string;
  /** Tells a person. */
  readonly warn: (text: string) => void;
  readonly timing?: Timing;
}

/** What bundles for sites without a connection are made with. */
export interface DropContext {
  /** Absolute: keys, and what we remember of bundles. Owner-only. */
  readonly stateDirectory: string;
  /** A private Ed25519 key as PEM; without one, a key is made and kept in the state directory. */
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
  /** The programs that are in every bundle, by name. */
  readonly scripts: () => readonly (readonly [string, string])[];
}

/** Makes the targets of one type, which may share what they stand on. Undefined is the machine that runs `release`. */
export interface TargetMaker {
  make(target: TargetSettings | undefined): Target | Diagnostic;
  /** Lets go of helpers. Running scripts go on. */
  close(): void;
}
