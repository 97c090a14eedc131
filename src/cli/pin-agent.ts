import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggest } from '../diagnostics/suggest.ts';
import { at, readMap, readText } from '../targets/agent/read-json.ts';
import type { JsonMap } from '../util/json.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { listWorkspaceFiles } from '../workspace/list-files.ts';
import { toJson } from '../yaml/access.ts';
import { parseYaml } from '../yaml/parse.ts';
import { setScalar } from '../yaml/set-scalar.ts';
import { type Failure, failure, isFailure } from './failure.ts';

export interface Pinned {
  readonly kind: 'pinned';
  /** From the root of the workspace. */
  readonly file: string;
  readonly target: string;
  /** It stood there already. */
  readonly unchanged: boolean;
}

/**
 * Writes the fingerprint of an agent to the file of a tenant, which may be wrong without it. `named`: `tenant/target`, or
 * the tenant alone when one of its targets is an agent.
 */
export function pinAgent(root: string, named: string, fingerprint: string): Pinned | Failure {
  const [id = '', wanted] = named.split('/');
  const tenant = findTenant(root, id);
  if (isFailure(tenant)) return tenant;
  const target = chooseTarget(tenant, id, wanted);
  if (typeof target !== 'string') return target;
  const { file, text, targets } = tenant;
  if (readText(at(readMap(at(targets, target)) ?? {}, 'fingerprint')) === fingerprint) {
    return { kind: 'pinned', file, target, unchanged: true };
  }
  const edited = setScalar(text, { key: 'tenant', id }, ['targets', target, 'fingerprint'], fingerprint);
  if (edited.kind === 'refused') {
    const summary = `The fingerprint of the target ${target} cannot be written to ${file}`;
    return failure('REL2202', summary, `write fingerprint: "${fingerprint}" there by hand`);
  }
  writeFileSync(join(root, file), edited.text);
  return { kind: 'pinned', file, target, unchanged: false };
}

interface TenantText {
  readonly kind: 'tenant';
  readonly file: string;
  readonly text: string;
  readonly targets: JsonMap;
}

function findTenant(root: string, id: string): TenantText | Failure {
  const known: string[] = [];
  for (const file of listWorkspaceFiles(root, diskFiles).paths.filter((path) => path.startsWith('tenants/'))) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const { root: tree } of parseYaml(file, text).documents) {
      const document = readMap(toJson(tree)) ?? {};
      const name = readText(at(document, 'tenant'));
      if (name === id) return { kind: 'tenant', file, text, targets: readMap(at(document, 'targets')) ?? {} };
      if (name !== undefined) known.push(name);
    }
  }
  const [close] = suggest(id, known);
  const hint = close === undefined ? 'write the id of a tenant' : `did you mean "${close}"?`;
  return failure('REL3010', `No tenant is called "${id}"`, hint);
}

function chooseTarget({ file, targets }: TenantText, id: string, wanted: string | undefined): string | Failure {
  const agents = Object.keys(targets).filter((name) => readMap(at(targets, name))?.type === 'agent');
  const meant = wanted === undefined ? agents : agents.filter((name) => name === wanted);
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  if (meant.length > 1) {
    const names = meant.map((name) => `${id}/${name}`).join(', ');
    return failure('REL2202', `${file} has several targets of the type agent`, `name one of them: ${names}`);
  }
  const what = wanted === undefined ? 'no target' : `no target ${wanted}`;
  return failure('REL2202', `${file} has ${what} of the type agent`, 'write it there first: type: agent, mode: …');
}
