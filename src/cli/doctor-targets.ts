import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TargetConfig, Workspace } from '../config/model.ts';
import { usualPath } from '../targets/drop/drop-targets.ts';
import { isTarget } from '../targets/registry.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';
import { stateFolder } from './open-store.ts';
import { openTargets } from './open-targets.ts';

/** How many targets are named before the rest is counted. */
const mostNamed = 20;

/** Each target once: that its settings are right, and for a local one that its folder can be made and written. */
export async function targetChecks(
  { surroundings }: CommandContext,
  root: string,
  { config, tenants }: Workspace,
): Promise<readonly Check[]> {
  const maker = openTargets(surroundings, root, stateFolder(root, config.state), new Set(), {
    config: config.agents,
    warn: () => {},
  });
  const own = [...tenants.values()].flatMap((tenant) =>
    tenant.targets
      .filter(({ shared }) => !shared)
      .map((target) => ({ target, name: `target ${target.id} of ${tenant.id}` })),
  );
  const shared = [...config.targets.values()].map((target) => ({ target, name: `target ${target.id}` }));
  const checks = [...shared, ...own].map(({ target, name }): Check => {
    const made = maker.make(target);
    if (isTarget(made)) return folderCheck(name, root, target);
    return { name, state: 'failed', found: made.summary, ...(made.hint === undefined ? {} : { hint: made.hint }) };
  });
  maker.close();
  return summarised(checks);
}

function folderCheck(name: string, root: string, { type, settings }: TargetConfig): Check {
  const path = settings.path ?? (type === 'drop' ? usualPath : undefined);
  if ((type !== 'local' && type !== 'drop') || typeof path !== 'string')
    return { name, state: 'ok', found: `type ${type}` };
  const folder = nearestExisting(resolve(root, path));
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { name, state: 'ok', found: `${path} can be written` };
  } catch {
    return {
      name,
      state: 'failed',
      found: `${folder} cannot be written`,
      hint: `let the user who runs release write to ${folder}`,
    };
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

/** All that failed, and of many that are fine only how many they are. */
function summarised(checks: readonly Check[]): readonly Check[] {
  const fine = checks.filter(({ state }) => state === 'ok');
  if (fine.length <= mostNamed) return checks;
  const rest: Check = { name: 'targets', state: 'ok', found: `${fine.length} targets are fine` };
  return [...checks.filter(({ state }) => state !== 'ok'), rest];
}
