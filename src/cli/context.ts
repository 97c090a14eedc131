import type { CompletedCommand } from './completion/spec.ts';
import type { Printer } from './printer.ts';
import type { Surroundings } from './surroundings.ts';

/** What every command gets. What only some need (workspace, store, feeds) is opened by `open-*.ts`. */
export interface CommandContext {
  readonly surroundings: Surroundings;
  readonly print: Printer;
  /** Absolute path of the folder the command works in: that of the process, or what `-C` names. */
  readonly directory: string;
  /** What `--output` says, or the command's default. */
  readonly output: string;
  /** Every command with its options, for completion: loads them all. */
  readonly knownCommands: () => Promise<readonly CompletedCommand[]>;
}
