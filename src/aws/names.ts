/**
 * Names of what a generation of a database is made of. `namespace` has passed namespaceProblem (src/resolve), which
 * checks it for the strictest of their consumers, so nothing here can be too long or illegal.
 */

const generationPattern = /^\d{8}t\d{6}z$/;

/** `20261120t120000z` of `2026-11-20T12:00:00.000Z`. */
export function generationOf(timestamp: string): string {
  return `${timestamp.slice(0, 19).replace(/[-:]/g, '').toLowerCase()}z`;
}

export function isGeneration(text: string): boolean {
  return generationPattern.test(text);
}

/** Milliseconds since 1970; not a number for what is no generation. */
export function timeOfGeneration(generation: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})(\d{2})z$/.exec(generation) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function databaseId(namespace: string, generation: string): string {
  return `${namespace}-${generation}`;
}

export function snapshotId(namespace: string, generation: string): string {
  return `${namespace}-${generation}-src`;
}

export function finalSnapshotId(database: string): string {
  return `${database}-final`;
}

export function generationParameter(namespace: string, generation: string): string {
  return `/${namespace}/db/${generation}`;
}

export function activeParameter(namespace: string): string {
  return `/${namespace}/db/active`;
}

export function logPath(namespace: string): string {
  return `/${namespace}/release/log`;
}

/** The generation in a name that is exactly `<namespace>-<generation>`: the namespace `xy-0146-prod2` has another one. */
export function generationIn(namespace: string, database: string): string | undefined {
  if (!database.startsWith(`${namespace}-`)) return undefined;
  const rest = database.slice(namespace.length + 1);
  return isGeneration(rest) ? rest : undefined;
}
