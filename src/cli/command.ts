import type { CommandContext } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

export interface ArgumentSpec {
  /** As in usage: `<needed>`, `[optional]`, `[several...]`. */
  readonly usage: string;
  readonly description: string;
}

export interface OptionSpec {
  /** As commander reads them: `-y, --yes`, `--out <file>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** May be given several times; `separated`: or hold several values with commas between them. */
  readonly many?: 'repeated' | 'separated';
}

/** One command: what may be typed, and what it does. */
export interface Command {
  /** One or two words. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** What `--output` may be; the first is the default. */
  readonly outputs: readonly string[];
  /** Shown by `--help`; works when typed in a workspace. */
  readonly example: string;
  readonly run: (context: CommandContext, args: ParsedArguments) => Promise<ExitCode>;
}

/** What is known of a command before its file is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}
