import type { CommandContext } from './context.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

/** `--yes`, or the answer of a person. Without either this is only a look: nobody's release goes backwards by accident. */
export async function agreed(context: CommandContext, args: ParsedArguments, question: string): Promise<boolean> {
  if (args.flag('yes')) return true;
  const { ask } = context.surroundings;
  const answer = ask === undefined ? '' : await ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  context.print.note(`Nothing was started.${ask === undefined ? ' To do it, add --yes.' : ''}`);
  return false;
}
