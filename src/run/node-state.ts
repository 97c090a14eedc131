import type { LaneState, Outputs } from './lane-state.ts';
import { status } from './node-status.ts';

interface Ended {
  /** RFC 3339 and milliseconds belong to views; here it is milliseconds since 1970. 0 when it never began. */
  readonly endedAt: number;
}

/** Where a node stands, for whoever looks at a run from outside. */
export type NodeState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'running'; readonly attempt: number; readonly ticket: string }
  | { readonly kind: 'waiting-gate'; readonly waitingFor: string }
  | { readonly kind: 'retry-at'; readonly at: number; readonly message: string }
  | { readonly kind: 'at-barrier' }
  | { readonly kind: 'unknown'; readonly message: string }
  | ({ readonly kind: 'succeeded'; readonly outputs?: Outputs } & Ended)
  | ({ readonly kind: 'skipped'; readonly reason: string } & Ended)
  | ({ readonly kind: 'failed' | 'errored' | 'timed-out'; readonly message: string } & Ended)
  | ({ readonly kind: 'cancelled' | 'undone' } & Ended);

export function nodeState(lane: LaneState, node: number): NodeState {
  const message = lane.messages.get(node) ?? '';
  const endedAt = lane.nodeEndedAt[node] ?? 0;
  switch (lane.status[node]) {
    case status.running:
      return { kind: 'running', attempt: lane.attempts[node] ?? 0, ticket: lane.tickets[node] ?? '' };
    case status.due:
    case status.gate:
      return { kind: 'waiting-gate', waitingFor: lane.gates.get(node)?.waitingFor ?? '' };
    case status.retry:
      return { kind: 'retry-at', at: lane.retries.get(node)?.at ?? 0, message };
    case status.barrier:
      return { kind: 'at-barrier' };
    case status.unknown:
      return { kind: 'unknown', message };
    case status.succeeded: {
      const outputs = lane.outputs.get(node);
      return outputs === undefined ? { kind: 'succeeded', endedAt } : { kind: 'succeeded', endedAt, outputs };
    }
    case status.skipped:
    case status.dropped:
      return { kind: 'skipped', reason: message, endedAt };
    case status.failed:
      return { kind: 'failed', message, endedAt };
    case status.errored:
      return { kind: 'errored', message, endedAt };
    case status.timedOut:
      return { kind: 'timed-out', message, endedAt };
    case status.cancelled:
      return { kind: 'cancelled', endedAt };
    case status.undone:
      return { kind: 'undone', endedAt };
    default:
      return { kind: 'pending' };
  }
}
