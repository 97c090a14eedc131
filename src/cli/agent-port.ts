import type { AgentsConfig } from '../config/model.ts';
import type { OptionSpec } from './command.ts';
import { type Failure, failure } from './failure.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

export const agentPortOption: OptionSpec = {
  flags: '--agent-port <port>',
  description: 'port where polling agents dial in, or host:port, instead of that of agents.listen',
};

/** `8123`, on the address of `agents.listen` where there is one, or `host:8123`. */
export function withAgentPort<T extends { readonly agents: AgentsConfig }>(
  config: T,
  args: ParsedArguments,
): T | Failure {
  const text = args.text('agent-port');
  if (text === undefined) return config;
  const port = Number(/(?:^|:)(\d+)$/.exec(text)?.[1]);
  if (!(port >= 1 && port <= 65_535)) return failure('REL3005', `"${text}" is not a port`, 'write --agent-port 4711');
  const host = config.agents.listen?.replace(/:\d+$/, '') ?? '0.0.0.0';
  const listen = /^\d+$/.test(text) ? `${host}:${text}` : text;
  return { ...config, agents: { ...config.agents, listen } };
}
