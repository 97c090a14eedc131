/** Times are milliseconds since 1970; `from` belongs to the interval and `to` does not. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Segment extends Interval {
  readonly kind: TimeKind;
}

/**
 * What a deployment, or a whole run, was doing. `failing`: an attempt that did not end well. `stopped`: no process drove
 * the run. `turn`: nothing of it had begun. `others`: it had, and waited for a barrier, a place, or another deployment.
 */
export type TimeKind =
  | 'failing'
  | 'running'
  | 'approval'
  | 'receipt'
  | 'target'
  | 'freeze'
  | 'soak'
  | 'lock'
  | 'lifecycle'
  | 'stopped'
  | 'retry'
  | 'turn'
  | 'others';

/** Where several overlap, the first of these tells best what the time went into. */
export const timeKinds: readonly TimeKind[] = [
  'failing',
  'running',
  'approval',
  'receipt',
  'target',
  'freeze',
  'soak',
  'lock',
  'lifecycle',
  'stopped',
  'retry',
  'turn',
  'others',
];

/** Cuts overlapping segments into a line of segments that do not overlap, inside `within`. */
export function flatten(segments: readonly Segment[], within: Interval): readonly Segment[] {
  const inside = segments.filter(({ from, to }) => from < within.to && to > within.from && from < to);
  const cuts = new Set([within.from, within.to]);
  for (const { from, to } of inside) {
    cuts.add(Math.max(from, within.from));
    cuts.add(Math.min(to, within.to));
  }
  const times = [...cuts].sort((one, other) => one - other);
  const line: Segment[] = [];
  for (const [index, from] of times.entries()) {
    const to = times[index + 1];
    if (to === undefined) break;
    const kind = strongest(inside, from);
    const last = line.at(-1);
    if (kind === undefined) continue;
    if (last?.kind === kind && last.to === from) line[line.length - 1] = { ...last, to };
    else line.push({ from, to, kind });
  }
  return line;
}

function strongest(segments: readonly Segment[], time: number): TimeKind | undefined {
  const here = segments.filter(({ from, to }) => from <= time && time < to);
  return timeKinds.find((kind) => here.some((segment) => segment.kind === kind));
}

/** Milliseconds by kind. */
export function totals(line: readonly Segment[]): { readonly [kind in TimeKind]?: number } {
  const sums: { [kind in TimeKind]?: number } = {};
  for (const { from, to, kind } of line) sums[kind] = (sums[kind] ?? 0) + to - from;
  return sums;
}

/** The intervals as few as possible, in order. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of intervals.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) merged.push({ from, to });
  }
  return merged;
}
