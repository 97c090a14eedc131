import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from './answer.ts';
import { attempt } from './workspace-names.ts';

/** Runs, the newest first. `state`: absolute path of the state folder. */
export function runNames(state: string): readonly Candidate[] {
  const folder = join(state, 'runs');
  const names = attempt(() => readdirSync(folder)) ?? [];
  return names
    .map((name) => ({ name, time: attempt(() => statSync(join(folder, name, 'journal.ndjson')).mtimeMs) ?? 0 }))
    .toSorted((one, other) => other.time - one.time)
    .map(({ name, time }) => ({
      value: decodeURIComponent(name),
      ...(time > 0 && { description: new Date(time).toISOString().slice(0, 16).replace('T', ' ') }),
    }));
}

/**
 * Addresses in a run: deployments, and once one of them is typed whole, its steps. The plan of a thousand tenants has tens
 * of thousands of steps, which nobody wants to be shown at once.
 */
export async function nodeNames(state: string, run: string | undefined, typed: string): Promise<readonly Candidate[]> {
  const plan = await readPlanOf(state, run);
  if (plan === undefined) return [];
  const inside = plan.lanes.findIndex(({ address }) => typed.startsWith(`${address}/`));
  if (inside < 0) return plan.lanes.map(({ address, to }) => ({ value: address, description: to }));
  const lane = plan.lanes[inside];
  const steps = lane === undefined ? undefined : plan.processes[lane.process]?.steps;
  if (lane === undefined || steps === undefined) return [];
  const { graphsOf } = await import('../../run/graph-shape.ts');
  const { nodeAddress } = await import('../../run/address.ts');
  const graph = graphsOf(plan)(inside);
  return Array.from({ length: graph.size }, (_, node) => ({
    value: nodeAddress(lane, steps, graph, node),
    description: steps[graph.step[node] ?? -1]?.name ?? '',
  }));
}

/** Gates that nobody has decided yet. */
export function gateNames(state: string, run: string | undefined): readonly Candidate[] {
  const folder = folderOf(state, run);
  const text = folder === undefined ? '' : (attempt(() => readFileSync(join(folder, 'journal.ndjson'), 'utf8')) ?? '');
  const open = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (!line.includes('"gate-')) continue;
    const event = attempt(() => (JSON.parse(line) as { event: { [key: string]: string } }).event);
    if (event?.gate === undefined) continue;
    if (event.type === 'gate-opened') open.set(event.gate, event.waitingFor ?? '');
    else open.delete(event.gate);
  }
  return [...open].map(([value, description]) => ({ value, description }));
}

async function readPlanOf(state: string, run: string | undefined) {
  const folder = folderOf(state, run);
  const text = folder === undefined ? undefined : attempt(() => readFileSync(join(folder, 'plan.ndjson'), 'utf8'));
  if (text === undefined) return undefined;
  const { readPlan } = await import('../../plan/serialize.ts');
  const read = attempt(() => readPlan(text.split('\n').filter((line) => line !== '')));
  return read?.kind === 'read' ? read.plan : undefined;
}

/** The run that is named, or the newest. */
function folderOf(state: string, run: string | undefined): string | undefined {
  const name = run ?? runNames(state)[0]?.value;
  return name === undefined ? undefined : join(state, 'runs', encodeURIComponent(name));
}
