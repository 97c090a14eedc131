import { readAddress } from '../../targets/agent/address.ts';
import { folderOption, runnerOption } from '../agent-options.ts';
import type { Command } from '../command.ts';
import { failure } from '../failure.ts';
import { serveAgent } from '../serve-agent.ts';

export const agentPoll: Command = {
  name: 'agent poll',
  summary: 'run steps on this machine for a runner that it dials: nothing has to be let in',
  arguments: [],
  options: [
    { flags: '--server <host:port>', description: 'where the runner listens: agents.listen of its workspace' },
    { flags: '--id <name>', description: 'what the agent calls itself, if the tenant file says so' },
    runnerOption,
    folderOption,
  ],
  outputs: ['text'],
  example: 'release agent poll --server localhost:4711 --folder agent --runner $(release agent pair --runner)',
  run: async (context, args) => {
    const text = args.text('server') ?? '';
    const address = readAddress(text);
    if (address === undefined) {
      const summary = text === '' ? 'It is not said where the runner listens' : `"${text}" is not host:port`;
      return context.print.fail(failure('REL3005', summary, 'write --server releases.example.com:4711'));
    }
    return serveAgent(context, args, args.text('id'), async () => {
      const { servePolling } = await import('../../targets/agent/serve.ts');
      return (side) => servePolling(side, address);
    });
  },
};
