import { describe, expect, it } from 'vitest';
import { generateFingerprint } from '../../scripts/generate-fingerprint.ts';
import { generateReference } from '../../scripts/generate-reference.ts';
import { generateTypes } from '../../scripts/generate-types.ts';
import { generateValidators } from '../../scripts/generate-validators.ts';
import { loadDefinitions, loadSchemas, type Schema } from '../../scripts/schemas.ts';
import { readEditorSchema } from '../../src/cli/read-editor-schema.ts';
import { builtInStepKinds, catalogOf } from '../../src/steps/index.ts';

/** `npm run generate` runs this file with `--update`, which writes what here is only compared. */
describe('what is generated from schema/', () => {
  const schemas = loadSchemas();

  for (const [kind, schema] of schemas) {
    it(`repeats the shared definitions in ${kind}.schema.json`, async () => {
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../schema/${kind}.schema.json`);
    });

    it(`has the types of ${kind}`, async () => {
      await expect(await generateTypes(schema)).toMatchFileSnapshot(`../../src/config/generated/${kind}.ts`);
    });
  }

  it('has the validators', async () => {
    await expect(generateValidators(schemas, loadDefinitions())).toMatchFileSnapshot(
      '../../src/config/generated/validators.ts',
    );
  });

  it('has the fingerprint of schemas and parser', async () => {
    await expect(generateFingerprint(schemas)).toMatchFileSnapshot('../../src/config/generated/fingerprint.ts');
  });

  it('has the reference', async () => {
    await expect(generateReference(schemas, loadDefinitions())).toMatchFileSnapshot('../../docs/reference.md');
  });

  it('has the schema of projects for editors, which know what each step kind takes', async () => {
    const schema = readEditorSchema('project', catalogOf(builtInStepKinds));
    await expect(schema).toMatchFileSnapshot('../../schema/editor/project.schema.json');
  });

  it('describes every key, for editors and the reference', () => {
    const silent = [...schemas].flatMap(([kind, schema]) => keysWithoutDescription(schema, kind));
    expect(silent).toEqual([]);
  });
});

function keysWithoutDescription(schema: Schema, path: string): readonly string[] {
  const inside = [...Object.entries(schema.properties ?? {}), ...Object.entries(schema.definitions ?? {})];
  return inside.flatMap(([key, inner]) => [
    ...(inner.description === undefined ? [`${path}.${key}`] : []),
    ...keysWithoutDescription(inner, `${path}.${key}`),
  ]);
}
