import type { YamlMap } from '../../yaml/tree.ts';
import type { Step, StepChain } from '../model.ts';
import { decodeVariables } from './candidates.ts';
import { choiceOf, field, flagAt, locate, type Reading } from './reading.ts';

/** The inputs of a step that `uses: chain`; nothing for other kinds, and for a chain to nowhere. */
export function decodeChain(reading: Reading, inputs: YamlMap, kind: string, step: string): Pick<Step, 'chain'> {
  const project = kind === 'chain' ? locate(reading, field(inputs, 'project')) : undefined;
  if (project === undefined) return {};
  const home = { origin: { kind: 'chain', step }, narrow: (scope: object) => scope } as const;
  const chain: StepChain = {
    project,
    wait: flagAt(inputs, 'wait', true),
    barrier: choiceOf(field(inputs, 'barrier'), ['tenant', 'wave', 'release'], 'tenant'),
    deploy: choiceOf(field(inputs, 'deploy'), ['always', 'if-different', 'if-newer'], 'always'),
    variables: decodeVariables(reading, field(inputs, 'variables'), home),
  };
  return { chain };
}
