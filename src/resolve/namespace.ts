import type { Located, Tenant, Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileTemplate, type NamePart, type Template } from '../template/compile.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import { expandValues } from '../template/expand.ts';
import { scalarText } from '../template/values.ts';
import type { Resolved } from './contest.ts';
import { groupFindings } from './group-findings.ts';
import { rootLookup } from './lane-roots.ts';
import type { LaneContext } from './match-scope.ts';
import { countOf, nameSome } from './name-some.ts';
import { namespaceProblem } from './namespace-rules.ts';
import { resolveName } from './resolve-variables.ts';
import { tenantNamed } from './tenant-named.ts';
import { valueSource } from './value-source.ts';
import { buildVariableIndex, type VariableIndex } from './variable-index.ts';

export interface Namespaces {
  /** Undefined when the workspace has no namespace pattern, or the one of this tenant is in error. */
  readonly of: (tenant: string, environment: string) => string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A namespace that is in error. Refusals with the same reason are one diagnostic, at the pattern. */
interface Refusal {
  readonly reason: string;
  readonly diagnostic: Diagnostic;
  readonly context: LaneContext;
}

const none: Namespaces = { of: () => undefined, diagnostics: [] };

const known = new WeakMap<Workspace, Namespaces>();

/** The namespace of every tenant in each of its environments, from the workspace's pattern. Worked out once for all releases. */
export function resolveNamespaces(workspace: Workspace): Namespaces {
  const found = known.get(workspace) ?? workOut(workspace);
  known.set(workspace, found);
  return found;
}

function workOut(workspace: Workspace): Namespaces {
  const { namespace: pattern } = workspace.config;
  if (pattern === undefined) return none;
  const { template, diagnostics } = compileTemplate(pattern.text, pattern.span);
  if (template === undefined) return { ...none, diagnostics };
  const index = buildVariableIndex(workspace, undefined);
  const found = new Map<string, string>();
  const owners = new Map<string, Set<Tenant>>();
  const refusals: Refusal[] = [];
  for (const tenant of workspace.tenants.values()) {
    for (const environment of tenant.environments) {
      const result = namespaceOf(index, { pattern, template }, tenant, environment);
      if (typeof result !== 'string') refusals.push(result);
      else {
        found.set(`${tenant.id}\n${environment}`, result);
        owners.set(result, (owners.get(result) ?? new Set()).add(tenant));
      }
    }
  }
  const of = (tenant: string, environment: string): string | undefined => found.get(`${tenant}\n${environment}`);
  return { of, diagnostics: [...refusalDiagnostics(refusals), ...sharedNamespaces(owners)] };
}

function namespaceOf(
  index: VariableIndex,
  { pattern, template }: { readonly pattern: Located; readonly template: Template },
  tenant: Tenant,
  environment: string,
): string | Refusal {
  const context: LaneContext = { tenant: tenant.id, tags: tenant.tags, environment };
  const get = (name: string) => resolveName(index, context, tenantNamed(tenant, name), name);
  const names = () => [...index.byName.keys(), ...tenant.variables.map(({ name }) => name)].filter((name) => get(name));
  const plain = template.parts === undefined ? undefined : plainText(template.parts, context, get);
  if (plain !== undefined && namespaceProblem(plain) === undefined) return plain;
  const lookUp = rootLookup({ tenant, environment });
  const roots = { get: (path: readonly string[]) => lookUp(path) ?? ({ found: false } as const) };
  const { scope } = expandValues(valueSource({ get, names, mayAppear: () => false }), roots);
  const result = template.render(scope);
  if (!result.ok) {
    const { summary, ...rest } = renderDiagnostic(result.problem, pattern.span, pattern.text);
    const diagnostic: Diagnostic = { ...rest, code: 'REL1309', summary: `The namespace cannot be made: ${summary}` };
    return { reason: summary, diagnostic, context };
  }
  const text = scalarText(result.value) ?? '';
  const problem = namespaceProblem(text);
  return problem === undefined ? text : { reason: problem, diagnostic: badName(pattern, text, problem), context };
}

/** A pattern of texts, environments and fixed values, as nearly all are; undefined for any other, and where one is missing. */
function plainText(
  parts: readonly (string | NamePart)[],
  { tenant, environment }: LaneContext,
  get: (name: string) => Resolved | undefined,
): string | undefined {
  let text = '';
  for (const part of parts) {
    const printed = typeof part === 'string' ? part : printedName(part.name, environment, tenant, get);
    if (printed === undefined) return undefined;
    text += printed;
  }
  return text;
}

function printedName(
  name: string,
  environment: string,
  tenant: string | undefined,
  get: (name: string) => Resolved | undefined,
): string | undefined {
  if (name === 'environment') return environment;
  if (name === 'tenant.id') return tenant;
  const fixed = get(name)?.fixed;
  return fixed !== undefined && 'value' in fixed ? scalarText(fixed.value) : undefined;
}

function badName({ span }: Located, namespace: string, problem: string): Diagnostic {
  return {
    code: 'REL1310',
    severity: 'error',
    summary: `"${namespace}" cannot be a namespace: ${problem}`,
    hint: 'change the pattern, or the values of the tenant that it uses; the name must suit RDS, SSM, S3 and ECS alike',
    span,
  };
}

function refusalDiagnostics(refusals: readonly Refusal[]): readonly Diagnostic[] {
  const groups = groupFindings(
    refusals,
    ({ reason }) => reason,
    ({ context }) => context,
  );
  return groups.map(({ first, concerns }) => ({ ...first.diagnostic, detail: `This concerns ${concerns}.` }));
}

/** Resources are told apart by namespace alone, so two tenants must never share one. */
function sharedNamespaces(owners: ReadonlyMap<string, ReadonlySet<Tenant>>): readonly Diagnostic[] {
  const shared = new Map<string, { readonly tenants: readonly Tenant[]; readonly namespaces: string[] }>();
  for (const [namespace, tenants] of owners) {
    if (tenants.size < 2) continue;
    const key = [...tenants].map(({ id }) => id).join('\n');
    const known = shared.get(key) ?? { tenants: [...tenants], namespaces: [] };
    known.namespaces.push(`"${namespace}"`);
    shared.set(key, known);
  }
  return [...shared.values()].flatMap(({ tenants, namespaces }): readonly Diagnostic[] => {
    const [first, ...others] = tenants;
    if (first === undefined) return [];
    const who = `${countOf(tenants.length, 'tenant')} (${nameSome(tenants.map(({ id }) => id))})`;
    const summary = `${who} have the same namespace ${nameSome(namespaces)}`;
    const related = others.slice(0, 3).map(({ id, span }) => ({ message: `tenant ${id}`, span }));
    const hint = 'change the values that the namespace is made of, so that each tenant has its own';
    return [{ code: 'REL1311', severity: 'error', summary, hint, span: first.span, related }];
  });
}
