import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { compareVersions } from '../versions/compare.ts';
import { formatVersion, type Version, versionKey } from '../versions/version.ts';
import { sha256 } from './digest.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import { type Feed, type FeedResult, failed, found, type PackageStream, type PackageVersion } from './feed.ts';
import { type FileDigests, fileDigests } from './file-digests.ts';
import { type FolderIndex, type IndexedFile, indexFolder } from './folder-index.ts';
import { checkIdentity } from './identity.ts';
import { similarNames } from './similar.ts';

/**
 * `{ type: folder, path: packages }`: package files in a folder of the workspace (or any absolute path) and the folders
 * in it, named `<Id>.<version>.<extension>`. The folder is read once; files that come later are not seen.
 */
export const folderFeed: FeedFactory = (config, context) => {
  const path = config.settings.path;
  if (typeof path === 'string' && path !== '') return openFolder(config, path, context);
  return {
    code: 'REL1512',
    severity: 'error',
    summary: `The feed "${config.name}" does not say which folder it is`,
    hint: 'add a path, such as path: packages',
    ...(config.span && { span: config.span }),
  };
};

function openFolder(config: FeedSettings, path: string, context: FeedContext): Feed {
  const folder = new Folder(resolve(context.root, path), fileDigests());
  return {
    name: config.name,
    versions: (id, signal) => folder.versions(id, signal),
    sha256: (id, version, signal) => folder.sha256(id, version, signal),
    open: (id, version, signal) => folder.open(id, version, signal),
  };
}

class Folder {
  readonly #path: string;
  readonly #digests: FileDigests;
  #index: Promise<FolderIndex> | undefined;

  constructor(path: string, digests: FileDigests) {
    this.#path = path;
    this.#digests = digests;
  }

  async versions(id: string, signal: AbortSignal): Promise<FeedResult<readonly PackageVersion[]>> {
    const files = await this.#files(id, signal);
    if (!files.ok) return files;
    const firsts = new Map<string, IndexedFile>();
    for (const file of files.value) {
      const key = versionKey(file.version);
      if (!firsts.has(key)) firsts.set(key, file);
    }
    return found([...firsts.values()].map(({ id, version, kind }) => ({ id, version, kind, listed: true })));
  }

  async sha256(id: string, version: Version, signal: AbortSignal): Promise<FeedResult<string>> {
    const file = await this.#find(id, version, signal);
    if (!file.ok) return file;
    const { id: spelled, path, kind } = file.value;
    const digest = await this.#guard(signal, () => this.#digests.of(path, signal));
    if (!digest.ok || kind !== 'nupkg') return digest;
    const problem = await checkIdentity(path, 'nuspec', { id: spelled, version });
    return problem === undefined ? digest : failed(problem);
  }

  async open(id: string, version: Version, signal: AbortSignal): Promise<FeedResult<PackageStream>> {
    const file = await this.#find(id, version, signal);
    if (!file.ok) return file;
    const { path, kind } = file.value;
    // A digest from before is what the caller was told; when the file has changed since, the check of the bytes says so.
    const known = this.#digests.known(path);
    const digests = known === undefined ? [] : [sha256(known)];
    return this.#guard(signal, async () => ({
      kind,
      ...(kind === 'nupkg' && { identity: 'nuspec' as const }),
      fileName: basename(path),
      digests,
      body: await openStream(path, signal),
    }));
  }

  async #files(id: string, signal: AbortSignal): Promise<FeedResult<readonly IndexedFile[]>> {
    signal.throwIfAborted();
    this.#index ??= indexFolder(this.#path);
    const index = await this.#guard(signal, () => this.#index ?? indexFolder(this.#path));
    if (!index.ok) {
      this.#index = undefined;
      return index;
    }
    const files = index.value.get(id.toLowerCase());
    if (files !== undefined) return found(files);
    return failed({ kind: 'no-package', id, similar: similarNames(id, spelledIds(index.value)) });
  }

  async #find(id: string, version: Version, signal: AbortSignal): Promise<FeedResult<IndexedFile>> {
    const files = await this.#files(id, signal);
    if (!files.ok) return files;
    const [first, ...others] = files.value.filter((file) => compareVersions(file.version, version) === 0);
    if (first === undefined) {
      const similar = similarNames(
        formatVersion(version),
        files.value.map((file) => formatVersion(file.version)),
      );
      return failed({ kind: 'no-version', id, version: version.text, similar });
    }
    return others.length === 0 ? found(first) : this.#agree(first, others, signal);
  }

  /** Two files of one version, such as 1.0 and 1.0.0, are no trouble as long as they hold the same bytes. */
  async #agree(
    first: IndexedFile,
    others: readonly IndexedFile[],
    signal: AbortSignal,
  ): Promise<FeedResult<IndexedFile>> {
    const all = [first, ...others];
    const digests = await this.#guard(signal, () =>
      Promise.all(all.map((file) => this.#digests.of(file.path, signal))),
    );
    if (!digests.ok) return digests;
    if (new Set(digests.value).size === 1) return found(first);
    const files = all.map((file) => file.relative);
    return failed({ kind: 'ambiguous', id: first.id, version: formatVersion(first.version), files });
  }

  /** A folder or file that is gone or closed to us is a failure of the feed; anything else is thrown on. */
  async #guard<T>(signal: AbortSignal, read: () => Promise<T>): Promise<FeedResult<T>> {
    try {
      return found(await read());
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const detail = error instanceof Error ? error.message : String(error);
      if (code === 'EACCES' || code === 'EPERM') {
        const hint = `let the user who runs release read ${this.#path}`;
        return failed({ kind: 'unauthorised', detail, anonymous: false, hint });
      }
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        const hint = 'correct the `path` of the feed in release.config.yaml, or make the folder';
        return failed({ kind: 'unreachable', detail, hint });
      }
      throw error;
    }
  }
}

function spelledIds(index: FolderIndex): readonly string[] {
  return [...index.values()].flatMap((files) => files[0]?.id ?? []);
}

function openStream(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((fulfil, reject) => {
    const stream = createReadStream(path, { highWaterMark: 256 * 1024, signal });
    stream.once('open', () => fulfil(stream));
    stream.once('error', reject);
  });
}
