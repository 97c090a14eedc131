import { neverStarted, type StepKind } from './kind.ts';
import { durationInput, durationSchema } from './read-inputs.ts';

/** Lets time pass. After a crash it starts over, because nothing outside remembers when it began. */
export const wait: StepKind = {
  info: {
    name: 'wait',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => [],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['for'],
      properties: { for: { ...durationSchema, description: 'How long, such as 30s or 5m' } },
    },
  },
  observe: neverStarted,
  run: async ({ inputs, clock }, signal) => {
    await clock.sleepUntil(clock.now() + (durationInput(inputs, 'for') ?? 0), signal);
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'succeeded' };
  },
};
