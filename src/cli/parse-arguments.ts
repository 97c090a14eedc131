import { Command as Commander, CommanderError, Option } from 'commander';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Command, OptionSpec } from './command.ts';
import { type Failure, failure } from './failure.ts';
import { type ParsedArguments, parsedArguments } from './parsed-arguments.ts';

export type ParseResult =
  | { readonly kind: 'parsed'; readonly args: ParsedArguments }
  | { readonly kind: 'help'; readonly text: string }
  | Failure;

/** Reads what was typed after the command's name. */
export function parseArguments(command: Command, typed: readonly string[]): ParseResult {
  const parser = parserOf(command);
  try {
    parser.parse([...typed], { from: 'user' });
    return { kind: 'parsed', args: parsedArguments(parser.args, parser.opts()) };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { kind: 'help', text: helpOf(command, parser) };
    return usageFailure(command, parser, error, typed);
  }
}

/** The help of a command as text. */
function helpOf(command: Command, parser: Commander): string {
  return `${parser.helpInformation()}\nExample:\n${command.example.replace(/^/gm, '  ')}\n`;
}

function parserOf(command: Command): Commander {
  const parser = new Commander(`release ${command.name}`)
    .description(command.summary)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .allowExcessArguments(false)
    .helpOption('-h, --help', 'show this help');
  for (const { usage, description } of command.arguments) parser.argument(usage, description);
  for (const option of allOptions(command)) parser.addOption(toOption(option));
  return parser;
}

/** The command's own options, then those that every command has. */
export function allOptions(command: Command): readonly OptionSpec[] {
  const [usual = 'text'] = command.outputs;
  return [
    ...command.options,
    { flags: '-C, --directory <folder>', description: 'work in this folder' },
    { flags: '--output <format>', description: `how to answer (usually ${usual})`, choices: command.outputs },
    { flags: '--no-color', description: 'no colours' },
  ];
}

function toOption({ flags, description, choices, many }: OptionSpec): Option {
  const option = new Option(flags, description);
  if (choices !== undefined) option.choices([...choices]);
  if (many === undefined) return option;
  return option.argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...(many === 'separated' ? text.split(',') : [text]),
  ]);
}

function usageFailure(command: Command, parser: Commander, error: CommanderError, typed: readonly string[]): Failure {
  const help = `see release ${command.name} --help`;
  const usage = `usage: ${usageOf(command)}`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const option = typed.find((text) => error.message.includes(`'${text.split('=')[0]}'`))?.split('=')[0] ?? '';
      const known = parser.options.flatMap(({ long, short }) => [long, short].flatMap((name) => name ?? []));
      const summary = `The option ${option} is not known to release ${command.name}`;
      return failure('REL3002', summary, didYouMean(option, known) ?? help);
    }
    case 'commander.missingArgument':
      return failure('REL3003', `The argument <${quotedIn(error)}> is missing`, usage);
    case 'commander.excessArguments':
      return failure('REL3004', `Too much was typed after release ${command.name}`, usage);
    case 'commander.invalidArgument':
      return wrongChoice(command, error, help);
    case 'commander.optionMissingArgument':
      return failure('REL3005', `The option ${quotedIn(error)} needs a value`, help);
    default:
      return failure('REL3005', sentence(error.message), help);
  }
}

/** A value that is none of the few that an option may have. */
function wrongChoice(command: Command, { message }: CommanderError, help: string): Failure {
  const [, flags = '', given = ''] = /'([^']+)' argument '([\s\S]*)' is invalid/.exec(message) ?? [];
  const choices = allOptions(command).find((option) => option.flags === flags)?.choices ?? [];
  const summary = `"${given}" is no value for ${/--[a-z-]+/.exec(flags)?.[0] ?? flags}`;
  return failure('REL3005', summary, choices.length === 0 ? help : `use one of: ${choices.join(', ')}`);
}

/** What Commander puts in quotes. */
function quotedIn({ message }: CommanderError): string {
  return /'([^']*)'/.exec(message)?.[1] ?? '';
}

function usageOf(command: Command): string {
  return ['release', command.name, ...command.arguments.map(({ usage }) => usage), '[options]'].join(' ');
}

/** Commander's message as a sentence of ours. */
function sentence(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\.$/, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
