import type { StoredRun } from '../run/ports.ts';

const fields = ['run', 'release', 'version', 'project', 'planDigest', 'startedAt'] as const;

/** Decodes a run.json; undefined when it is not one. */
export function decodeStoredRun(text: string): StoredRun | undefined {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const found: Partial<Record<(typeof fields)[number], string>> = {};
  for (const field of fields) {
    const value = data[field];
    if (typeof value !== 'string') return undefined;
    found[field] = value;
  }
  return found as StoredRun;
}
