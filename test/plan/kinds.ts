import type { StepKindCatalog, StepKindInfo } from '../../src/plan/step-kind.ts';

function kind(name: string, rest: Partial<StepKindInfo> = {}): StepKindInfo {
  return {
    name,
    inputs: { type: 'object' },
    outputs: () => [],
    package: 'none',
    undo: false,
    usesAllValues: () => false,
    literal: [],
    ...rest,
  };
}

/** Kinds as the compiler sees them, so that its tests need no adapter. */
export const kinds: StepKindCatalog = new Map(
  [
    kind('script', {
      inputs: { type: 'object', properties: { run: { type: 'string' } }, required: ['run'] },
      literal: ['run'],
      offline: true,
      inline: { file: 'file', text: 'run' },
      outputs: (inputs) => (Array.isArray(inputs.outputs) ? inputs.outputs.map(String) : []),
    }),
    kind('package', {
      package: 'required',
      undo: true,
      offline: true,
      usesAllValues: (inputs) => inputs.substitute !== undefined,
    }),
    kind('chain'),
    kind('shell', { inputs: { type: 'object', properties: { name: { type: 'string', enum: ['sh', 'bash'] } } } }),
    kind('approval'),
    kind('note', {
      inputs: {
        type: 'object',
        properties: { message: { type: 'string' } },
        required: ['message'],
        additionalProperties: false,
      },
    }),
  ].map((info) => [info.name, info]),
);
