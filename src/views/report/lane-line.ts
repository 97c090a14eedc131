import type { AttemptTime, History } from './history.ts';
import { flatten, type Interval, type Segment, union } from './intervals.ts';

/** What became of the time of one lane, in order and without overlaps. Nothing is told after its end. */
export function laneLine(history: History, lane: number): readonly Segment[] {
  const windows = history.windows.get(lane) ?? [];
  const end = windows.at(-1)?.to ?? history.whole.to;
  const begin = windows[0]?.from ?? history.whole.to;
  const within: Interval = { from: history.whole.from, to: end };
  const attempts = history.attempts.get(lane) ?? [];
  return flatten(
    [
      ...attempts.map(attemptSegment),
      ...gatesOf(history, lane, windows),
      ...retries(history, lane),
      ...history.stops.map((stop): Segment => ({ ...stop, kind: 'stopped' })),
      { from: within.from, to: begin, kind: 'turn' },
      ...windows.map((window): Segment => ({ ...window, kind: 'others' })),
    ],
    within,
  );
}

/** The whole run: what anything in it was doing. */
export function runLine(history: History): readonly Segment[] {
  const attempts = [...history.attempts.values()].flat();
  return flatten(
    [
      // A run that works although something failed works: the failure is told where it happened.
      // Thousands of attempts are looked at as the few stretches they make up.
      ...union(attempts).map((work): Segment => ({ ...work, kind: 'running' })),
      ...history.gates.map(({ from, to, kind }): Segment => ({ from, to, kind })),
      ...union([...history.attempts.keys()].flatMap((lane) => retries(history, lane))).map(
        (pause): Segment => ({ ...pause, kind: 'retry' }),
      ),
      ...history.stops.map((stop): Segment => ({ ...stop, kind: 'stopped' })),
      { ...history.whole, kind: 'others' },
    ],
    history.whole,
  );
}

function attemptSegment({ from, to, outcome }: AttemptTime): Segment {
  return { from, to, kind: isBad(outcome) ? 'failing' : 'running' };
}

function isBad(outcome: AttemptTime['outcome']): boolean {
  switch (outcome?.kind) {
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'unknown':
      return true;
    default:
      return false;
  }
}

/** A gate keeps a lane waiting only before it ended; between two windows nobody waits. */
function gatesOf({ gates, whole }: History, lane: number, windows: readonly Interval[]): readonly Segment[] {
  const spans = windows.length === 0 ? [whole] : [{ from: whole.from, to: windows[0]?.to ?? whole.to }, ...windows];
  return gates
    .filter(({ lanes }) => lanes === undefined || lanes.has(lane))
    .flatMap(({ from, to, kind }) =>
      spans.map((span): Segment => ({ from: Math.max(from, span.from), to: Math.min(to, span.to), kind })),
    )
    .filter(({ from, to }) => from < to);
}

/**
 * Pauses between two attempts of one node, in one stretch of its lane: when a lane is taken up again, the time before was
 * no waiting. A pause that is not over lasts as long as what is told.
 */
function retries({ attempts, windows, pauses }: History, lane: number): readonly Segment[] {
  const before = new Map<number, AttemptTime>();
  const stretches = windows.get(lane) ?? [];
  const over = (attempts.get(lane) ?? []).flatMap((attempt): readonly Interval[] => {
    const last = before.get(attempt.node);
    before.set(attempt.node, attempt);
    return last === undefined || attempt.undo ? [] : [{ from: last.to, to: attempt.from }];
  });
  return [...over, ...(pauses.get(lane) ?? [])]
    .filter(({ from, to }) => stretches.some((stretch) => stretch.from <= from && to <= stretch.to))
    .map((pause): Segment => ({ ...pause, kind: 'retry' }));
}
