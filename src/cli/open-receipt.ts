import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type KnownBundle, knownBundle, pinnedSiteKey } from '../targets/drop/known-bundles.ts';
import { largestReceipt, type Receipt, readReceipt } from '../targets/drop/read-receipt.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure } from './failure.ts';
import { type OpenedStore, stateFolder } from './open-store.ts';
import { dropState } from './open-targets.ts';

export interface OpenedReceipt {
  readonly kind: 'opened';
  readonly receipt: Receipt;
  readonly bundle: KnownBundle;
  /** Nobody has seen a receipt of this site before: its key is trusted from now on. */
  readonly isFirst: boolean;
  /** Once it is recorded: trusts the key of its site, and never takes the same receipt again. */
  readonly accept: () => void;
}

/** Reads a receipt and holds it against the bundle that we wrote and the key that the site used before. */
export async function openReceipt(
  { directory }: CommandContext,
  { root, config }: OpenedStore,
  file: string,
): Promise<OpenedReceipt | Failure> {
  const path = resolve(directory, file);
  const size = statSync(path, { throwIfNoEntry: false });
  if (size?.isFile() !== true) return refused(file, 'there is no such file', 'name the file that deploy.sh wrote');
  if (size.size > largestReceipt)
    return refused(file, 'it is larger than any receipt', 'name the file that deploy.sh wrote');
  const bytes = readFileSync(path);
  const read = readReceipt(bytes);
  if (!read.ok) return refused(file, read.reason, 'bring the file from the site once more, unchanged');
  const { receipt } = read;
  const folder = dropState(stateFolder(root, config.state));
  const bundle = knownBundle(folder, receipt.bundle);
  if (bundle === undefined) {
    return refused(
      file,
      'the bundle that it speaks of was not written here',
      'import it in the workspace that wrote the bundle',
    );
  }
  const problem = mismatch(receipt, bundle);
  if (problem !== undefined)
    return refused(file, problem, `apply the bundle ${bundle.id} as it is now, and import that receipt`);
  const pinned = pinnedSiteKey(folder, bundle);
  const known = pinned.read();
  if (known !== undefined && known !== receipt.fingerprint) {
    return refused(
      file,
      'it is signed by another key than this site used before',
      `if the site was set up anew, remove ${pinned.file}`,
    );
  }
  const mark = join(folder, 'receipts', createHash('sha256').update(bytes).digest('hex'));
  if (existsSync(mark)) return refused(file, 'it was imported before', `see release status ${bundle.run}`);
  const accept = (): void => {
    if (known === undefined) pinned.pin(receipt.fingerprint);
    mkdirSync(join(folder, 'receipts'), { recursive: true, mode: 0o700 });
    writeFileSync(mark, bytes, { mode: 0o600 });
  };
  return { kind: 'opened', receipt, bundle, isFirst: known === undefined, accept };
}

function mismatch(receipt: Receipt, bundle: KnownBundle): string | undefined {
  const { tenant, environment, target, digest, nodes } = bundle;
  if (receipt.manifest !== digest) return 'the site applied another bundle of that name';
  if (receipt.tenant !== tenant || receipt.environment !== environment || receipt.target !== target)
    return 'it is of another site';
  return receipt.steps.length === nodes.length ? undefined : 'it does not tell of every step';
}

export function refused(file: string, why: string, hint: string): Failure {
  return failure('REL2183', `The receipt ${file} is not taken: ${why}`, hint);
}
