import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from '../bundle.ts';
import { isCode } from '../local/files.ts';

/** What we remember of a bundle that was written: a receipt is measured by it. */
export interface KnownBundle {
  readonly id: string;
  readonly run: string;
  readonly tenant: string;
  readonly environment: string;
  readonly target: string;
  /** sha256 of the manifest. */
  readonly digest: string;
  /** Addresses of the nodes, in the order of the steps. */
  readonly nodes: readonly string[];
}

const idForm = /^[A-Za-z0-9_@][A-Za-z0-9._@+-]{0,250}$/;

export function rememberBundle(folder: string, bundle: Bundle, digest: string): void {
  const { id, run, tenant, environment, target, steps } = bundle;
  const known: KnownBundle = {
    ...{ id, run, tenant, environment, target, digest },
    nodes: steps.map(({ node }) => node),
  };
  mkdirSync(join(folder, 'bundles'), { recursive: true, mode: 0o700 });
  writeWhole(fileOf(folder, id), `${JSON.stringify(known)}\n`);
}

/** Undefined when none of that name was written here. */
export function knownBundle(folder: string, id: string): KnownBundle | undefined {
  if (!idForm.test(id)) return undefined;
  const text = readIfThere(fileOf(folder, id));
  // Written by us, whole or not at all.
  return text === undefined ? undefined : (JSON.parse(text) as KnownBundle);
}

/** The key that receipts of a site are signed with: the first one is kept, and no other counts from then on. */
export function pinnedSiteKey(folder: string, site: Pick<KnownBundle, 'tenant' | 'environment' | 'target'>): PinnedKey {
  const file = join(folder, 'sites', `${site.tenant}@${site.environment}@${site.target}`);
  return {
    file,
    read: () => readIfThere(file)?.trim(),
    pin: (key) => {
      mkdirSync(join(folder, 'sites'), { recursive: true, mode: 0o700 });
      writeWhole(file, `${key}\n`);
    },
  };
}

export interface PinnedKey {
  readonly file: string;
  read(): string | undefined;
  pin(key: string): void;
}

function fileOf(folder: string, id: string): string {
  if (!idForm.test(id)) throw new RangeError(`Not the name of a bundle: ${JSON.stringify(id)}`);
  return join(folder, 'bundles', `${id}.json`);
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
