import type { NodeNames } from '../plan/node-scope.ts';
import { nodeScope, readForPlan } from '../plan/values-scope.ts';
import { compileCached } from '../template/compile.ts';
import type { TemplateScope } from '../template/scope.ts';
import { isList, scalarText } from '../template/values.ts';
import type { Json } from '../util/json.ts';
import { role } from './graph.ts';
import { type LaneState, stepOf } from './lane-state.ts';
import { outputsFor } from './outputs.ts';
import type { GateState, RunState } from './state.ts';

/*
 * What an approval step asks, and whom. Its inputs are filled in from the plan and the outputs in the journal alone: no
 * secret is known here, so none can get to a screen or into the journal.
 */

/**
 * Who may decide about a gate, by their names; empty for anybody. A name that cannot be worked out stays as it is
 * written, and so is nobody's: what is not known lets nobody in.
 */
export function approversOf(
  state: RunState,
  { kind, node: place }: Pick<GateState, 'kind' | 'node'>,
): readonly string[] {
  const lane = place && state.lanes[place.lane];
  if (kind !== 'approval' || lane === undefined || lane.graph.role[place?.node ?? -1] !== role.approval) return [];
  const node = place?.node ?? -1;
  const written = stepOf(lane, node).with.approvers;
  if (written === undefined) return [];
  const scope = scopeAt(state, lane, node);
  const items = isList(written) ? written.map((one) => filled(scope, one)) : filled(scope, written);
  // What is no name is nobody's either. Left out, it could leave an empty list, which is for anybody.
  return (isList(items) ? items : [items]).map((one) => scalarText(one) ?? JSON.stringify(one));
}

/** Whether somebody may decide about a gate. */
export function mayDecide(state: RunState, gate: Pick<GateState, 'kind' | 'node'>, by: string): boolean {
  const approvers = approversOf(state, gate);
  return approvers.length === 0 || approvers.includes(by);
}

/**
 * What an approval step waits for, with its message on one line; as it was where there is none, or where the message
 * would say a secret or something that is not known.
 */
export function withMessage(state: RunState, lane: LaneState, node: number, waitingFor: string): string {
  const { message } = stepOf(lane, node).with;
  if (lane.graph.role[node] !== role.approval || message === undefined) return waitingFor;
  const rendered = typeof message === 'string' ? render(scopeAt(state, lane, node), message) : message;
  const text =
    scalarText(rendered ?? null)
      ?.replaceAll(/\s+/g, ' ')
      .trim() ?? '';
  return text === '' ? waitingFor : `${waitingFor}: ${text}`;
}

/** What a text stands for, or itself where that is not known. */
function filled(scope: TemplateScope, value: Json): Json {
  return typeof value === 'string' ? (render(scope, value) ?? value) : value;
}

/** Undefined where the text names a secret, or something that is not known. */
function render(scope: TemplateScope, text: string): Json | undefined {
  const result = compileCached(text, false).template?.render(scope);
  return result?.ok === true && !result.secret ? result.value : undefined;
}

function scopeAt(state: RunState, lane: LaneState, node: number): TemplateScope {
  const { plan, graph } = lane;
  const index = graph.step[node] ?? -1;
  const { path } = stepOf(lane, node);
  const around = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return nodeScope(namesAt(state, lane, node, around), plan.values[around] ?? {}, plan.overrides[index], readForPlan);
}

function namesAt(
  { plan: { header }, run, timestamp }: RunState,
  lane: LaneState,
  node: number,
  around: string,
): NodeNames {
  const { tenant, environment, versions, to, namespace, packages } = lane.plan;
  const { id, project } = stepOf(lane, node);
  const used = Object.values(packages).flatMap((index) => header.packages[index] ?? []);
  const prefix = around === '' ? '' : `${around}/`;
  return {
    ...{ tenant, environment, project, channel: header.channel, step: id },
    release: { id: header.release, version: versions[project] ?? to },
    ...(namespace !== undefined && { namespace }),
    packages: Object.fromEntries(used.map((one) => [one.id, { version: one.version }])),
    run: { id: run, timestamp, outputs: (step) => outputsFor(lane, node, prefix + step) },
  };
}
