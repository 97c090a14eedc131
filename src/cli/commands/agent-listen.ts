import { folderOption, runnerOption } from '../agent-options.ts';
import type { Command } from '../command.ts';
import { failure } from '../failure.ts';
import { serveAgent } from '../serve-agent.ts';

export const agentListen: Command = {
  name: 'agent listen',
  summary: 'run steps on this machine for a runner that dials in',
  arguments: [],
  options: [
    { flags: '--port <port>', description: 'where it listens (usually 7433)' },
    { flags: '--host <address>', description: 'on which of its addresses (usually all)' },
    runnerOption,
    folderOption,
  ],
  outputs: ['text'],
  example: 'release agent listen --port 7433 --folder agent --runner $(release agent pair --runner)',
  run: async (context, args) => {
    const port = Number(args.text('port') ?? 7433);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      const summary = `"${args.text('port')}" is not a port`;
      return context.print.fail(failure('REL3005', summary, 'write --port 7433'));
    }
    const host = args.text('host') ?? '0.0.0.0';
    return serveAgent(context, args, undefined, async () => {
      const { serveListening } = await import('../../targets/agent/serve.ts');
      return (side, failed) =>
        serveListening(
          side,
          { host, port },
          (bound) => side.say(`listening on ${host}:${bound}`),
          (reason) =>
            failed(failure('REL3005', `Port ${port} cannot be opened: ${reason}`, 'pick another with --port')),
        );
    });
  },
};
