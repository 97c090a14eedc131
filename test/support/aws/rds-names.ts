import { AwsFault } from './fault.ts';

/** Identifiers as RDS has them: case does not count, and they are kept in lower case. */
export function databaseName(given: unknown, longest = 63): string {
  const name = String(given ?? '').toLowerCase();
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.endsWith('-') || name.includes('--') || name.length > longest) {
    throw new AwsFault(
      'InvalidParameterValue',
      `The parameter DBInstanceIdentifier is not a valid identifier: ${String(given)}`,
    );
  }
  return name;
}

export function snapshotName(given: unknown): string {
  return databaseName(given, 255);
}
