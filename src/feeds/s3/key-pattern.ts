import { parseVersion, type Version } from '../../versions/version.ts';
import { type ArchiveKind, archiveName } from '../archive-kind.ts';

/** How keys of a bucket name packages, such as `{id}/{id}.{version}.zip`. */
export interface KeyPattern {
  readonly kind: ArchiveKind;
  /** What all keys of a package start with. */
  prefixOf(id: string): string;
  /** The version that a key of this package stands for. */
  versionIn(key: string, id: string): Version | undefined;
  /** What every key starts with, and the folder that ids are, where the pattern has one. */
  readonly ids: { readonly prefix: string; readonly folder: boolean };
  /** The id that a key, or the folder of an id, names. */
  idIn(key: string): string | undefined;
}

/** Undefined for a pattern without `{id}` and `{version}` (in this order), or without the ending of an archive. */
export function keyPattern(text: string): KeyPattern | undefined {
  const archive = archiveName(text);
  const [before, ...afterId] = text.split('{id}');
  if (archive === undefined || before === undefined || afterId.length === 0) return undefined;
  if (text.split('{version}').length !== 2 || before.includes('{version}')) return undefined;
  const upToVersion = text.slice(0, text.indexOf('{version}'));
  const folder = afterId[0]?.startsWith('/') === true;
  const anyKey = new RegExp(
    `^${escaped(before)}(?<id>.+?)${folder ? '/' : expressionOf(text.slice(before.length + 4))}`,
  );
  return {
    kind: archive.kind,
    prefixOf: (id) => upToVersion.replaceAll('{id}', id),
    versionIn: (key, id) => {
      const [start = '', end = ''] = text.replaceAll('{id}', id).split('{version}');
      if (!key.startsWith(start) || !key.endsWith(end) || key.length <= start.length + end.length) return undefined;
      const version = parseVersion(key.slice(start.length, key.length - end.length));
      return version.ok ? version.value : undefined;
    },
    ids: { prefix: before, folder },
    idIn: (key) => anyKey.exec(key)?.groups?.id,
  };
}

function expressionOf(rest: string): string {
  const parts = rest.split(/(\{id\}|\{version\})/);
  return parts
    .map((part) => (part === '{id}' ? '\\k<id>' : part === '{version}' ? '[0-9][^/]*' : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
