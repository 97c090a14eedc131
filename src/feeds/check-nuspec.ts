import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseVersion, type Version } from '../versions/version.ts';
import { quoted, type Refuse } from './extract-refusal.ts';
import { readNuspec } from './nuspec.ts';

/** Refuses a .nuspec without id and version, and one that names another package than the one that was asked for. */
export function checkNuspec(
  bytes: Uint8Array,
  expected: { readonly id: string; readonly version: Version } | undefined,
  refuse: Refuse,
): Diagnostic | undefined {
  const { id, version: text } = readNuspec(bytes);
  const version = text === undefined ? undefined : parseVersion(text);
  if (id === undefined || version === undefined || !version.ok) {
    return refuse('REL1529', 'its .nuspec has no id and version that can be read', 'pack it with a NuGet tool');
  }
  if (expected === undefined) return undefined;
  const same = id.toLowerCase() === expected.id.toLowerCase();
  if (same && compareVersions(version.value, expected.version) === 0) return undefined;
  const summary = `it says that it is ${quoted(id)} ${quoted(version.value.text)}, not ${expected.id} ${expected.version.text}`;
  return refuse('REL1528', summary, 'rename the file, or pack it again with the right id and version');
}
