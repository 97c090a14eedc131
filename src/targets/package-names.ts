import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { InstallRequest, PackagePlace } from './package-store.ts';

/** No separators, no leading dot (ours are hidden files), nothing a Windows share would mangle. */
const segment = /^[A-Za-z0-9_@][A-Za-z0-9._@+-]{0,126}$/;
const reserved = new Set(['current']);

export function isFolderName(name: string): boolean {
  return segment.test(name) && !name.endsWith('.') && !reserved.has(name.toLowerCase());
}

/** Name of the versioned folder. Check the request first. */
export function versionFolderName({
  version,
  sha256,
  revision,
}: Omit<InstallRequest, 'place' | 'archiveFile'>): string {
  return `${version}-${sha256.slice(0, 12)}${revision === undefined ? '' : `-${revision}`}`;
}

/** A scoped npm name holds the only separator we know of; `+` keeps it one folder and apart from all other names. */
function packageFolderName(packageId: string): string {
  return packageId.startsWith('@') ? packageId.replace('/', '+') : packageId;
}

export function checkInstall(request: InstallRequest): Diagnostic[] {
  const { place, version, sha256, revision } = request;
  const problems = [
    ...check('tenant', place.tenant),
    ...check('environment', place.environment),
    ...check('package id', packageFolderName(place.packageId)),
    ...check('version', version),
    ...(revision === undefined ? [] : check('revision', revision)),
    ...check('folder name', versionFolderName(request)),
  ];
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('A sha256 that is not 64 lower-case hexadecimal digits');
  return problems;
}

/** The relative folder of a place. Throws RangeError for a name that `checkInstall` would have refused. */
export function placeFolder({ tenant, environment, packageId }: PackagePlace): string {
  const parts = [tenant, environment, packageFolderName(packageId)];
  const wrong = parts.find((part) => !isFolderName(part));
  if (wrong !== undefined) throw new RangeError(`Not a folder name: ${JSON.stringify(wrong)}`);
  return parts.join('/');
}

function check(what: string, name: string): Diagnostic[] {
  if (isFolderName(name)) return [];
  return [
    {
      code: 'REL2106',
      severity: 'error',
      summary: `The ${what} ${JSON.stringify(name)} cannot be the name of a folder on a target`,
      hint: 'use up to 127 letters, digits and . _ + - @, not starting with a dot and not ending with one, and not "current"',
    },
  ];
}
