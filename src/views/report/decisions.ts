import type { JournalRecord, RunEvent } from '../../run/events.ts';

/** Something that a person, or time, decided about the run. */
export interface ReportDecision {
  /** RFC 3339 UTC. */
  readonly at: string;
  /** A user, or `time`. */
  readonly by: string;
  /** Such as `approved` or `resumed`. */
  readonly what: string;
  /** Which gate or step; empty for the whole run. */
  readonly subject: string;
  readonly note?: string;
}

/** Everything in the journal that somebody is answerable for, in the order in which it happened. */
export function decisionsOf(records: readonly JournalRecord[]): readonly ReportDecision[] {
  return records.flatMap(({ at, event }) => {
    const told = decisionOf(event);
    return told === undefined ? [] : [{ at, ...told }];
  });
}

function decisionOf(event: RunEvent): Omit<ReportDecision, 'at'> | undefined {
  switch (event.type) {
    case 'run-started':
      return { by: `${event.runner.user} on ${event.runner.host}`, what: 'started', subject: '' };
    case 'run-resumed': {
      const note = event.onlyFailed ? { note: 'only what had failed' } : {};
      return { by: `${event.runner.user} on ${event.runner.host}`, what: 'resumed', subject: '', ...note };
    }
    case 'cancel-requested':
      return { by: event.by, what: 'cancelled', subject: '' };
    case 'gate-resolved': {
      const note = event.note === undefined ? {} : { note: event.note };
      return { by: event.by, what: event.decision, subject: event.gate, ...note };
    }
    case 'node-decided': {
      const note = event.note === undefined ? {} : { note: event.note };
      return { by: event.by, what: decisionWords[event.decision], subject: event.node, ...note };
    }
    default:
      return undefined;
  }
}

const decisionWords = { rerun: 'run again', skip: 'left out', 'mark-succeeded': 'taken as done' } as const;
