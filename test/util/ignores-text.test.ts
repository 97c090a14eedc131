import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInStepKinds } from '../../src/steps/index.ts';
import { ignoresText } from '../../src/util/ignores-text.ts';
import type { Json } from '../../src/util/json.ts';

/** Whoever is told that a text does not matter never looks at it again: for no two texts may Ajv's verdicts differ. */
const words = [
  '{"properties":{"run":{"type":"string","minLength":2}}}',
  '{"properties":{"run":{"enum":["a","b"]},"file":{"type":"string"}},"additionalProperties":false}',
  '{"additionalProperties":{"pattern":"^[a-c]"},"properties":{"run":{"type":["string","null"]}}}',
  '{"if":{"properties":{"run":{"const":"a"}}},"then":{"required":["file"]}}',
  '{"not":{"properties":{"run":{"maxLength":1}}}}',
  '{"properties":{"env":{"type":"array","uniqueItems":true,"items":{"type":"string"}}}}',
  '{"properties":{"env":{"items":{"type":"string"},"maxItems":3},"run":{"items":{"const":"a"}}}}',
  '{"patternProperties":{"^r":{"const":"a"}}}',
  '{"anyOf":[{"required":["run"]},{"properties":{"file":{"const":"a"}}}]}',
];
const kinds = [...builtInStepKinds.values()].map(({ info }) => JSON.stringify(info.inputs));

const text = fc.oneof(fc.constantFrom('a', 'b', 'sh', 'bash', '', 'append'), fc.string());
const key = fc.constantFrom('run', 'file', 'shell', 'env', 'outputs', 'mode', 'kind', 'parameters', 'x');
const path = fc.array(fc.oneof(key, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 3 });

/** A list where the path has a number, else a map with another key beside it. */
function around(steps: readonly (string | number)[], inside: Json, beside: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return inside;
  const item = around(rest, inside, beside);
  if (typeof step === 'number') return step === 0 ? [item, beside] : [beside, item];
  return { shell: beside, [step]: item };
}

describe('a schema that ignores a text', () => {
  it.each([...kinds, ...words])('gives one verdict for all texts: %s', (written) => {
    const schema = JSON.parse(written);
    const validate = new Ajv({ strict: false }).compile(schema);
    fc.assert(
      fc.property(path, text, text, text, (steps, one, other, beside) => {
        if (!ignoresText(schema, steps.map(String))) return;
        expect(validate(around(steps, one, beside))).toBe(validate(around(steps, other, beside)));
      }),
      { numRuns: 500 },
    );
  });

  it('is the schema of scripts, for what scripts are given', () => {
    const schema = builtInStepKinds.get('script')?.info.inputs ?? false;
    expect(ignoresText(schema, ['env', 'SETTING'])).toBe(true);
    expect(ignoresText(schema, ['shell'])).toBe(false);
  });
});
