import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TargetConfig, Workspace } from '../config/model.ts';
import { resolveTargets } from '../resolve/target-settings.ts';
import { usualPath } from '../targets/drop/drop-targets.ts';
import { isTarget } from '../targets/registry.ts';
import { bounded } from './bounded.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';
import { stateFolder } from './open-store.ts';
import { openTargets } from './open-targets.ts';

/** How many machines are asked at a time. */
const atOnce = 16;
/** How many targets are named before the rest is counted. */
const mostNamed = 20;

/**
 * Each target once: that its settings are right, for a local one that its folder can be made and written, and for one reached by
 * SSH that it can be reached and has what it needs.
 */
export async function targetChecks(
  { surroundings, print }: CommandContext,
  root: string,
  workspace: Workspace,
): Promise<readonly Check[]> {
  const { config } = workspace;
  const maker = openTargets(surroundings, root, stateFolder(root, config.state), new Set(), {
    config: config.agents,
    warn: (text) => print.note(text),
    onlyLook: true,
  });
  const checks = await bounded(namedTargets(workspace), atOnce, async ({ target, name }): Promise<Check> => {
    const made = maker.make(target);
    const problem = isTarget(made) ? await made.check?.() : made;
    if (problem === undefined) return folderCheck(name, root, target);
    const { summary, hint, severity } = problem;
    return {
      name,
      state: severity === 'warning' ? 'warning' : 'failed',
      found: summary,
      ...(hint === undefined ? {} : { hint }),
    };
  });
  maker.close();
  return summarised(checks);
}

interface NamedTarget {
  readonly name: string;
  readonly target: TargetConfig;
}

/** A target whose settings differ from one environment to the next counts once for each way that it is reached. */
function namedTargets(workspace: Workspace): readonly NamedTarget[] {
  const { config, tenants } = workspace;
  const targetsOf = resolveTargets(workspace);
  const found = new Map<string, NamedTarget>();
  const add = (name: string, target: TargetConfig): void => {
    const key = JSON.stringify([name, target.settings]);
    if (!found.has(key)) found.set(key, { name, target });
  };
  for (const target of config.targets.values()) if (target.templates === undefined) add(`target ${target.id}`, target);
  for (const tenant of tenants.values()) {
    for (const environment of tenant.environments) {
      const { targets, problems } = targetsOf(tenant, environment);
      for (const [index, target] of targets.entries()) {
        const own = !target.shared || target.templates !== undefined;
        if (own && !problems.has(index)) add(`target ${target.id} of ${tenant.id}`, target);
      }
    }
  }
  return [...found.values()];
}

function folderCheck(name: string, root: string, { type, settings }: TargetConfig): Check {
  if (type === 'ssh') return { name, state: 'ok', found: `${String(settings.host)} lets us in and has all it needs` };
  const path = settings.path ?? (type === 'drop' ? usualPath : undefined);
  if ((type !== 'local' && type !== 'drop') || typeof path !== 'string')
    return { name, state: 'ok', found: `type ${type}` };
  const folder = nearestExisting(resolve(root, path));
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    const to = Array.isArray(settings.recipients) ? `, and secrets are for ${settings.recipients.join(' and ')}` : '';
    return { name, state: 'ok', found: `${path} can be written${to}` };
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
