import { expect, it } from 'vitest';
import { withAgentPort } from '../../src/cli/agent-port.ts';
import type { ParsedArguments } from '../../src/cli/parsed-arguments.ts';

const asked = (text: string) => ({ text: () => text }) as unknown as ParsedArguments;

it.each([
  { listen: '127.0.0.1:4711', text: '4712', wanted: '127.0.0.1:4712' },
  { listen: '[::1]:4711', text: '4712', wanted: '[::1]:4712' },
  { listen: '127.0.0.1:4711', text: '10.0.0.1:4712', wanted: '10.0.0.1:4712' },
  { listen: undefined, text: '4712', wanted: '0.0.0.0:4712' },
])('--agent-port $text opens $wanted where agents.listen is $listen', ({ listen, text, wanted }) => {
  const agents = { patienceSeconds: 30, ...(listen !== undefined && { listen }) };
  expect(withAgentPort({ agents }, asked(text))).toEqual({ agents: { patienceSeconds: 30, listen: wanted } });
});
