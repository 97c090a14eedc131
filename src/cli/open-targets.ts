import { join } from 'node:path';
import type { AgentsConfig } from '../config/model.ts';
import { extractArchive } from '../feeds/extract.ts';
import { maskOrderLine } from '../secrets/mask-output.ts';
import { secretForms } from '../secrets/secret-forms.ts';
import { createTargets } from '../targets/registry.ts';
import type { AgentContext, TargetMaker } from '../targets/target-maker.ts';
import { bundleScripts } from './bundle-scripts.ts';
import { localState } from './open-store.ts';
import type { Surroundings } from './surroundings.ts';

/** Keys and known bundles of sites without a connection, in the state folder of a workspace. */
export function dropState(state: string): string {
  return join(state, 'drop');
}

/** Our key and certificate towards agents, in the state folder of a workspace. */
export function runnerIdentityFile(state: string): string {
  return join(state, 'agents', 'runner.pem');
}

/** No script inherits them. */
const ownSecrets = ['RELEASE_AGENT_KEY', 'RELEASE_DROP_KEY', 'RELEASE_DROP_PASSPHRASE'];

/** How agents are reached, and who is told of those that are turned away. */
export interface AgentSettings {
  readonly config: AgentsConfig;
  readonly warn: (text: string) => void;
  /** No key of ours is made. */
  readonly onlyLook?: boolean;
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
  agents?: AgentSettings,
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
    ...(agents !== undefined && { agents: agentContext(surroundings, state, agents) }),
  });
}

function agentContext({ environment, version }: Surroundings, state: string, agents: AgentSettings): AgentContext {
  const { config, warn, onlyLook = false } = agents;
  return {
    onlyLook,
    identityFile: runnerIdentityFile(state),
    key: environment.RELEASE_AGENT_KEY,
    listen: config.listen,
    patience: config.patienceSeconds * 1000,
    version,
    warn,
  };
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
