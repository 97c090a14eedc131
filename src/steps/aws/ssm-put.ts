import type { StepKind } from '../kind.ts';
import { durationSchema, textInput } from '../read-inputs.ts';
import { appendFence, undoFence } from './put-fence.ts';
import { putValue, undoPut } from './put-value.ts';
import { generationInputs } from './setting.ts';

/**
 * Writes a parameter: `set` (whatever was there), `create` (only if nothing was there), or `append` (the next name of a
 * log, which is how a deployment takes the fence of its namespace).
 */
export const ssmPut: StepKind = {
  info: {
    name: 'aws/ssm-put',
    package: 'none',
    undo: true,
    undoFailed: true,
    literal: [],
    outputs: ({ mode }) => (mode === 'append' ? ['name', 'fence', 'owner', 'generation'] : ['name', 'version']),
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: '^/?[A-Za-z0-9_.\\-/]+$', maxLength: 1011 },
        value: { description: 'Text, or data, which is written as JSON' },
        mode: { enum: ['set', 'create', 'append'], default: 'set' },
        type: { enum: ['String', 'SecureString'], default: 'String' },
        keyId: { type: 'string', minLength: 1, description: 'KMS key of a SecureString' },
        unchangedSince: {
          type: 'integer',
          minimum: 0,
          description:
            'Version that was read before: when it is another one now, somebody else has written, and it fails',
        },
        tombstone: {
          description: 'What an undo writes when there was nothing before; it deletes the parameter otherwise',
        },
        lease: { ...durationSchema, description: 'append: after so long another run may take over; 6h by default' },
        ...generationInputs,
      },
      if: { properties: { mode: { const: 'append' } }, required: ['mode'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { properties: { value: false } },
      else: { required: ['value'] },
    },
  },
  // Both look before they write, so they may be performed again at any time.
  observe: async () => ({ kind: 'running' }),
  run: (context, signal) =>
    textInput(context.inputs, 'mode') === 'append' ? appendFence(context, signal) : putValue(context, signal),
  undo: (context, signal) =>
    textInput(context.inputs, 'mode') === 'append' ? undoFence(context, signal) : undoPut(context, signal),
};
