import type { DiagnosticCode } from '../diagnostics/catalogue.ts';

/** Where an entry goes, as names of folders and a file; or why it goes nowhere. */
export type EntryPath =
  | { readonly ok: true; readonly segments: readonly string[] }
  | { readonly ok: false; readonly code: DiagnosticCode; readonly reason: string };

const LONGEST_SEGMENT = 255;
const LONGEST_PATH = 4000;

/**
 * Reads the name of an archive entry. The same rules hold on every operating system, so that a package that unpacks here
 * unpacks at the customer's too. A backslash parts folders (old Windows tools write it); in a tar it is refused.
 */
export function entryPath(name: string, backslash: 'separates' | 'refused'): EntryPath {
  if (hasControls(name)) return bad('REL1522', 'has a NUL or control character in its name');
  if (name.includes('\\') && backslash === 'refused') return bad('REL1521', 'has a backslash in its name');
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/')) return bad('REL1521', 'has an absolute path');
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.some(isDrive)) return bad('REL1521', 'has a drive letter in its path');
  if (segments.some(isUpwards)) return bad('REL1521', 'leads upwards out of its folder');
  if (segments.length === 0 && name === '') return bad('REL1522', 'has no name');
  const tooLong =
    path.length > LONGEST_PATH || segments.some((segment) => Buffer.byteLength(segment) > LONGEST_SEGMENT);
  return tooLong ? bad('REL1522', 'has a name that is too long') : { ok: true, segments };
}

/** Windows drops trailing dots and blanks, so `.. ` is `..` there. */
function isUpwards(segment: string): boolean {
  return /^\.\.[. ]*$/.test(segment);
}

function isDrive(segment: string): boolean {
  return /^[A-Za-z]:/.test(segment);
}

export function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Decodes `%20` and the like as NuGet writes them; what is not a valid escape stays as it is. */
export function decodePercents(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Parts of a .nupkg that describe the package to NuGet and are not its content. The .nuspec is kept. */
export function isNuGetPart(segments: readonly string[]): boolean {
  const [first = ''] = segments;
  if (segments.length === 1) return first.toLowerCase() === '[content_types].xml';
  return first.toLowerCase() === '_rels' || first.toLowerCase() === 'package';
}

/** True when a link in `folder` (names below the root) stays inside the root, as far as its text tells. */
export function staysInside(folder: readonly string[], target: string): boolean {
  if (target === '' || target.includes('\\') || target.startsWith('/')) return false;
  let depth = folder.length;
  for (const segment of target.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (isDrive(segment)) return false;
    depth += isUpwards(segment) ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}

function bad(code: DiagnosticCode, reason: string): EntryPath {
  return { ok: false, code, reason };
}
