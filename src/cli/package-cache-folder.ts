import { join } from 'node:path';

/** Where packages are kept once they were fetched, shared by all runs of a workspace. */
export function packageCacheFolder(root: string): string {
  return join(root, '.release', 'cache', 'packages');
}
