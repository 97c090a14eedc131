import { readFileSync } from 'node:fs';

export const documentKinds = ['workspace', 'tenant', 'variables', 'project', 'release', 'lock'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A JSON Schema, as far as the generators look into it. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly tsType?: string;
}

export const root = new URL('../', import.meta.url);

/**
 * The schemas by kind, each made self-contained: `schema/definitions.json` is where shared definitions are written, and
 * every file repeats those that it reaches.
 */
export function loadSchemas(): ReadonlyMap<DocumentKind, Schema> {
  const shared = loadDefinitions();
  return new Map(documentKinds.map((kind) => [kind, selfContained(readSchema(`${kind}.schema.json`), shared)]));
}

/** The definitions that several kinds share. */
export function loadDefinitions(): Readonly<Record<string, Schema>> {
  return readSchema('definitions.json') as Readonly<Record<string, Schema>>;
}

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`schema/${name}`, root), 'utf8')) as Schema;
}

function selfContained(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema {
  const own = Object.entries(schema.definitions ?? {}).filter(([name]) => shared[name] === undefined);
  const { definitions: _, ...body } = schema;
  const found = new Map<string, Schema>(own);
  const pending: unknown[] = [body, ...found.values()];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of referencedNames(next)) {
      const definition = found.has(name) ? undefined : shared[name];
      if (definition === undefined) continue;
      found.set(name, definition);
      pending.push(definition);
    }
  }
  const sharedNames = Object.keys(shared).filter((name) => found.has(name));
  const definitions = Object.fromEntries([...own, ...sharedNames.map((name) => [name, shared[name]])]);
  return { ...body, definitions };
}

function referencedNames(schema: unknown): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1] ?? '');
}

/** `#/definitions/name` -> `name`. */
export function definitionName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
