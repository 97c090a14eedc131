import { parseVersion } from '../../versions/version.ts';

const width = 16;

/** A text that sorts, byte by byte, as the version does: a shell can compare no versions. */
export function versionOrder(text: string): string {
  const version = parseVersion(text);
  if (!version.ok) return `0:${text.replace(/[^A-Za-z0-9._+-]/g, '_')}`;
  const { numbers, preRelease } = version.value;
  const main = numbers.map((number) => String(number).padStart(width, '0')).join('.');
  // Numbers come before words, fewer identifiers before more, and everything before the version itself.
  const more = preRelease.map((part) =>
    /^\d+$/.test(part) ? `0${part.padStart(width, '0')}` : `1${part.toLowerCase()}`,
  );
  return `1:${main}${more.length === 0 ? '~' : `-${more.join('!')}`}`;
}
