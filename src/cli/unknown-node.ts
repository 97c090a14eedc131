import { didYouMean, didYouMeanOneOf, suggest } from '../diagnostics/suggest.ts';
import type { Plan, PlanLane } from '../plan/model.ts';
import { nodeAddress } from '../run/address.ts';
import { graphsOf } from '../run/graph-shape.ts';
import { type Failure, failure } from './failure.ts';

/** A run and what is in it. */
export interface PlannedRun {
  readonly run: string;
  readonly plan: Plan;
}

/** Says that a run has no such deployment, and names those that can be meant. `place`: `st-marys@prod/etl`. */
export function unknownDeployment({ run, plan }: PlannedRun, place: string): Failure {
  const all = plan.lanes.map(({ address }) => address);
  const [who = ''] = place.split('/');
  const there = all.filter((address) => address.startsWith(`${who}/`)).slice(0, mostSuggested);
  const hint = didYouMean(place, all) ?? didYouMeanOneOf(there) ?? `see release status ${run} --all`;
  return failure('REL3024', `The run ${run} has no deployment "${place}"`, hint);
}

/** Says that a run has no such node, why if the plan knows why, and names those that can be meant. */
export function unknownNode(known: PlannedRun, node: string): Failure {
  const { run, plan } = known;
  const index = laneAround(plan, node);
  const lane = plan.lanes[index];
  if (lane === undefined) return unknownDeployment(known, node.split('/').slice(0, 2).join('/'));
  const there = nodesOf(plan, index);
  const asked = node.slice(lane.address.length + 1);
  const why = asked === '' ? 'that is a deployment' : whyLeftOut(plan, lane, asked);
  const summary = `The run ${run} has no node "${node}"${why === undefined ? '' : `: ${why}`}`;
  const close = why === undefined ? closeTo(asked, there).map((path) => `${lane.address}/${path}`) : [];
  return failure('REL3024', summary, didYouMeanOneOf(close) ?? listing(known, lane, there));
}

/** Index of the deployment that an address is in, or is; -1 when there is none. */
export function laneAround({ lanes }: Plan, node: string): number {
  return lanes.findIndex(({ address }) => node === address || node.startsWith(`${address}/`));
}

/** The nodes of a deployment by their addresses inside it, such as `web/deploy#vm01`, in the order of the process. */
export function nodesOf(plan: Plan, index: number): readonly string[] {
  const lane = plan.lanes[index];
  if (lane === undefined) return [];
  const steps = plan.processes[lane.process]?.steps ?? [];
  const graph = graphsOf(plan)(index);
  const inside = lane.address.length + 1;
  return Array.from({ length: graph.size }, (_, node) => nodeAddress(lane, steps, graph, node).slice(inside));
}

const mostSuggested = 3;

/** Who types the end of an address alone means it; slips are looked for in what follows the deployment only. */
function closeTo(asked: string, there: readonly string[]): readonly string[] {
  const [path = ''] = asked.split('#');
  const ending = there.filter((node) => node.split('#')[0] === path || `${node}#`.includes(`/${path}#`));
  const close = suggest(asked, ending.length > 0 ? ending : there);
  return close.length > 0 ? close : ending.slice(0, mostSuggested);
}

function whyLeftOut({ processes }: Plan, { process, pruned, joins }: PlanLane, asked: string): string | undefined {
  const [path] = asked.split('#');
  const index = processes[process]?.steps.findIndex((step) => step.path === path) ?? -1;
  const why = pruned[index];
  if (why !== undefined) return `its step is left out there, ${why}`;
  return joins[index] === undefined ? undefined : 'its step runs in a deployment that others share';
}

const mostListed = 8;

function listing({ run }: PlannedRun, { address }: PlanLane, there: readonly string[]): string {
  const all = `release status ${run} --output json`;
  if (there.length === 0) return `nothing runs there; ${all} lists every node`;
  const names = there.slice(0, mostListed).map((path) => `${address}/${path}`);
  const more = there.length - names.length;
  return `use one of: ${names.join(', ')}${more > 0 ? ` (and ${more} more, which ${all} lists)` : ''}`;
}
