import { errored, neverStarted, type StepKind } from './kind.ts';

/** Deploys another project. The compiler puts its steps into the plan; the run joins them, so nothing is performed here. */
export const chain: StepKind = {
  info: {
    name: 'chain',
    package: 'none',
    undo: false,
    literal: ['project', 'wait', 'barrier', 'deploy', 'variables'],
    outputs: () => [],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['project'],
      properties: {
        project: { type: 'string', minLength: 1, description: 'The project to deploy' },
        wait: { type: 'boolean', default: true, description: 'Whether later steps wait for its success' },
        barrier: { enum: ['tenant', 'wave', 'release'], default: 'tenant', description: 'Who waits for whom' },
        deploy: {
          enum: ['always', 'if-different', 'if-newer'],
          default: 'always',
          description: 'Compared with what is there',
        },
        variables: { type: 'object', description: 'Values for the chained project' },
      },
    },
  },
  observe: neverStarted,
  run: async () => errored('a chain step is joined by the run, not performed'),
};
