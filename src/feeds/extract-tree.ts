import { constants, copyFile, mkdir, open, realpath, symlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasControls, staysInside } from './entry-name.ts';
import { quoted, type Refuse } from './extract-refusal.ts';

export interface TreeFile {
  readonly segments: readonly string[];
  /** As the archive has it, for messages. */
  readonly name: string;
  readonly executable: boolean;
  /** Called with each piece of content before it is written; a refusal ends the file. */
  readonly check: (chunk: Uint8Array) => Diagnostic | undefined;
}

type Kind = 'file' | 'folder' | 'link';

interface Claim {
  readonly path: string;
  readonly kind: Kind;
}

interface Link {
  readonly segments: readonly string[];
  readonly name: string;
  readonly target: string;
}

/**
 * The folder an archive is unpacked to. Every path is claimed first, without regard to letter case, so nothing is written
 * through a link or over another entry. Links are made last, when there is nothing more to write through them.
 */
export class ExtractTree {
  readonly warnings: Diagnostic[] = [];
  files = 0;
  bytes = 0;
  readonly #root: string;
  readonly #refuse: Refuse;
  readonly #claims = new Map<string, Claim>();
  readonly #made = new Set<string>();
  readonly #links: Link[] = [];

  constructor(root: string, refuse: Refuse) {
    this.#root = root;
    this.#refuse = refuse;
  }

  async folder(segments: readonly string[]): Promise<undefined> {
    await this.#makeFolder(join(this.#root, ...segments));
  }

  async file(file: TreeFile, body: AsyncIterable<Uint8Array>): Promise<Diagnostic | undefined> {
    const path = join(this.#root, ...file.segments);
    await this.#makeFolder(dirname(path));
    return this.#unlessTaken(file.name, () => this.#write(path, file, body));
  }

  link(link: Link): Diagnostic | undefined {
    const folder = link.segments.slice(0, -1);
    if (hasControls(link.target) || !staysInside(folder, link.target)) return this.#leaves(link);
    this.#links.push(link);
    return undefined;
  }

  /** A hard link becomes a copy of the file, which must have come before. `check` counts the copied bytes. */
  async copy(
    link: Link,
    target: readonly string[],
    executable: boolean,
    check: (bytes: number) => Diagnostic | undefined,
  ) {
    const original = this.#claims.get(fold(target));
    const path = join(this.#root, ...link.segments);
    const isThere = original?.kind === 'file' && original.path === target.join('/');
    if (!isThere || original.path === link.segments.join('/')) return this.#leaves(link);
    await this.#makeFolder(dirname(path));
    const refusal = await this.#unlessTaken(link.name, () => this.#copyTo(join(this.#root, ...target), path));
    if (refusal !== undefined) return refusal;
    const copied = await open(path);
    try {
      await copied.chmod(executable ? 0o755 : 0o644);
      const { size } = await copied.stat();
      this.files += 1;
      this.bytes += size;
      return check(size);
    } finally {
      await copied.close();
    }
  }

  /** Makes the links and looks where each one really ends. `root`: the folder that will stay. */
  async finish(root: string): Promise<Diagnostic | undefined> {
    for (const link of this.#links) {
      const path = join(this.#root, ...link.segments);
      await this.#makeFolder(dirname(path));
      await symlink(link.target, path);
    }
    const realRoot = await realpath(root);
    for (const link of this.#links) {
      const end = await realpath(join(this.#root, ...link.segments)).catch(undefinedWhenLost);
      if (end === undefined || (end !== realRoot && !end.startsWith(realRoot + sep))) return this.#leaves(link);
    }
    return undefined;
  }

  async #copyTo(from: string, path: string): Promise<undefined> {
    await copyFile(from, path, constants.COPYFILE_EXCL);
  }

  /** Two names may be one file only here, as on a file system without regard to case. */
  async #unlessTaken(name: string, write: () => Promise<Diagnostic | undefined>): Promise<Diagnostic | undefined> {
    try {
      return await write();
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      return this.#refuse('REL1524', `the entry ${quoted(name)} would overwrite another one`, RENAME_HINT);
    }
  }

  #leaves(link: Link): Diagnostic {
    const summary = `the link ${quoted(link.name)} to ${quoted(link.target)} leads outside the folder or to nothing`;
    return this.#refuse('REL1523', summary, 'pack the file itself instead of the link');
  }

  async #write(path: string, file: TreeFile, body: AsyncIterable<Uint8Array>): Promise<Diagnostic | undefined> {
    const handle = await open(path, 'wx', file.executable ? 0o755 : 0o644);
    try {
      for await (const chunk of body) {
        const refusal = file.check(chunk);
        if (refusal !== undefined) return refusal;
        await handle.appendFile(chunk);
        this.bytes += chunk.length;
      }
    } finally {
      await handle.close();
    }
    this.files += 1;
    return undefined;
  }

  /** Takes a path for one entry, before anything is written to it. `name`: as the archive has it, for messages. */
  claim(segments: readonly string[], kind: Kind, name: string): Diagnostic | undefined {
    if (segments.length === 0) return undefined;
    for (let length = 1; length < segments.length; length += 1) {
      const above = this.#claims.get(fold(segments.slice(0, length)));
      if (above === undefined) this.#register(segments.slice(0, length), 'folder');
      else if (above.kind !== 'folder') return this.#through(name, above);
    }
    const earlier = this.#claims.get(fold(segments));
    if (earlier === undefined) return this.#register(segments, kind);
    if (earlier.kind === 'folder' && kind === 'folder') return undefined;
    if (earlier.path !== segments.join('/') && earlier.kind === kind) return this.#warnOfCase(name, earlier);
    return this.#refuse('REL1524', `the entry ${quoted(name)} would overwrite another one`, RENAME_HINT);
  }

  #register(segments: readonly string[], kind: Kind): undefined {
    this.#claims.set(fold(segments), { path: segments.join('/'), kind });
  }

  #through(name: string, above: Claim): Diagnostic {
    const summary = `the entry ${quoted(name)} would be written through the ${above.kind} ${quoted(above.path)}`;
    return this.#refuse('REL1524', summary, RENAME_HINT);
  }

  #warnOfCase(name: string, earlier: Claim): undefined {
    const summary = `the entries ${quoted(earlier.path)} and ${quoted(name)} differ only by case`;
    const hint = 'rename one of them: where case does not count, one would overwrite the other';
    this.warnings.push({ ...this.#refuse('REL1527', summary, hint), severity: 'warning' });
  }

  async #makeFolder(path: string): Promise<void> {
    if (this.#made.has(path)) return;
    await mkdir(path, { recursive: true, mode: 0o755 });
    this.#made.add(path);
  }
}

const RENAME_HINT = 'pack it again with every file once, under a path of its own';

/** Two paths with the same fold are one path where case or Unicode form does not count. */
function fold(segments: readonly string[]): string {
  return segments.join('/').normalize('NFC').toLowerCase();
}

function undefinedWhenLost(error: unknown): undefined {
  if (['ENOENT', 'ELOOP', 'ENOTDIR'].some((code) => isCode(error, code))) return undefined;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
