import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractArchive } from '../feeds/extract.ts';
import { maskOrderLine } from '../secrets/mask-output.ts';
import { secretForms } from '../secrets/secret-forms.ts';
import { createTargets } from '../targets/registry.ts';
import type { TargetMaker } from '../targets/target-maker.ts';
import type { Surroundings } from './surroundings.ts';

/** Where the local target keeps what it needs, in the state folder of a workspace. */
export function localState(state: string): string {
  return join(state, 'local');
}

/** Keys and known bundles of sites without a connection, in the state folder of a workspace. */
export function dropState(state: string): string {
  return join(state, 'drop');
}

/** No script inherits them. */
const ownSecrets = ['RELEASE_DROP_KEY', 'RELEASE_DROP_PASSPHRASE'];

/** From assets/drop/, which stands beside `src` and `dist`. */
function bundleScripts(): readonly (readonly [string, string])[] {
  return ['deploy.sh'].map((name) => [
    name,
    readFileSync(new URL(`../../assets/drop/${name}`, import.meta.url), 'utf8'),
  ]);
}

/**
 * The targets of a workspace, with what they need of this machine. `state` is its state folder. Scripts get the variables
 * of our own environment but those in `withheld`.
 */
export function openTargets(
  surroundings: Surroundings,
  root: string,
  state: string,
  withheld: ReadonlySet<string> = new Set(),
): TargetMaker {
  const { environment, kill, pid, maskingProgram, now } = surroundings;
  return createTargets({
    workspaceRoot: root,
    stateDirectory: localState(state),
    environment: definedOnly(environment, withheld),
    sendSignal: kill,
    pid,
    maskingProgram: { command: maskingProgram, orderLine: maskOrderLine },
    secretForms,
    now,
    extract: async (archive, folder, label) => {
      const result = await extractArchive(archive, folder, { label });
      return result.ok ? [] : result.diagnostics;
    },
    drop: {
      stateDirectory: dropState(state),
      key: environment.RELEASE_DROP_KEY,
      passphrase: environment.RELEASE_DROP_PASSPHRASE,
      scripts: bundleScripts,
    },
  });
}

function definedOnly(
  environment: Surroundings['environment'],
  withheld: ReadonlySet<string>,
): { readonly [name: string]: string } {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || withheld.has(name) || ownSecrets.includes(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
