import type { Located, TargetConfig, Tenant, Workspace } from '../config/model.ts';
import { problemOf } from '../config/rules/paths-inside.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileTemplate } from '../template/compile.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { scalarText } from '../template/values.ts';
import type { Json } from '../util/json.ts';
import { resolveNamespaces } from './namespace.ts';
import { tenantScope } from './tenant-scope.ts';
import { buildVariableIndex, type VariableIndex } from './variable-index.ts';

export interface FilledTargets {
  readonly targets: readonly TargetConfig[];
  /** By index of the target. Whoever uses none of them has no mistake. */
  readonly problems: ReadonlyMap<number, readonly Diagnostic[]>;
}

/** The targets of a tenant in an environment; without a tenant those that all share. The same list for the same question. */
export type TargetsOf = (tenant: Tenant | undefined, environment: string) => FilledTargets;

const known = new WeakMap<Workspace, TargetsOf>();
const noProblems: FilledTargets['problems'] = new Map();

/** Settings of targets may name what is known of a tenant outside every project. Worked out once for all releases. */
export function resolveTargets(workspace: Workspace): TargetsOf {
  const found = known.get(workspace) ?? workOut(workspace);
  known.set(workspace, found);
  return found;
}

function workOut(workspace: Workspace): TargetsOf {
  const shared = [...workspace.config.targets.values()];
  const filled = new Map<string, FilledTargets>();
  let index: VariableIndex | undefined;
  return (tenant, environment) => {
    const targets = tenant?.targets ?? shared;
    if (targets.every(({ templates }) => templates === undefined)) return { targets, problems: noProblems };
    const key = `${tenant?.id ?? ''}\n${environment}`;
    const ready = filled.get(key);
    if (ready !== undefined) return ready;
    index ??= buildVariableIndex(workspace, undefined);
    const namespace = tenant && resolveNamespaces(workspace).of(tenant.id, environment);
    const made = fillIn(targets, tenantScope(index, { tenant, environment, namespace }));
    filled.set(key, made);
    return made;
  };
}

function fillIn(targets: readonly TargetConfig[], scope: TemplateScope): FilledTargets {
  const problems = new Map<number, Diagnostic[]>();
  const filled = targets.map((target, index): TargetConfig => {
    if (target.templates === undefined) return target;
    const settings: Record<string, Json> = { ...target.settings };
    for (const [key, template] of target.templates) {
      const value = render(target, key, template, scope);
      if (typeof value === 'string') settings[key] = value;
      else problems.set(index, [...(problems.get(index) ?? []), ...value]);
    }
    return { ...target, settings };
  });
  return { targets: filled, problems };
}

function render(target: TargetConfig, key: string, { text, span }: Located, scope: TemplateScope) {
  const { template, diagnostics } = compileTemplate(text, span);
  if (template === undefined) return diagnostics;
  const result = template.render(scope);
  if (!result.ok) {
    const { code: _, summary, ...rest } = renderDiagnostic(result.problem, span, text);
    const what = `\`${key}\` of the target ${target.id} cannot be filled in: ${summary}`;
    return [{ ...rest, code: 'REL1315', summary: what, hint: hintFor(result.problem.kind, rest.hint) } as const];
  }
  const value = scalarText(result.value) ?? '';
  const problem = problemWith(target.type, key, value);
  if (problem === undefined) return value;
  const summary = `\`${key}\` of the target ${target.id} ${problem}, once its values are filled in: ${JSON.stringify(value)}`;
  const hint = 'look at the values that it names, with release explain';
  return [{ code: 'REL1316', severity: 'error', summary, hint, span } as const];
}

function hintFor(problem: string, usual: string | undefined): string {
  if (problem !== 'later') return usual ?? '';
  return 'how a machine is reached stands in the plan: name values of the tenant, and no secret';
}

/** Folders of the machine that runs `release` stay in the workspace, those of an agent in its own. */
function problemWith(type: string, key: string, value: string): string | undefined {
  if (value.trim() === '') return 'is blank';
  if (/\p{Cc}/u.test(value)) return 'holds a control character';
  const leaves = key === 'path' && type !== 'ssh' ? problemOf(value) : undefined;
  return leaves !== undefined && type === 'agent' ? 'leaves the folder of its agent' : leaves;
}
