import { errored, neverStarted, type StepKind } from './kind.ts';

/** Waits for a person. The run itself decides about it, so nothing is ever performed here. */
export const approval: StepKind = {
  info: {
    name: 'approval',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => [],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        message: { type: 'string', minLength: 1, description: 'What the person is asked' },
        approvers: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          description: 'Who may answer: names of users, as their system knows those who run release; anyone by default',
        },
      },
    },
  },
  observe: neverStarted,
  run: async () => errored('an approval is decided by the run, not performed'),
};
