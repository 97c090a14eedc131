import { parseVersion, type Version } from '../versions/version.ts';
import { type ArchiveKind, archiveName } from './archive-kind.ts';

export interface PackageName {
  readonly id: string;
  readonly version: Version;
  readonly kind: ArchiveKind;
}

/**
 * Splits the name of a package file: `Local.StMarys.2024.6.0.nupkg` is Local.StMarys 2024.6.0, `web-1.2.3.tgz` is
 * web 1.2.3. The longest end that reads as a version is the version, so an id may hold dots, hyphens and numbers. A hyphen
 * parts id and version only in front of three numbers or more, as npm writes them, and never in a .nupkg.
 */
export function parsePackageName(fileName: string): PackageName | undefined {
  const archive = archiveName(fileName);
  if (archive === undefined) return undefined;
  const { stem, kind } = archive;
  if (parseVersion(stem).ok) return undefined;
  for (const match of stem.matchAll(/[.-](?=[0-9])/g)) {
    const text = stem.slice(match.index + 1);
    if (match.index === 0 || (match[0] === '-' && !mayFollowHyphen(text, kind))) continue;
    const version = parseVersion(text);
    if (version.ok) return { id: stem.slice(0, match.index), version: version.value, kind };
  }
  return undefined;
}

function mayFollowHyphen(text: string, kind: ArchiveKind): boolean {
  return kind !== 'nupkg' && /^[0-9]+\.[0-9]+\.[0-9]/.test(text);
}
