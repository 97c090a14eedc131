import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statfsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const sharedMemory = '/dev/shm';
/** TMPFS_MAGIC of statfs(2). */
const tmpfs = 0x01021994;

/**
 * A folder of our own in memory, for files that hold secrets: on Linux, where /dev/shm is what it should be. Undefined
 * elsewhere, and where somebody else has taken the name. Each state folder has one of its own.
 */
export function memoryFolder(stateDirectory: string): string | undefined {
  try {
    if (statfsSync(sharedMemory).type !== tmpfs) return undefined;
    const { uid } = userInfo();
    const own = join(sharedMemory, `release-${uid}`);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const stat = lstatSync(own);
    if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & 0o077) !== 0) return undefined;
    return join(own, createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16));
  } catch {
    return undefined;
  }
}
