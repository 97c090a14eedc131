import type { DocumentKind } from '../src/config/schema/kind.ts';
import { definitionName, type Schema } from './schemas.ts';

type Definitions = Readonly<Record<string, Schema>>;

const intro = `<!-- Generated from schema/ by \`npm run generate\`. Do not edit. -->

# Reference of the YAML files

Keys in **bold** are required. Each kind of file has a JSON Schema under \`schema/\` for editors; start a file with
\`# yaml-language-server: $schema=…/schema/<kind>.schema.json\`.
`;

/** The keys of all kinds of files as Markdown tables: key, type, default, meaning. Shared parts stand at the end, once. */
export function generateReference(schemas: ReadonlyMap<DocumentKind, Schema>, shared: Definitions): string {
  const kinds = [...schemas.values()].map((schema) => kindSection(schema, shared));
  const parts = Object.entries(shared).flatMap(([name, definition]) => definitionSection(name, definition, shared));
  return `${[intro, ...kinds, '## Shared parts\n', ...parts].join('\n')}`;
}

function kindSection(schema: Schema, shared: Definitions): string {
  const definitions = { ...shared, ...schema.definitions };
  const own = Object.entries(schema.definitions ?? {}).filter(([name]) => shared[name] === undefined);
  const parts = own.flatMap(([name, definition]) => definitionSection(name, definition, definitions));
  return [`## ${inWords(schema.title ?? '')}\n`, `${schema.description}\n`, table(schema, definitions), ...parts].join(
    '\n',
  );
}

function definitionSection(name: string, definition: Schema, definitions: Definitions): readonly string[] {
  const heading = `### ${inWords(name)}\n`;
  const about = [definition.description, definition.patternErrorMessage].filter((text) => text !== undefined);
  const text = `${about.map((words) => sentence(String(words))).join(' ')}\n`;
  const isChoice = definition.oneOf !== undefined || definition.properties === undefined;
  const choices = (definition.oneOf ?? []).map((choice) => link(choice.$ref ?? ''));
  if (isChoice) return [heading, text, ...(choices.length > 0 ? [`One of: ${choices.join(', ')}.\n`] : [])];
  return [heading, text, table(definition, definitions)];
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return start.endsWith('.') ? start : `${start}.`;
}

function table(schema: Schema, definitions: Definitions): string {
  const head = ['| key | type | default | meaning |', '|---|---|---|---|'];
  return `${[...head, ...rows('', schema, definitions)].join('\n')}\n`;
}

/** A map that is written in place gets rows of its own, `outer.inner`. */
function rows(prefix: string, schema: Schema, definitions: Definitions): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const required = schema.required?.includes(key) ?? false;
    const name = required ? `**\`${prefix}${key}\`**` : `\`${prefix}${key}\``;
    const fallback = property.default === undefined ? '' : `\`${JSON.stringify(property.default)}\``;
    const meaning = [property.description, exampleOf(property)].filter((text) => text !== undefined).join(' ');
    const row = `| ${name} | ${typeOf(property)} | ${escaped(fallback)} | ${escaped(meaning)} |`;
    return [row, ...(property.$ref === undefined ? rows(`${prefix}${key}.`, property, definitions) : [])];
  });
}

function exampleOf(schema: Schema): string | undefined {
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  if (example === undefined) return undefined;
  return `Such as \`${typeof example === 'string' ? example : JSON.stringify(example)}\`.`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return link(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value).replaceAll('"', '')}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(' or ');
  if (schema.type === 'array') return schema.items ? `list of ${typeOf(schema.items)}` : 'list';
  if (schema.type === 'object') return mapType(schema);
  return [schema.type ?? 'any'].flat().map(typeWord).join(', ');
}

function mapType(schema: Schema): string {
  const values = schema.additionalProperties;
  return typeof values === 'object' ? `map of ${typeOf(values)}` : 'map';
}

function typeWord(type: string): string {
  return { string: 'text', integer: 'whole number', array: 'list', object: 'map' }[type] ?? type;
}

function link(reference: string): string {
  const words = inWords(definitionName(reference));
  return `[${words}](#${words.replaceAll(' ', '-')})`;
}

/** `tenantSelectorPart` -> `tenant selector part`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
