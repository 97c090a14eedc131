import { readFileSync } from 'node:fs';
import { type DocumentKind, documentKinds } from '../src/config/schema/kind.ts';

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

const root = new URL('../', import.meta.url);

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

/** The definitions that the schema reaches, its own first; one that nothing refers to any more is left out. */
function selfContained(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema {
  const { definitions: own = {}, ...body } = schema;
  const known = { ...own, ...shared };
  const reached = new Set<string>();
  const pending: Schema[] = [body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of referencedNames(next)) {
      const definition = reached.has(name) ? undefined : known[name];
      if (definition !== undefined) pending.push(definition);
      reached.add(name);
    }
  }
  const names = [...Object.keys(own).filter((name) => shared[name] === undefined), ...Object.keys(shared)];
  const kept = names.filter((name) => reached.has(name));
  return { ...body, definitions: Object.fromEntries(kept.map((name) => [name, known[name] ?? {}])) };
}

function referencedNames(schema: unknown): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1] ?? '');
}

/** `#/definitions/name` -> `name`. */
export function definitionName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
