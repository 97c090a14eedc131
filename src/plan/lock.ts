import { hash } from 'node:crypto';
import type { Lock } from '../config/generated/lock.ts';
import type { JsonMap } from '../util/json.ts';

/**
 * The snapshot that makes a release repeatable: what every package request was resolved to, and digests of all that the
 * working tree contributes, fine enough to say which variable of which tenant changed. Free of secrets. Its shape is
 * schema/lock.schema.json.
 */
export type { Lock };
export type LockedPackage = Lock['packages'][number];
/** What was locked when, and by which command; the story of a release through its cycle. */
export type LockChange = Lock['history'][number];

/** Hexadecimal digits kept of a value's sha256: enough to notice a change, too few to guess a value back. */
export const digestLength = 8;
export const noValue = '-'.repeat(digestLength);

/** Identifies a package request across lanes: equal requests get equal packages. */
export function requestKey(request: { readonly feed: string; readonly id: string; readonly wanted: string }): string {
  return `${request.feed}\n${request.id}\n${request.wanted}`;
}

/** The digest that a lock with this content carries, unless somebody edited it. */
export function sealOf({ digest: _, ...content }: Lock): string {
  // A lock in memory and one that was read differ in the order of their keys.
  return hash('sha256', JSON.stringify(Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** The lock as YAML: one line per package and deployment, so that a pull request shows what changed. */
export function writeLock(lock: Lock): string {
  const { formatVersion, packages, values, names, history, digest: _, ...head } = lock;
  return [
    '# Written by `release lock`. Commit it; do not edit it.',
    '# yaml-language-server: $schema=../schema/lock.schema.json',
    `formatVersion: ${formatVersion}`,
    ...Object.entries(head).map(([key, value]) => `${key}: ${flow(value)}`),
    ...list('packages', packages),
    ...map('names', names),
    ...map('values', values),
    ...list('history', history),
    // Two branches that both change a lock always meet here, so that no merge makes a third lock of two.
    `digest: ${sealOf(lock)}`,
    '',
  ].join('\n');
}

function list(key: string, items: readonly object[]): readonly string[] {
  return items.length === 0 ? [`${key}: []`] : [`${key}:`, ...items.map((item) => `  - ${flow(item)}`)];
}

function map(key: string, entries: object): readonly string[] {
  const lines = Object.entries(entries).map(([name, value]) => `  ${JSON.stringify(name)}: ${flow(value)}`);
  return lines.length === 0 ? [`${key}: {}`] : [`${key}:`, ...lines];
}

/** JSON is YAML; a space after each separator makes it pleasant to read. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${flow(item)}`).join(', ')} }`;
}

/** Types a document that the lock schema has accepted. */
export function decodeLock(data: JsonMap): Lock {
  return data as unknown as Lock;
}
