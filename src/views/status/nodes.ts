import { nodeAddress } from '../../run/address.ts';
import { role } from '../../run/graph.ts';
import { countOf, type LaneState } from '../../run/lane-state.ts';
import { isFailure, status } from '../../run/node-status.ts';
import type { DeploymentWord, NodeWord } from './words.ts';

export interface StatusNode {
  readonly address: string;
  readonly outcome: NodeWord;
  readonly attempts: number;
  /** RFC 3339; null when it has not begun, or not ended. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly error?: string;
  /** RFC 3339; of a step that failed and is tried again. */
  readonly triesAgainAt?: string;
  /** Why it was left out, or what it waits for. */
  readonly note?: string;
}

/** Steps of a deployment that do something; a chain step only joins others and is told by them. */
export function statusNodes(lane: LaneState): readonly StatusNode[] {
  const nodes: StatusNode[] = [];
  for (let node = 0; node < lane.graph.size; node++) {
    const kind = lane.graph.role[node];
    if (kind === role.join && !isFailure(lane.status[node] ?? 0)) continue;
    nodes.push(statusNode(lane, node));
  }
  return nodes;
}

function statusNode(lane: LaneState, node: number): StatusNode {
  const code = lane.status[node] ?? 0;
  const message = lane.messages.get(node) ?? lane.gates.get(node)?.waitingFor;
  const again = code === status.retry ? timeText(lane.retries.get(node)?.at) : null;
  const bad = isFailure(code) || code === status.unknown || code === status.retry;
  return {
    address: nodeAddress(lane.plan, lane.steps, lane.graph, node),
    outcome: nodeWord(code),
    attempts: lane.attempts[node] ?? 0,
    startedAt: timeText(lane.nodeStartedAt[node]),
    endedAt: timeText(lane.nodeEndedAt[node]),
    ...(message !== undefined && (bad ? { error: message } : { note: message })),
    ...(again !== null && { triesAgainAt: again }),
  };
}

/** Null for a time that is absent or, as the fold keeps it, 0. */
export function timeText(time: number | undefined): string | null {
  return time === undefined || time === 0 ? null : new Date(time).toISOString();
}

const words: { readonly [code: number]: NodeWord } = {
  [status.running]: 'running',
  [status.unknown]: 'unknown',
  [status.succeeded]: 'succeeded',
  [status.skipped]: 'skipped',
  [status.dropped]: 'skipped',
  [status.failed]: 'failed',
  [status.errored]: 'errored',
  [status.timedOut]: 'timed-out',
  [status.cancelled]: 'cancelled',
  [status.undone]: 'undone',
};

function nodeWord(code: number): NodeWord {
  return words[code] ?? 'waiting';
}

export function deploymentWord(lane: LaneState | undefined): DeploymentWord {
  if (lane === undefined || lane.phase === 'waiting') return 'waiting';
  if (lane.phase === 'ended') return lane.end ?? 'failed';
  if (countOf(lane, status.running) > 0 || lane.undoing !== undefined) return 'running';
  if (countOf(lane, status.unknown) > 0) return 'unknown';
  const free = [status.ready, status.retry, status.due].some((code) => countOf(lane, code) > 0);
  if (free) return 'running';
  const held = [status.gate, status.barrier, status.joining].some((code) => countOf(lane, code) > 0);
  return held ? 'blocked' : 'running';
}
