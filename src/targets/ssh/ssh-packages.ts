import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { applyEdits } from '../local/edit-files.ts';
import { checkInstall, isFolderName, placeFolder, versionFolderName } from '../package-names.ts';
import type { InstallRequest, InstallResult, PackagePlace, PackageStore } from '../package-store.ts';
import { shellQuote } from '../shell-quote.ts';
import { failure, refusal, SshFailure } from './failures.ts';
import type { Place } from './place.ts';

export interface SshPackagesOptions {
  readonly place: Place;
  /** Absolute: packages are unpacked and checked here before they go over. */
  readonly stateDirectory: string;
  readonly extract: (archiveFile: string, intoFolder: string, label: string) => Promise<readonly Diagnostic[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Packages on the other side. An archive is unpacked and judged on this side, and goes over as a plain tar of what came
 * out: once for its digest, whoever installs it how often. Files with values put in follow in a second, small one.
 */
export function createSshPackages(options: SshPackagesOptions): PackageStore {
  return new SshPackages(options);
}

class SshPackages implements PackageStore {
  readonly #options: SshPackagesOptions;
  readonly #place: Place;
  readonly #uploads = new Map<string, Promise<readonly Diagnostic[]>>();

  constructor(options: SshPackagesOptions) {
    this.#options = options;
    this.#place = options.place;
  }

  async install(request: InstallRequest): Promise<InstallResult> {
    const diagnostics = checkInstall(request);
    if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
    try {
      return await this.#install(request);
    } catch (error) {
      if (error instanceof SshFailure) return { kind: 'refused', diagnostics: [error.diagnostic] };
      throw error;
    }
  }

  async #install(request: InstallRequest): Promise<InstallResult> {
    const folder = await this.#folder(request.place);
    const name = versionFolderName(request);
    const path = `${folder}/${name}`;
    const there = (await this.#must(`_release_look ${shellQuote(path)}`, 'look for a package')).trim();
    if (there === 'there') return { kind: 'installed', name, path, fresh: false };
    const scratch = join(this.#options.stateDirectory, 'ssh', randomUUID());
    try {
      const refused = await this.#fill(request, folder, path, scratch);
      if (Array.isArray(refused)) return { kind: 'refused', diagnostics: refused };
      return { kind: 'installed', name, path, fresh: refused === 'installed' };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #fill(request: InstallRequest, folder: string, path: string, scratch: string): Promise<Diagnostic[] | string> {
    const { place, version, sha256, edits = [] } = request;
    const label = `${place.packageId} ${version}`;
    const tree = join(scratch, 'tree');
    let unpacked: Promise<readonly Diagnostic[]> | undefined;
    const unpack = (): Promise<readonly Diagnostic[]> => {
      unpacked ??= mkdir(scratch, { recursive: true, mode: 0o700 }).then(async () => {
        const diagnostics = await this.#options.extract(request.archiveFile, tree, label);
        return diagnostics.filter(({ severity }) => severity === 'error');
      });
      return unpacked;
    };
    const problems = await this.#uploadOnce(sha256, scratch, unpack);
    if (problems.length > 0) return [...problems];
    const edited = edits.length === 0 ? [] : [...(await unpack()), ...(await applyEdits(tree, edits))];
    if (edited.length > 0) return edited;
    const incoming = `${folder}/.incoming~${randomUUID()}`;
    const archive = await this.#archiveOf(sha256);
    await this.#unpackThere(archive, incoming);
    if (edits.length > 0)
      await this.#sendEdits(
        scratch,
        tree,
        edits.map((edit) => edit.path),
        incoming,
      );
    const words = `${shellQuote(incoming)} ${shellQuote(path)} ${Math.round(this.#options.now())}`;
    return (await this.#must(`_release_install ${words}`, 'install a package')).trim();
  }

  /** Two installs of one package at the same time are one upload. */
  #uploadOnce(
    sha256: string,
    scratch: string,
    unpack: () => Promise<readonly Diagnostic[]>,
  ): Promise<readonly Diagnostic[]> {
    const known = this.#uploads.get(sha256);
    if (known !== undefined) return known;
    const upload = this.#upload(sha256, scratch, unpack).finally(() => this.#uploads.delete(sha256));
    this.#uploads.set(sha256, upload);
    return upload;
  }

  async #upload(
    sha256: string,
    scratch: string,
    unpack: () => Promise<readonly Diagnostic[]>,
  ): Promise<readonly Diagnostic[]> {
    const archive = await this.#archiveOf(sha256);
    const digest = await this.#digest();
    if ((await this.#must(`_release_has ${shellQuote(archive)} ${digest}`, 'look for a package')).trim() === 'yes')
      return [];
    const problems = await unpack();
    if (problems.length > 0) return problems;
    const file = join(scratch, 'package.tar');
    await this.#pack(join(scratch, 'tree'), ['.'], file);
    await this.#send(file, archive);
    return [];
  }

  async #sendEdits(scratch: string, tree: string, paths: readonly string[], incoming: string): Promise<void> {
    const file = join(scratch, 'edits.tar');
    await this.#pack(
      tree,
      paths.map((path) => `./${path}`),
      file,
    );
    const remote = `${await this.#place.base()}/.release/packages/edits-${randomUUID()}`;
    try {
      await this.#send(file, remote);
      await this.#unpackThere(remote, incoming);
    } finally {
      await this.#must(`rm -f -- ${shellQuote(remote)} ${shellQuote(`${remote}.sum`)}`, 'remove a file');
    }
  }

  async #pack(tree: string, entries: readonly string[], file: string): Promise<void> {
    const gzip = (await this.#place.connection.remote()).has.has('gzip');
    const { create } = await import('tar');
    const packed = create({ cwd: tree, portable: true, noMtime: true, gzip: gzip ? { level: 1 } : false }, [
      ...entries,
    ]);
    await pipeline(packed, createWriteStream(file, { mode: 0o600 }));
  }

  /** Under a name of its own first: the other side takes it only when its digest is right. */
  async #send(file: string, remote: string): Promise<void> {
    const { connection } = this.#place;
    const digest = await this.#digest();
    const wanted = await sha256Of(file);
    const partial = `${remote}.${randomUUID()}.partial`;
    for (let attempt = 1; ; attempt += 1) {
      await connection.upload(file, partial);
      const words = `${shellQuote(partial)} ${shellQuote(remote)} ${wanted} ${digest}`;
      const said = (await this.#must(`_release_accept ${words}`, 'take a package')).trim();
      if (said === 'accepted') return;
      if (attempt === 2) {
        const bytes = (await stat(file)).size;
        throw refusal(connection.host, `take a package of ${bytes} bytes: it arrived damaged twice`, said);
      }
    }
  }

  async #unpackThere(archive: string, folder: string): Promise<void> {
    const { has } = await this.#place.connection.remote();
    const form = has.has('gzip') ? 'gzip' : 'plain';
    await this.#must(`_release_unpack ${shellQuote(archive)} ${shellQuote(folder)} ${form}`, 'unpack a package');
  }

  async #digest(): Promise<string> {
    const { connection } = this.#place;
    const { digest, has } = await connection.remote();
    const missing = digest === undefined ? 'sha256sum, shasum or openssl' : has.has('tar') ? undefined : 'tar';
    if (missing === undefined && digest !== undefined) return digest;
    const summary = `${connection.host.host} has no ${missing}, which it needs to take packages`;
    throw failure('REL2198', summary, 'install it there', true);
  }

  async switchTo(place: PackagePlace, name: string | undefined): Promise<string | undefined> {
    const folder = await this.#folder(place);
    if (name === undefined) return was(await this.#must(`_release_unlink ${shellQuote(folder)}`, 'switch a package'));
    const words = `${shellQuote(folder)} ${checkedName(name)} ${Math.round(this.#options.now())}`;
    const said = await this.#must(`_release_switch ${words}`, 'switch a package');
    if (said.trim() === 'missing') throw new Error(`${folder}/${name} is not there`);
    return was(said);
  }

  async noteCurrent(place: PackagePlace, key: string): Promise<string | undefined> {
    const words = `${shellQuote(await this.#folder(place))} ${checkedName(key)}`;
    return was(await this.#must(`_release_note ${words}`, 'write a note'));
  }

  async look(place: PackagePlace, name: string, files: readonly string[]) {
    const path = `${await this.#folder(place)}/${checkedName(name)}`;
    const said = await this.#must(`_release_look ${[path, ...files].map(shellQuote).join(' ')}`, 'look for a package');
    const [first, ...found] = said.split('\n');
    return first === 'there' ? { path, files: files.filter((file) => found.includes(file)) } : undefined;
  }

  async list(place: PackagePlace) {
    const said = await this.#must(`_release_list ${shellQuote(await this.#folder(place))}`, 'list packages');
    const [first = '', ...lines] = said.split('\n');
    const current = first.slice('current '.length);
    return lines
      .flatMap((line) => {
        const [, used, name = ''] = /^(\d+) (.+)$/.exec(line) ?? [];
        return isFolderName(name) ? [{ name, current: name === current, usedAt: Number(used) }] : [];
      })
      .sort((left, right) => right.usedAt - left.usedAt || (left.name < right.name ? 1 : -1));
  }

  async prune(place: PackagePlace, keep: number): Promise<readonly string[]> {
    if (!Number.isInteger(keep) || keep < 0) throw new RangeError(`Cannot keep ${keep} versions`);
    const folder = await this.#folder(place);
    const old = (await this.list(place)).slice(keep).filter(({ current }) => !current);
    for (const { name } of old) await this.#must(`_release_remove ${shellQuote(folder)} ${name}`, 'remove a package');
    await this.#must(`_release_sweep ${shellQuote(folder)} ${shellQuote(await this.#place.base())}`, 'remove files');
    return old.map(({ name }) => name);
  }

  async #folder(place: PackagePlace): Promise<string> {
    const relative = placeFolder(place);
    return `${await this.#place.base()}/applications/${relative}`;
  }

  async #archiveOf(sha256: string): Promise<string> {
    return `${await this.#place.base()}/.release/packages/${sha256}`;
  }

  #must(command: string, what: string): Promise<string> {
    return this.#place.connection.must(command, what);
  }
}

function checkedName(name: string): string {
  if (!isFolderName(name)) throw new RangeError(`Not a folder name: ${JSON.stringify(name)}`);
  return name;
}

function was(said: string): string | undefined {
  const name = said.trim().slice('was '.length);
  return name === '' ? undefined : name;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
