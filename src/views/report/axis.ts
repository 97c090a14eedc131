import { type Interval, type Segment, union } from './intervals.ts';

/** A line of time on which long waiting takes little room. */
export interface Axis {
  /** Time and place (0 to 1000) of each bend, in order; between two of them it is straight. */
  readonly bends: readonly (readonly [time: number, place: number])[];
  /** Stretches that are drawn shorter than they were. */
  readonly breaks: readonly Interval[];
}

/** How long a break is drawn, as a share of the time in which something worked. */
const breakShare = 0.08;
/** Nobody wants to be told of a shorter one, in milliseconds. */
const shortestBreak = 10_000;
const width = 1000;

/**
 * Two minutes of work around three days of waiting for an approval must both be seen: stretches in which nothing of the
 * run worked are shortened, everything else keeps its proportions.
 */
export function axisOf(whole: Interval, line: readonly Segment[]): Axis {
  const work = union(line.filter(({ kind }) => kind === 'running'));
  const worked = work.reduce((sum, { from, to }) => sum + to - from, 0);
  const longest = worked === 0 ? Number.POSITIVE_INFINITY : worked * breakShare;
  const idle = gapsBetween(whole, work).filter(({ from, to }) => to - from > Math.max(longest, shortestBreak));
  const saved = idle.reduce((sum, { from, to }) => sum + to - from - longest, 0);
  const scale = width / Math.max(1, whole.to - whole.from - saved);
  const bends: [number, number][] = [[whole.from, 0]];
  let [time, place] = [whole.from, 0];
  const go = (to: number, length: number): void => {
    if (to <= time) return;
    time = to;
    place += length * scale;
    bends.push([time, rounded(place)]);
  };
  for (const { from, to } of idle) {
    go(from, from - time);
    go(to, longest);
  }
  go(whole.to, whole.to - time);
  return { bends, breaks: idle };
}

function gapsBetween(whole: Interval, work: readonly Interval[]): readonly Interval[] {
  const ends = [whole.from, ...work.map(({ to }) => to)];
  const starts = [...work.map(({ from }) => from), whole.to];
  return ends.map((from, index) => ({ from, to: starts[index] ?? from })).filter(({ from, to }) => from < to);
}

function rounded(place: number): number {
  return Math.round(place * 100) / 100;
}
