import { type Identity, openIdentity, parseIdentity } from '../../targets/agent/identity.ts';
import { jsonText } from '../../views/json.ts';
import { agentFolder, agentIdentity, folderOption } from '../agent-options.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, failures, isFailure } from '../failure.ts';
import { stateFolder } from '../open-store.ts';
import { runnerIdentityFile } from '../open-targets.ts';
import { openConfig } from '../open-workspace.ts';

export const agentPair: Command = {
  name: 'agent pair',
  summary: 'print the fingerprint that the other side has to know this machine by',
  arguments: [],
  options: [
    { flags: '--runner', description: 'of the workspace, for its agents; without it, of this agent' },
    folderOption,
  ],
  outputs: ['text', 'json'],
  example: 'release agent pair --runner',
  run: async (context, args) => {
    const isRunner = args.flag('runner');
    const identity = isRunner ? await runnerIdentity(context) : agentIdentity(agentFolder(context, args));
    if (isFailure(identity)) return context.print.fail(identity);
    const { fingerprint } = identity;
    const role = isRunner ? 'runner' : 'agent';
    if (context.output === 'json') context.print.data(jsonText({ schemaVersion: 1, role, fingerprint }));
    else {
      context.print.data(`${fingerprint}\n`);
      context.print.note(
        isRunner
          ? 'give it to each agent: release agent listen|poll --runner …'
          : 'write it as `fingerprint` of the target in the file of the tenant',
      );
    }
    return exitCode.done;
  },
};

async function runnerIdentity(context: CommandContext): Promise<Identity | Failure> {
  const opened = await openConfig(context);
  if (isFailure(opened)) return opened;
  const key = context.surroundings.environment.RELEASE_AGENT_KEY;
  const file = runnerIdentityFile(stateFolder(opened.root, opened.config.state));
  const identity = key === undefined ? openIdentity(file) : parseIdentity(key, 'RELEASE_AGENT_KEY');
  return 'fingerprint' in identity ? identity : failures([identity]);
}
