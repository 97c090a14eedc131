import { compareVersions } from '../versions/compare.ts';
import { formatVersion, parseVersion, type Version } from '../versions/version.ts';
import type { IdentityFile } from './identity-file.ts';
import type { FeedProblem } from './problem.ts';

/**
 * Whether a package file is what it was asked for as. A file that cannot be read, or that says nothing of itself, passes:
 * what is wrong with it is said when it is unpacked.
 */
export async function checkIdentity(
  path: string,
  from: IdentityFile,
  { id, version }: { readonly id: string; readonly version: Version },
): Promise<FeedProblem | undefined> {
  // What takes archives apart is loaded by those who have one.
  const { nuspecOf, packageJsonOf } = await import('./read-identity.ts');
  const says = await (from === 'nuspec' ? nuspecOf(path) : packageJsonOf(path)).catch(() => undefined);
  if (says?.id === undefined || says.version === undefined) return undefined;
  const read = parseVersion(says.version);
  const same = says.id.toLowerCase() === id.toLowerCase() && read.ok && compareVersions(read.value, version) === 0;
  if (same) return undefined;
  return { kind: 'other-package', package: `${id} ${formatVersion(version)}`, says: `${says.id} ${says.version}` };
}
