import type { PlanLane, PlanProcess } from '../../plan/model.ts';
import { isFailure, status } from '../../run/node-status.ts';
import type { RunState } from '../../run/state.ts';
import { stepNotes } from '../plan/graph-notes.ts';

/** How many deployments stand where at a step. */
export interface StepCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  readonly skipped: number;
  readonly unknown: number;
}

export interface ReportStep {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  /** When and where it runs, and what it does when it fails, in words. */
  readonly notes: readonly string[];
  /** Paths of the steps it waits for. */
  readonly needs: readonly string[];
  /** Path of the chain step it is inside of. */
  readonly inside?: string;
  readonly counts: StepCounts;
}

/** The process of a project, as one or more deployments ran it. */
export interface ReportProcess {
  readonly project: string;
  readonly deployments: number;
  readonly steps: readonly ReportStep[];
}

/** The processes of the run, that of the release's own project first. */
export function reportProcesses(state: RunState): readonly ReportProcess[] {
  const { plan } = state;
  const used = plan.processes.map((process, index) => {
    const lanes = [...plan.lanes.entries()].filter(([, lane]) => lane.process === index);
    return { process, lanes };
  });
  return used
    .filter(({ lanes }) => lanes.length > 0)
    .toSorted(
      (one, other) =>
        Number(other.process.project === plan.header.project) - Number(one.process.project === plan.header.project) ||
        other.lanes.length - one.lanes.length,
    )
    .map(({ process, lanes }) => reportProcess(state, process, lanes));
}

function reportProcess(
  state: RunState,
  { project, steps }: PlanProcess,
  lanes: readonly (readonly [number, PlanLane])[],
): ReportProcess {
  const counts = countSteps(state, steps.length, lanes);
  const parent = new Map(steps.flatMap((step) => (step.chain?.children ?? []).map((child) => [child, step.path])));
  const ownLanes = lanes.map(([, lane]) => lane);
  return {
    project,
    deployments: lanes.length,
    steps: steps.map((step, index) => {
      const inside = parent.get(index);
      // The compiler may write the children among the needs of their chain step; `inside` says it already.
      const needs = step.needs.filter((need) => step.chain?.children.includes(need) !== true);
      return {
        path: step.path,
        name: step.name === '' ? step.id : step.name,
        kind: step.kind,
        notes: stepNotes(steps, index, ownLanes),
        needs: needs.flatMap((need) => steps[need]?.path ?? []),
        ...(inside !== undefined && { inside }),
        counts: counts[index] ?? none(),
      };
    }),
  };
}

type Counting = { -readonly [key in keyof StepCounts]: number };

function none(): Counting {
  return { succeeded: 0, failed: 0, running: 0, waiting: 0, skipped: 0, unknown: 0 };
}

/** A step with several targets in one deployment counts once: where it stands worst. */
function countSteps(
  state: RunState,
  size: number,
  lanes: readonly (readonly [number, PlanLane])[],
): readonly Counting[] {
  const counts = Array.from({ length: size }, none);
  for (const [index] of lanes) {
    const graph = state.graphOf(index);
    const statuses = state.lanes[index]?.status;
    const worst = new Map<number, keyof StepCounts>();
    for (const [node, step] of graph.step.entries()) {
      const found = countedAs(statuses?.[node] ?? status.pending);
      const known = worst.get(step);
      if (known === undefined || severity.indexOf(found) < severity.indexOf(known)) worst.set(step, found);
    }
    for (const [step, found] of worst) {
      const counted = counts[step];
      if (counted !== undefined) counted[found]++;
    }
  }
  return counts;
}

const severity: readonly (keyof StepCounts)[] = ['failed', 'unknown', 'running', 'waiting', 'succeeded', 'skipped'];

function countedAs(code: number): keyof StepCounts {
  if (isFailure(code)) return 'failed';
  switch (code) {
    case status.running:
      return 'running';
    case status.unknown:
      return 'unknown';
    case status.succeeded:
      return 'succeeded';
    case status.skipped:
    case status.dropped:
    case status.undone:
      return 'skipped';
    default:
      return 'waiting';
  }
}
