import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repository, temporaryFolder } from './program.ts';

const parts = [
  'release.config.yaml',
  'tenants',
  'variables',
  'projects',
  'releases',
  'packages',
  'schema',
  '.gitignore',
];

/** A copy of the sample workspace, as it is in a fresh clone: without locks and runs. */
export function sampleWorkspace(): string {
  const folder = temporaryFolder();
  for (const part of parts) {
    const filter = (path: string): boolean => !path.endsWith('.lock.yaml');
    cpSync(join(repository, part), join(folder, part), { recursive: true, filter });
  }
  return folder;
}
