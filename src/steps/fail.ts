import { failed, neverStarted, type StepKind } from './kind.ts';
import { textInput } from './read-inputs.ts';

/** Fails. With `when:` it is a guard: it stops a deployment that must not go on. */
export const fail: StepKind = {
  info: {
    name: 'fail',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => [],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['message'],
      properties: { message: { type: 'string', minLength: 1, description: 'Why it does not go on' } },
    },
  },
  observe: neverStarted,
  run: async ({ inputs }) => failed(textInput(inputs, 'message') ?? ''),
};
