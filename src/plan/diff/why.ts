import type { Candidate, CandidateOrigin } from '../../config/scope.ts';
import { describeLoss, explainVariable } from '../../resolve/explain.ts';
import type { LaneContext, NodeContext } from '../../resolve/match-scope.ts';
import { valueReferences } from '../../template/value-templates.ts';
import type { LaneDraft } from '../compile-lane.ts';
import type { LaneInstance } from '../lane-instance.ts';
import type { WhyChanged } from './model.ts';
import { textOf } from './same-value.ts';
import type { DiffSide } from './side.ts';

/** A project of a deployment on one side of a change. */
export interface ValuePlace {
  readonly side: DiffSide;
  readonly lane: LaneDraft;
  readonly instance: LaneInstance;
}

export interface Winners {
  readonly before?: Candidate;
  readonly after?: Candidate;
  readonly why: WhyChanged;
}

/** Who won before, who wins now, and why it is another value. `node` narrows to a step or target. */
export function whyChanged(name: string, before: ValuePlace, after: ValuePlace, node: Partial<NodeContext>): Winners {
  const was = explainAt(name, before, node).winner;
  const { winner: is, losers } = explainAt(name, after, node);
  const winners = { ...(was && { before: was }), ...(is && { after: is }) };
  if (was === undefined) return { ...winners, why: { kind: 'new' } };
  if (is !== undefined && identityOf(was) === identityOf(is)) return { ...winners, why: sameWinner(was, is) };
  const old = losers.find(({ candidate }) => identityOf(candidate) === identityOf(was));
  if (old === undefined) return { ...winners, why: { kind: 'gone' } };
  const reason = describeLoss(old.reason);
  const left = old.reason.kind === 'out-of-scope' || old.reason.kind === 'excluded';
  return { ...winners, why: { kind: left ? 'left' : 'outranked', reason } };
}

function explainAt(name: string, { side, lane, instance }: ValuePlace, node: Partial<NodeContext>) {
  const context: LaneContext = { ...instance.context, ...node };
  return explainVariable(side.indexOf(instance), context, side.sourcesOf(lane, instance), name);
}

function sameWinner(was: Candidate, is: Candidate): WhyChanged {
  if (textOf(was.value) !== textOf(is.value)) return { kind: 'edited' };
  const written = is.value.kind === 'value' ? is.value.value : is.value.secret.ref;
  const names = valueReferences(written).references.map(({ reference }) => reference.path.join('.'));
  return { kind: 'refers', names: [...new Set(names)] };
}

/** Equal for what people take for the same candidate before and after an edit: its place may move, its text change. */
function identityOf({ name, scope, origin }: Candidate): string {
  return `${name}\n${originKey(origin)}\n${textOf(scope)}`;
}

function originKey(origin: CandidateOrigin): string {
  return textOf(origin);
}
