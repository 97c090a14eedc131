import { lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * A socket has at most 108 bytes for its path (104 on macOS), and ssh puts 17 more behind it while it makes one. So it
 * is not in the workspace, however deep that is, and not in TMPDIR.
 */
const shortFolder = '/tmp';

/** Folder for the sockets of this process, readable by the owner only; made when it is first asked for. */
export class ControlFolder {
  #folder: string | undefined;
  #count = 0;

  /** Each connection gets a socket of its own: that of a dead one may still be there. */
  nextPath(key: string): string {
    this.#folder ??= makeFolder();
    this.#count += 1;
    return join(this.#folder, `${key}.${this.#count}`);
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

function makeFolder(): string {
  const { uid } = userInfo();
  const own = join(shortFolder, `release-ssh-${uid}`);
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const stat = lstatSync(own);
    if (stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0) return mkdtempSync(join(own, 's'));
  } catch {
    // Somebody else has the name.
  }
  return mkdtempSync(join(shortFolder, 'release-ssh-'));
}
