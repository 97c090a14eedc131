import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { loadWorkspace } from '../workspace/load.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';
import { feedChecks } from './doctor-feeds.ts';
import { gitCheck, historyCheck } from './doctor-git.ts';
import { outboundChecks } from './doctor-outbound.ts';
import { secretChecks } from './doctor-secrets.ts';
import { targetChecks } from './doctor-targets.ts';
import { stateFolder } from './open-store.ts';

const lowestNode = [20, 19] as const;

export async function machineChecks({ surroundings }: CommandContext): Promise<readonly Check[]> {
  return [nodeCheck(surroundings.nodeVersion), await gitCheck()];
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > lowestNode[0] || (major === lowestNode[0] && minor >= lowestNode[1]);
  const check = { name: 'node', found: version };
  return enough
    ? { ...check, state: 'ok' }
    : { ...check, state: 'failed', hint: `install Node ${lowestNode.join('.')} or newer` };
}

export async function workspaceChecks(context: CommandContext): Promise<readonly Check[]> {
  const { root, workspace, diagnostics } = await loadWorkspace(context.directory);
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  const first = wrong[0];
  if (first?.code === 'REL1233') return [fromDiagnostic('workspace', first)];
  const found = `${workspace.projects.size} projects, ${workspace.tenants.size} tenants, ${workspace.releases.size} releases`;
  const state: Check = hasErrors(diagnostics)
    ? { name: 'workspace', state: 'failed', found: `${wrong.length} mistakes`, hint: 'see release validate' }
    : { name: 'workspace', state: 'ok', found: `${found} in ${root}` };
  return [
    state,
    await historyCheck(root),
    stateCheck(context, root, workspace),
    ...(await feedChecks(context, root, workspace)),
    ...(await targetChecks(context, root, workspace)),
    ...(await secretChecks(context, root, workspace)),
    ...outboundChecks(context, workspace),
  ];
}

function stateCheck({ surroundings }: CommandContext, root: string, { config }: Workspace): Check {
  const name = 'state store';
  if (config.state.type === 'postgres') {
    return {
      name,
      state: 'failed',
      found: 'PostgreSQL is not available yet',
      hint: 'use state: { type: file, path: .release }',
    };
  }
  const folder = stateFolder(root, config.state);
  const probe = join(folder, `probe-${surroundings.pid}-${randomUUID()}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, 'x', { flag: 'wx', mode: 0o600 });
    rmSync(probe);
    return { name, state: 'ok', found: `${folder} can be written` };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { name, state: 'failed', found, hint: `let the user who runs release write to ${folder}` };
  }
}

function fromDiagnostic(name: string, { summary, hint }: Diagnostic): Check {
  return { name, state: 'failed', found: summary, ...(hint === undefined ? {} : { hint }) };
}
