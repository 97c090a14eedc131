import type { DatabaseKind } from '../../aws/database.ts';
import { type AwsPlace, decodePlace, placeKey } from '../../aws/place.ts';
import type { Plan, PlanLane, PlanStep } from '../../plan/model.ts';
import { nodeScope, readForPlan } from '../../plan/values-scope.ts';
import type { TemplateScope } from '../../template/scope.ts';
import type { Json, JsonMap } from '../../util/json.ts';
import { compileInputs } from '../compiled-inputs.ts';
import { integerInput, textInput } from '../read-inputs.ts';

/** Where a deployment has its databases, and what there may need them. */
export interface AwsSpace {
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  /** The project whose steps these are: `project`, or one that it chains. */
  readonly deploys: string;
  /** Index into the lanes of the plan. */
  readonly lane: number;
  readonly namespace: string;
  readonly place: AwsPlace;
  /** Where snapshots are taken, when that is elsewhere. */
  readonly source?: AwsPlace;
  readonly cluster?: string;
  readonly service?: string;
  readonly kinds: readonly DatabaseKind[];
  /** Database that snapshots are taken of, and the groups of a new one. */
  readonly sourceDatabase?: string;
  readonly subnetGroup?: string;
  readonly parameterGroup?: string;
  /** Pause between looks, and how long no task may start again, as they are written. */
  readonly every?: string;
  readonly bake?: string;
  /** Generations before the active one that stay. */
  readonly keep: number;
}

const keys = [
  'aws',
  'source',
  'namespace',
  'cluster',
  'service',
  'kind',
  'keep',
  'database',
  'subnetGroup',
  'parameterGroup',
  'every',
  'bake',
] as const;

/** The spaces of all deployments of a plan with AWS steps for databases, from what is known before a run. */
export function awsSpaces(plan: Plan): readonly AwsSpace[] {
  const found = new Map<string, AwsSpace>();
  for (const [index, lane] of plan.lanes.entries()) {
    const space = spaceOf(plan, lane, index);
    if (space !== undefined) found.set(`${placeKey(space.place)} ${space.namespace}`, space);
  }
  return [...found.values()];
}

function spaceOf(plan: Plan, lane: PlanLane, index: number): AwsSpace | undefined {
  const steps = (plan.processes[lane.process]?.steps ?? []).filter(({ kind }) => kind.startsWith('aws/'));
  const inputs = steps.map((step) => ({ kind: step.kind, step, known: knownInputs(plan, lane, step) }));
  const databases = inputs.filter(({ kind }) => kind === 'aws/rds-restore' || kind === 'aws/rds-delete');
  const [first] = databases;
  const namespace = (first && textInput(first.known, 'namespace')) ?? lane.namespace;
  if (first === undefined || namespace === undefined) return undefined;
  const last = <T>(pick: (known: JsonMap) => T | undefined): T | undefined =>
    inputs.map(({ known }) => pick(known)).findLast((one) => one !== undefined);
  const cluster = last((known) => textInput(known, 'cluster'));
  const service = last((known) => textInput(known, 'service'));
  const source = last((known) => known.source);
  const kinds = new Set(
    databases.map(({ known }): DatabaseKind => (known.kind === 'cluster' ? 'cluster' : 'instance')),
  );
  return {
    tenant: lane.tenant?.id ?? null,
    environment: lane.environment,
    project: lane.project,
    deploys: first.step.project,
    lane: index,
    namespace,
    place: decodePlace(first.known.aws),
    kinds: [...kinds],
    keep: last((known) => integerInput(known, 'keep')) ?? 1,
    ...(cluster !== undefined && { cluster }),
    ...(service !== undefined && { service }),
    ...(source !== undefined && { source: decodePlace(source) }),
    ...optionalTexts({
      sourceDatabase: textIn(inputs, 'aws/rds-snapshot', 'database'),
      subnetGroup: textIn(inputs, 'aws/rds-restore', 'subnetGroup'),
      parameterGroup: textIn(inputs, 'aws/rds-restore', 'parameterGroup'),
      every: last((known) => textInput(known, 'every')),
      bake: last((known) => textInput(known, 'bake')),
    }),
  };
}

interface KnownStep {
  readonly kind: string;
  readonly known: JsonMap;
}

function textIn(steps: readonly KnownStep[], kind: string, key: string): string | undefined {
  return steps
    .filter((step) => step.kind === kind)
    .map(({ known }) => textInput(known, key))
    .find((text) => text !== undefined);
}

function optionalTexts<K extends string>(
  texts: { readonly [key in K]: string | undefined },
): { readonly [key in K]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as {
    readonly [key in K]?: string;
  };
}

/** Inputs of a step that need no run: each by itself, because others of the same step do. */
function knownInputs(plan: Plan, lane: PlanLane, step: PlanStep): JsonMap {
  const scope = scopeOf(plan, lane, step);
  const known: Record<string, Json> = {};
  for (const key of keys) {
    const value = step.with[key];
    if (value === undefined) continue;
    const compiled = compileInputs({ ...step, with: { [key]: value } }, { literal: [] });
    const rendered = compiled?.render(scope);
    const found = rendered?.kind === 'rendered' ? rendered.inputs[key] : undefined;
    if (found !== undefined) known[key] = found;
  }
  return known;
}

function scopeOf(plan: Plan, lane: PlanLane, step: PlanStep): TemplateScope {
  const prefix = step.path.slice(0, step.path.lastIndexOf('/') + 1);
  const names = {
    tenant: lane.tenant,
    environment: lane.environment,
    project: step.project,
    release: { id: plan.header.release, version: lane.versions[step.project] ?? lane.to },
    channel: plan.header.channel,
    step: step.id,
    ...(lane.namespace !== undefined && { namespace: lane.namespace }),
  };
  return nodeScope(names, lane.values[prefix.slice(0, -1)] ?? {}, undefined, readForPlan);
}
