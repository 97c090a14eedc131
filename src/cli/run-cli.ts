import { resolve } from 'node:path';
import { didYouMean } from '../diagnostics/suggest.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import type { Command, CommandEntry } from './command.ts';
import { commandEntries } from './commands/index.ts';
import type { CompletedCommand } from './completion/spec.ts';
import type { CommandContext } from './context.ts';
import { reportCrash } from './crash-report.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { failure, failures } from './failure.ts';
import { type FoundCommand, findCommand } from './find-command.ts';
import { overview } from './overview.ts';
import { allOptions, parseArguments } from './parse-arguments.ts';
import type { ParsedArguments } from './parsed-arguments.ts';
import { createPrinter } from './printer.ts';
import type { Surroundings } from './surroundings.ts';
import { systemDiagnostic } from './system-error.ts';

/** The whole program: arguments in, exit code out. Never throws and never shows a stack trace. */
export async function runCli(surroundings: Surroundings): Promise<ExitCode> {
  try {
    return await answer(surroundings);
  } catch (error) {
    reportCrash(error, surroundings, surroundings.directory);
    return exitCode.usage;
  }
}

async function answer(surroundings: Surroundings): Promise<ExitCode> {
  const found = findCommand(surroundings.arguments);
  const entry = entryFor(found.words);
  if (entry === undefined) return withoutCommand(surroundings, found);
  const command = await entry.load();
  const words = entry.name.split(' ').length;
  const rest = found.without[words === 2 ? 1 : 0];
  const parsed = parseArguments(command, rest);
  switch (parsed.kind) {
    case 'help':
      surroundings.stdout.write(parsed.text);
      return exitCode.done;
    case 'failed':
      return printerFor(surroundings, found.output ?? 'text', false).fail(parsed);
    case 'parsed':
      return perform(command, parsed.args, surroundings);
    default:
      return parsed satisfies never;
  }
}

/** The command that one or two words name. `help <command>` is asked for with `--help`. */
function entryFor([first = '', second = '']: readonly string[]): CommandEntry | undefined {
  return (
    commandEntries.find(({ name }) => name === `${first} ${second}`) ??
    commandEntries.find(({ name }) => name === first)
  );
}

async function perform(command: Command, args: ParsedArguments, surroundings: Surroundings): Promise<ExitCode> {
  const output = args.text('output') ?? command.outputs[0] ?? 'text';
  const print = printerFor(surroundings, output, args.negated('color'));
  const directory = resolve(surroundings.directory, args.text('directory') ?? '.');
  const context: CommandContext = { surroundings, print, directory, output, knownCommands };
  if (!isFolder(directory)) {
    return print.fail(failure('REL3008', `The folder ${directory} does not exist`, 'check what follows -C'));
  }
  try {
    return await command.run(context, args);
  } catch (error) {
    const refusal = systemDiagnostic(error);
    if (refusal !== undefined) return print.fail(failures([refusal]));
    reportCrash(error, surroundings, directory);
    return exitCode.usage;
  }
}

function withoutCommand(surroundings: Surroundings, { words, help, output }: FoundCommand): ExitCode {
  const [first, second] = words;
  if (first === undefined || first === 'help') {
    surroundings[help || first === 'help' ? 'stdout' : 'stderr'].write(overview(commandEntries));
    return help || first === 'help' ? exitCode.done : exitCode.usage;
  }
  const group = commandEntries.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  const typed = group.length > 0 && second !== undefined ? `${first} ${second}` : first;
  const names = group.length > 0 ? group : commandEntries.map(({ name }) => name);
  const many = group.length > 0 ? `use one of: ${group.map((name) => `release ${name}`).join(', ')}` : undefined;
  const wrong = failure(
    'REL3001',
    `There is no command "${typed}"`,
    didYouMean(typed, names) ?? many ?? 'see release --help',
  );
  if (help && group.length > 0) {
    surroundings.stdout.write(overview(commandEntries.filter(({ name }) => group.includes(name))));
    return exitCode.done;
  }
  return printerFor(surroundings, output ?? 'text', surroundings.arguments.includes('--no-color')).fail(wrong);
}

async function knownCommands(): Promise<readonly CompletedCommand[]> {
  const commands = await Promise.all(commandEntries.map(({ load }) => load()));
  return commands.map((command) => {
    const { name, summary, arguments: places } = command;
    const help = { flags: '-h, --help', description: 'show its help' };
    return { name, summary, arguments: places, options: [...allOptions(command), help] };
  });
}

function printerFor(surroundings: Surroundings, output: string, noColour: boolean) {
  return createPrinter({ surroundings, output, noColour });
}

function isFolder(path: string): boolean {
  try {
    return diskFiles.kindOf(path) === 'folder';
  } catch {
    return false;
  }
}
