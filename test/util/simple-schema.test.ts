import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInStepKinds } from '../../src/steps/index.ts';
import type { Json } from '../../src/util/json.ts';
import { simpleSchema } from '../../src/util/simple-schema.ts';

/** Whoever asks `simpleSchema` believes its yes, and under `not` and `if` its no as well: both must be Ajv's. */
const words = [
  '{"if":{"not":{"required":["file"]}},"then":{"required":["run"]},"else":{"not":{"required":["run"]}}}',
  '{"if":{"type":"string"},"then":{"minLength":2}}',
  '{"if":{"type":"string"},"else":{"type":"integer"}}',
  '{"then":{"type":"string"}}',
  '{"not":{"type":["string","null"]}}',
  '{"not":{"uniqueItems":true,"items":{"type":"string"}}}',
  '{"type":"array","uniqueItems":true,"items":{"type":"string","pattern":"^[a-c]"}}',
  '{"type":"array","uniqueItems":false,"items":{"enum":["a",1,null]}}',
  '{"required":["run"],"properties":{"run":true,"file":false},"items":false}',
];
const kinds = [...builtInStepKinds.values()].map(({ info }) => JSON.stringify(info.inputs));

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('a', 'b', 'sh', 'bash', '', 'run', null, true, 0, 1, 1.5),
  fc.string(),
);
const key = fc.oneof(fc.constantFrom('run', 'file', 'shell', 'env', 'outputs', 'interpolate'), fc.string());
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('the quick check of simple schemas', () => {
  it.each([...kinds, ...words])('agrees with Ajv: %s', (text) => {
    const schema = JSON.parse(text);
    const fits = simpleSchema(schema);
    const validate = new Ajv({ strict: false }).compile(schema);
    fc.assert(
      fc.property(json, (value) => fits?.(value) === validate(value)),
      { numRuns: 300 },
    );
  });

  it('knows the inputs of every kind that is built in, so that none of them loads Ajv', () => {
    expect(kinds.filter((schema) => simpleSchema(JSON.parse(schema)) === undefined)).toEqual([]);
  });

  it('knows the steps that run scripts, which most steps are', () => {
    const script = builtInStepKinds.get('script');
    expect(simpleSchema(script?.info.inputs ?? {})?.({ shell: 'sh', run: 'true' })).toBe(true);
  });

  it('leaves alone what it would have to compare in depth', () => {
    expect(simpleSchema({ uniqueItems: true })).toBeUndefined();
    expect(simpleSchema({ uniqueItems: true, items: { type: 'object' } })).toBeUndefined();
    expect(simpleSchema({ if: { format: 'uri' } })).toBeUndefined();
  });
});
