import { compile } from 'json-schema-to-typescript';
import { definitionName, type Schema } from './schemas.ts';

const banner = '// Generated from schema/ by `npm run generate`. Do not edit.';

/** TypeScript types of a document as written: one exported interface named by the schema's title, all read only. */
export async function generateTypes(schema: Schema): Promise<string> {
  const source = await compile(withNamedReferences(schema) as Parameters<typeof compile>[0], schema.title ?? '', {
    additionalProperties: false,
    bannerComment: banner,
    format: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
    unknownAny: true,
    unreachableDefinitions: true,
  });
  return exportingOnly(schema.title ?? '', asReadonly(withoutMetaComments(source)));
}

/** A reference with words of its own beside it would be copied out; naming the type keeps one type per definition. */
function withNamedReferences(schema: Schema): Schema {
  const words = schema.description === undefined ? {} : { description: schema.description };
  if (schema.$ref !== undefined) return { ...words, tsType: typeName(schema.$ref) };
  if (schema.tsType !== undefined) return { ...words, tsType: schema.tsType };
  const kept = Object.entries(schema).filter(([keyword]) => !ignoredKeywords.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, mapSchemas(keyword, value)]));
}

/** What says nothing about types, or what the generator reads wrongly. */
const ignoredKeywords = new Set([
  'propertyNames',
  'minProperties',
  'maxProperties',
  'not',
  'discriminator',
  'examples',
]);

function mapSchemas(keyword: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  switch (keyword) {
    case 'properties':
    case 'definitions':
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, withNamedReferences(inner as Schema)]),
      );
    case 'anyOf':
    case 'oneOf':
      return (value as readonly Schema[]).map(withNamedReferences);
    case 'items':
    case 'additionalProperties':
      return withNamedReferences(value as Schema);
    default:
      return value;
  }
}

function typeName(reference: string): string {
  const name = definitionName(reference);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function withoutMetaComments(source: string): string {
  return source.replace(/\n \*\n \* This interface was referenced by [^\n]*\n \* via the `definition` "[^"]*"\./g, '');
}

function asReadonly(source: string): string {
  return source
    .replace(/^( +)((?:"[^"]+"|'[^']+'|\w+)\??: |\[\w+: string\]: )/gm, '$1readonly $2')
    .replace(/\{ ?\[(\w+: string\]: \w+) ?\}/g, '{ readonly [$1 }')
    .replace(/(\w+|\([^()]*\)|\{[^{}]*\})\[\]/g, 'readonly $1[]');
}

function exportingOnly(name: string, source: string): string {
  return source.replaceAll(/^export (type|interface) (\w+)/gm, (declaration, word: string, declared: string) =>
    declared === name ? declaration : `${word} ${declared}`,
  );
}
