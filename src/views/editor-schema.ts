import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { Json, JsonMap } from '../util/json.ts';

/**
 * The schema of a project, with what each step kind takes under `with`: so that editors complete and explain those keys
 * too, of a workspace's own kinds as well. Values may be templates, so nothing is said about what they have to be.
 */
export function withStepKinds(schema: JsonMap, kinds: StepKindCatalog): JsonMap {
  const definitions = mapIn(schema.definitions);
  const step = mapIn(definitions.step);
  const properties = mapIn(step.properties);
  const uses = { ...mapIn(properties.uses), examples: [...kinds.keys()] };
  const allOf = [...kinds.values()].map(({ name, inputs }) => ({
    if: { properties: { uses: { const: name } }, required: ['uses'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { with: { ...outline(inputs), ...requiredIn(inputs) } } },
  }));
  return { ...schema, definitions: { ...definitions, step: { ...step, properties: { ...properties, uses }, allOf } } };
}

/** Which keys there are, and what they mean. */
function outline(schema: JsonMap): JsonMap {
  const properties = Object.entries(mapIn(schema.properties)).map(([key, inner]) => [key, outline(mapIn(inner))]);
  const { description, additionalProperties, items, default: usual } = schema;
  const examples = Array.isArray(schema.enum) ? schema.enum : schema.examples;
  return {
    ...(description !== undefined && { description }),
    ...(usual !== undefined && { default: usual }),
    ...(Array.isArray(examples) && { examples }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(additionalProperties === false && { additionalProperties }),
    ...(items !== undefined && { items: outline(mapIn(items)) }),
  };
}

function requiredIn({ required }: JsonMap): JsonMap {
  return Array.isArray(required) ? { required } : {};
}

function mapIn(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {};
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
