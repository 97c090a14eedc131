import { readSurely } from '../../aws/parameters.ts';
import type { Json } from '../../util/json.ts';
import { failed, neverStarted, type StepKind } from '../kind.ts';
import { textInput } from '../read-inputs.ts';
import { perform } from './perform.ts';
import { accountOf, placeInput } from './setting.ts';

/** Reads a parameter that is no secret: what it holds is written to the journal. */
export const ssmGet: StepKind = {
  info: {
    name: 'aws/ssm-get',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => ['value', 'version', 'exists'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1 },
        json: { type: 'boolean', default: false, description: 'The value is JSON, and its parts can be used' },
        optional: { type: 'boolean', default: false, description: 'Missing is no failure: the version is 0 then' },
        ...placeInput,
      },
    },
  },
  observe: neverStarted,
  run: (context, signal) =>
    perform(async () => {
      const { inputs } = context;
      const name = textInput(inputs, 'name') ?? '';
      const found = await readSurely(accountOf(context), name, signal);
      if (found === undefined) {
        if (inputs.optional === true) return { kind: 'succeeded', outputs: { value: null, version: 0, exists: false } };
        return failed(`there is no parameter ${name}`);
      }
      if (found.type === 'SecureString') {
        return failed(`${name} is a secret; use it as { secret: { ssm: "${name}" } }, which no journal ever shows`);
      }
      const value = inputs.json === true ? parsed(found.value) : found.value;
      if (value === undefined) return failed(`the value of ${name} is not JSON`);
      return { kind: 'succeeded', outputs: { value, version: found.version, exists: true } };
    }),
};

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
