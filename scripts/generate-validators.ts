import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { DocumentKind } from '../src/config/schema/kind.ts';
import type { Schema } from './schemas.ts';

const banner = `// @ts-nocheck generated code
// Generated from schema/ by \`npm run generate\`. Do not edit.
`;

/** Words of the schemas that only editors, generators and our own error texts read. */
const annotations = ['tsType', 'patternErrorMessage'];

/**
 * One module with a validation function per kind, so that no schema is compiled while the tool starts; what several
 * kinds share is there once. The code must need nothing of ajv at run time: a keyword that would (such as `minLength`)
 * is refused here.
 */
export function generateValidators(
  schemas: ReadonlyMap<DocumentKind, Schema>,
  shared: Readonly<Record<string, Schema>>,
): string {
  const ajv = newAjv();
  ajv.addSchema(prepared({ definitions: shared }), 'shared');
  for (const [kind, schema] of schemas) ajv.addSchema(withoutShared(prepared(schema), shared), kind);
  const source = standalone.default(ajv, Object.fromEntries([...schemas.keys()].map((kind) => [kind, kind])));
  const dependency = /require\([^)]*\)/.exec(source);
  if (dependency) throw new Error(`The generated validators need ${dependency[0]}: use another keyword.`);
  return `${banner}${compacted(source)}\nexport const validators = { ${[...schemas.keys()].join(', ')} };\n`;
}

const pointerSegment = `
function pointerSegment(key) {
return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}
`;

/** Rewrites of what ajv generates: half the size, and next to nothing is allocated for a valid document. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^"use strict";/g, ''],
  [/^export const /gm, 'const '],
  [
    /if\(vErrors === null\)\{\nvErrors = \[(\w+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}/g,
    '(vErrors ??= []).push($1);',
  ],
  [/(\w+)\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\)/g, 'pointerSegment($1)'],
  [/schemaPath:"[^"]*",/g, ''],
  [/schema:[^,{}]+,(?=parentSchema:)/g, ''],
  [/\{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}/g, 'instancePath = ""'],
  [/\{instancePath:([^,{}]*),parentData(?::[^,{}]+)?,parentDataProperty(?::[^,{}]+)?,rootData\}/g, '$1'],
  [/\{instancePath,parentData(?::[^,{}]+)?,parentDataProperty(?::[^,{}]+)?,rootData\}/g, 'instancePath'],
];

/** Throws when a later ajv writes its code in another way, so that a rewrite would be half done. */
function compacted(source: string): string {
  const code = rewrites.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), source);
  const left = /parentData|rootData|schemaPath|\.replace\(|vErrors === null\)/.exec(code);
  if (left) throw new Error(`The generated validators still hold ${left[0]}: ajv writes other code than expected.`);
  return `${pointerSegment}${code}`;
}

/** `verbose` hands the schema of a failed keyword to our error texts. */
function newAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true, optimize: 2 },
    discriminator: true,
    inlineRefs: false,
    messages: false,
    strict: true,
    strictRequired: false,
    verbose: true,
  });
  for (const word of annotations) ajv.addKeyword(word);
  return ajv;
}

function withoutShared(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema {
  const own = Object.entries(schema.definitions ?? {}).filter(([name]) => shared[name] === undefined);
  const text = JSON.stringify({ ...schema, definitions: Object.fromEntries(own) });
  const pointed = text.replace(/"#\/definitions\/([^"]+)"/g, (reference, name: string) =>
    shared[name] === undefined ? reference : `"shared#/definitions/${name}"`,
  );
  return JSON.parse(pointed) as Schema;
}

/**
 * Without what validation does not look at; it would only be carried along. Lists whose items must differ say that
 * their items are text, because comparing anything else needs a helper of ajv at run time.
 */
function prepared(schema: Schema): Schema {
  const text = JSON.stringify(schema, (key, value) => (isComment(key, value) ? undefined : withTextItems(value)));
  return JSON.parse(text) as Schema;
}

const comments = new Set(['$schema', 'default', 'description', 'examples', 'title', 'tsType']);

/** A property may have the name of a keyword; then a schema stands behind it. */
function isComment(key: string, value: unknown): boolean {
  if (key === 'default') return !isSchema(value);
  return comments.has(key) && (typeof value !== 'object' || Array.isArray(value));
}

function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('$ref' in value || 'description' in value);
}

function withTextItems(value: unknown): unknown {
  const { uniqueItems, items } = (value ?? {}) as Schema;
  return uniqueItems === true ? { ...(value as Schema), items: { type: 'string', ...items } } : value;
}
