import type { JsonMap } from '../../util/json.ts';
import { toJson } from '../../yaml/access.ts';
import { keySpanOf, type YamlEntry, type YamlNode } from '../../yaml/tree.ts';
import type { Located, TargetConfig } from '../model.ts';
import { entriesOf, field, locate, locateAll, type Reading, refer, textAt, textsOf, usePath } from './reading.ts';

/** Target types that keep their files on the machine that runs `release`; a path of the others is a remote one. */
const localTypes: ReadonlySet<string> = new Set(['local', 'drop']);

export function decodeSharedTargets(reading: Reading, node: YamlNode | undefined): readonly TargetConfig[] {
  return entriesOf(node).map((entry) => decodeTarget(reading, entry, true));
}

/** A target of a tenant's own, or the name of a shared one. */
export type WrittenTarget = TargetConfig | { readonly use: string };

export function decodeTenantTargets(reading: Reading, node: YamlNode | undefined): readonly WrittenTarget[] {
  return entriesOf(node).map((entry) => {
    const use = entry.value.kind === 'map' ? locate(reading, field(entry.value, 'use')) : undefined;
    if (use === undefined) return decodeTarget(reading, entry, false);
    refer(reading, 'shared target', use, '`use`');
    return { use: use.text };
  });
}

/** One that uses an unknown shared target is left out; the reference is reported by its rule. */
export function linkTargets(
  written: readonly WrittenTarget[],
  shared: ReadonlyMap<string, TargetConfig>,
): readonly TargetConfig[] {
  return written.flatMap((target) => ('use' in target ? (shared.get(target.use) ?? []) : target));
}

function decodeTarget(reading: Reading, entry: YamlEntry, shared: boolean): TargetConfig {
  const { value } = entry;
  const type = (value.kind === 'map' ? textAt(value, 'type') : undefined) ?? 'local';
  const roles = value.kind === 'map' ? textsOf(field(value, 'roles')) : [];
  if (value.kind === 'map' && localTypes.has(type)) usePath(reading, field(value, 'path'), 'The path of this target');
  if (value.kind === 'map' && type === 'drop')
    reading.recipients.push(...locateAll(reading, field(value, 'recipients')));
  const settings = settingsOf(value, ['type', 'roles', 'use']);
  const templates = templatesIn(reading, value);
  const span = keySpanOf(reading.file, entry);
  return { id: entry.key, type, roles, settings, ...(templates.length > 0 && { templates }), shared, span };
}

function templatesIn(reading: Reading, target: YamlNode): readonly (readonly [string, Located])[] {
  return entriesOf(target).flatMap(({ key, value }) => {
    const text = locate(reading, value);
    return text?.text.includes('{{') === true ? [[key, text] as const] : [];
  });
}

/** An adapter's own keys, as plain data. */
export function settingsOf(node: YamlNode, without: readonly string[]): JsonMap {
  const kept = entriesOf(node).filter((entry) => !without.includes(entry.key));
  return Object.fromEntries(kept.map((entry) => [entry.key, toJson(entry.value)]));
}
