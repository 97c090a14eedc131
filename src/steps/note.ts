import { neverStarted, type StepKind } from './kind.ts';
import { textInput } from './read-inputs.ts';

/** Says something in the log, and to later steps as the output `message`. */
export const note: StepKind = {
  info: {
    name: 'note',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => ['message'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['message'],
      properties: { message: { type: ['string', 'number', 'boolean'], description: 'What to say' } },
    },
  },
  observe: neverStarted,
  run: async ({ inputs, log }) => {
    const message = textInput(inputs, 'message') ?? '';
    log?.(`${message}\n`);
    return { kind: 'succeeded', outputs: { message } };
  },
};
