import { join } from 'node:path';
import { extractArchive } from '../feeds/extract.ts';
import { maskOrderLine } from '../secrets/mask-output.ts';
import { createTargets } from '../targets/registry.ts';
import type { TargetMaker } from '../targets/target-maker.ts';
import type { Surroundings } from './surroundings.ts';

/** The targets of a workspace, with what they need of this machine. `state` is its state folder. */
export function openTargets(surroundings: Surroundings, root: string, state: string): TargetMaker {
  const { environment, kill, pid, maskingProgram, now } = surroundings;
  return createTargets({
    workspaceRoot: root,
    stateDirectory: join(state, 'local'),
    environment: definedOnly(environment),
    sendSignal: kill,
    pid,
    maskingProgram: { command: maskingProgram, orderLine: maskOrderLine },
    now,
    extract: async (archive, folder) => {
      const result = await extractArchive(archive, folder);
      return result.ok ? [] : result.diagnostics;
    },
  });
}

function definedOnly(environment: Surroundings['environment']): { readonly [name: string]: string } {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
