import { Graph } from '@dagrejs/graphlib';
import type { Plan, PlanLane, PlanProcess } from '../../plan/model.ts';
import { writeDot } from './graph-dot.ts';
import { writeMermaid } from './graph-mermaid.ts';
import { stepNotes } from './graph-notes.ts';
import type { StepGraph } from './step-graph.ts';

export type GraphFormat = 'mermaid' | 'dot';

export interface GraphOptions {
  readonly format: GraphFormat;
  /** Deployments that run the process: they tell which steps run once, and on targets of which roles. */
  readonly lanes?: readonly PlanLane[];
}

/** The process of a project as a picture for mermaid or Graphviz: chain steps are boxes around what they chain. */
export function processGraph(process: PlanProcess, { format, lanes = [] }: GraphOptions): string {
  const graph = graphOf(process, lanes);
  switch (format) {
    case 'mermaid':
      return writeMermaid(graph);
    case 'dot':
      return writeDot(graph, process.project);
    default:
      return format satisfies never;
  }
}

/** The process of the release's own project. */
export function planGraph(plan: Plan, format: GraphFormat): string {
  const index = plan.processes.findIndex(({ project }) => project === plan.header.project);
  const process = plan.processes[index];
  if (process === undefined) return processGraph({ project: plan.header.project, digest: '', steps: [] }, { format });
  return processGraph(process, { format, lanes: plan.lanes.filter((lane) => lane.process === index) });
}

function graphOf({ steps }: PlanProcess, lanes: readonly PlanLane[]): StepGraph {
  const graph: StepGraph = new Graph({ directed: true, compound: true });
  const id = (index: number): string => `s${index}`;
  for (const [index, step] of steps.entries()) {
    const label = [step.name === '' ? step.id : step.name, ...stepNotes(steps, index, lanes)];
    graph.setNode(id(index), { id: id(index), label, chain: step.chain !== undefined });
  }
  for (const [index, step] of steps.entries()) {
    for (const child of step.chain?.children ?? []) graph.setParent(id(child), id(index));
  }
  for (const [index, step] of steps.entries()) {
    const children = step.chain?.children ?? [];
    // The compiler may write the children among the needs of their chain step; the box says it already.
    for (const need of step.needs) if (!children.includes(need)) graph.setEdge(id(need), id(index));
  }
  return graph;
}
