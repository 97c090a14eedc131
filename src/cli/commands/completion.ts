import type { Command } from '../command.ts';
import { completionScript, shells } from '../completion/scripts.ts';
import { exitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';

export const completion: Command = {
  name: 'completion',
  summary: 'print a completion script for a shell',
  arguments: [{ usage: '<shell>', description: shells.join(', ') }],
  options: [],
  outputs: ['text', 'json'],
  example: 'source <(release completion bash)',
  run: async ({ print, output, knownCommands }, args) => {
    const shell = shells.find((known) => known === args.at(0));
    if (shell === undefined) {
      return print.fail(
        failure('REL3005', `There is no completion for "${args.at(0)}"`, `use one of: ${shells.join(', ')}`),
      );
    }
    const script = completionScript(shell, await knownCommands());
    if (output === 'json') print.json({ shell, script });
    else print.data(script);
    return exitCode.done;
  },
};
