import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { ageRecipientKey } from '../../util/age-recipient.ts';
import type { Json } from '../../util/json.ts';
import type { BundleWriter } from '../bundle.ts';
import { isFolderName } from '../package-names.ts';
import type { PackageStore } from '../package-store.ts';
import type { Target } from '../target.ts';
import type { DropContext, TargetContext, TargetMaker, TargetSettings } from '../target-maker.ts';
import { rememberBundle } from './known-bundles.ts';
import { sealToKeys } from './seal-age.ts';
import type { Recipient } from './seal-bundle.ts';
import { type SigningKey, signingKey } from './signing-key.ts';
import { writeBundle } from './write-bundle.ts';

/** Where bundles go when the target does not say. */
export const usualPath = 'drops';

/** Sites without a connection. Nothing runs on such a target: it writes bundles, under its `path` in the workspace. */
export function dropTargets(context: TargetContext): TargetMaker {
  const { drop } = context;
  let key: SigningKey | Diagnostic | undefined;
  return {
    make: (target) => {
      if (drop === undefined) return wrong(target, 'there is no place here to keep its keys', 'use release itself');
      const settings = settingsOf(target);
      if ('code' in settings) return settings;
      // Not at every start of the program: making a key writes to the disk.
      const bundles = writerOf(context, drop, settings, () => {
        key ??= signingKey(drop.key, join(drop.stateDirectory, 'signing-key.pem'));
        return key;
      });
      return { ...nothingRuns, bundles };
    },
    close: () => {},
  };
}

interface DropSettings {
  readonly path: string;
  readonly awaits: 'written' | 'applied';
  readonly recipients: readonly Recipient[];
}

function settingsOf(target: TargetSettings | undefined): DropSettings | Diagnostic {
  const { path = usualPath, await: awaits = 'written' } = target?.settings ?? {};
  if (typeof path !== 'string' || path === '' || /[\0\r\n]/.test(path)) {
    return wrong(target, 'its path is not the path of a folder', 'write a path, such as drops');
  }
  if (awaits !== 'written' && awaits !== 'applied')
    return wrong(target, 'nothing else can be awaited', 'write `await: written` or `await: applied`');
  const recipients = recipientsOf(target?.settings.recipients);
  if (recipients !== undefined) return { path, awaits, recipients };
  return wrong(target, 'nothing can be encrypted to its `recipients`', 'write what `age-keygen -y` prints at the site');
}

/** Absent: none. Undefined when one of them is no public key, or one that keeps no secret. */
function recipientsOf(setting: Json | undefined): readonly Recipient[] | undefined {
  if (setting === undefined) return [];
  if (!Array.isArray(setting)) return undefined;
  const recipients = setting.flatMap((text) => {
    const key = typeof text === 'string' ? ageRecipientKey(text) : undefined;
    return key === undefined ? [] : [{ text: String(text), key }];
  });
  const keys = recipients.map(({ key }) => key);
  const usable = keys.length === setting.length && sealToKeys('', keys, new Uint8Array()) !== undefined;
  return usable ? recipients : undefined;
}

function writerOf(
  context: TargetContext,
  drop: DropContext,
  { path, awaits, recipients }: DropSettings,
  keyOf: () => SigningKey | Diagnostic,
): BundleWriter {
  return {
    awaits,
    write: async (bundle) => {
      const key = keyOf();
      if ('code' in key) return { kind: 'refused', diagnostics: [key] };
      const folders = [bundle.tenant, bundle.environment, bundle.run];
      const names = [...folders, bundle.name].filter((name) => !isFolderName(name));
      if (names.length > 0) throw new RangeError(`Not a folder name: ${JSON.stringify(names[0])}`);
      const { extract } = context;
      const { passphrase, scripts } = drop;
      const parent = join(resolve(context.workspaceRoot, path), ...folders);
      const written = await writeBundle(parent, bundle, { extract, scripts, key, passphrase, recipients });
      if (written.kind === 'written') rememberBundle(drop.stateDirectory, bundle, written.digest);
      return written;
    },
  };
}

function wrong(target: TargetSettings | undefined, why: string, hint: string): Diagnostic {
  const summary = `The target ${target?.id ?? ''} cannot be used: ${why}`;
  return { code: 'REL2131', severity: 'error', summary, hint };
}

const refusal: Diagnostic = {
  code: 'REL2182',
  severity: 'error',
  summary: 'Nothing runs on an offline target: its steps go into a bundle',
  hint: 'use steps of the kinds script and package there',
};

async function nobodyThere(): Promise<never> {
  throw new Error(refusal.summary);
}

const noPackages: PackageStore = {
  install: async () => ({ kind: 'refused', diagnostics: [refusal] }),
  switchTo: nobodyThere,
  noteCurrent: nobodyThere,
  look: async () => undefined,
  list: async () => [],
  prune: async () => [],
};

/** What is left of a target where nobody is. */
export const nothingRuns: Target = {
  start: async () => ({ kind: 'refused', diagnostics: [refusal] }),
  status: async () => ({ kind: 'never-started' }),
  wait: async () => ({ kind: 'never-started' }),
  readLog: async (_, cursor) => ({ bytes: new Uint8Array(), cursor }),
  cancel: async () => ({ kind: 'never-started' }),
  complete: async () => {},
  capabilities: async () => ({ interpreters: [] }),
  packages: noPackages,
  close: () => {},
};
