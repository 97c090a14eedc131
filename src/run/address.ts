import type { Plan, PlanLane, PlanStep } from '../plan/model.ts';
import type { LaneGraph } from './graph.ts';
import type { GraphOf } from './graph-shape.ts';

/** `<lane address>/<step path>[#<target id>]`. */
export function nodeAddress(lane: PlanLane, steps: readonly PlanStep[], graph: LaneGraph, node: number): string {
  const step = graph.step[node] ?? -1;
  const slot = graph.slot[node] ?? -1;
  const path = `${lane.address}/${steps[step]?.path ?? ''}`;
  return slot < 0 ? path : `${path}#${targetId(lane, step, slot)}`;
}

function targetId(lane: PlanLane, step: number, slot: number): string {
  return lane.targets[lane.placement[step]?.[slot] ?? -1]?.id ?? '';
}

export interface NodePlace {
  readonly lane: number;
  readonly node: number;
}

/** Finds lanes and nodes by address. Built when first asked; per lane it costs one entry, never one per node. */
export class AddressBook {
  readonly #plan: Plan;
  readonly #graphOf: GraphOf;
  readonly #stepsByProcess = new Map<number, ReadonlyMap<string, number>>();
  #lanes: Map<string, number> | undefined;

  constructor(plan: Plan, graphOf: GraphOf) {
    this.#plan = plan;
    this.#graphOf = graphOf;
  }

  lane(address: string): number | undefined {
    this.#lanes ??= new Map(this.#plan.lanes.map((lane, index) => [lane.address, index]));
    return this.#lanes.get(address);
  }

  /** A lane address holds one slash, but names are not ours to trust: every slash is tried, the likely one first. */
  node(address: string): NodePlace | undefined {
    const likely = address.indexOf('/', address.indexOf('/') + 1);
    const found = likely < 0 ? undefined : this.#at(address, likely);
    if (found !== undefined) return found;
    for (let cut = address.indexOf('/'); cut >= 0; cut = address.indexOf('/', cut + 1)) {
      const other = cut === likely ? undefined : this.#at(address, cut);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  #at(address: string, cut: number): NodePlace | undefined {
    const index = this.lane(address.slice(0, cut));
    const lane = index === undefined ? undefined : this.#plan.lanes[index];
    if (lane === undefined || index === undefined) return undefined;
    const hash = address.indexOf('#', cut);
    const path = address.slice(cut + 1, hash < 0 ? undefined : hash);
    const step = this.#steps(lane.process).get(path);
    if (step === undefined) return undefined;
    const slot = hash < 0 ? 0 : slotOf(lane, step, address.slice(hash + 1));
    const first = this.#graphOf(index).first[step] ?? -1;
    return first < 0 || slot < 0 ? undefined : { lane: index, node: first + slot };
  }

  #steps(process: number): ReadonlyMap<string, number> {
    const known = this.#stepsByProcess.get(process);
    if (known !== undefined) return known;
    const steps = this.#plan.processes[process]?.steps ?? [];
    const byPath = new Map(steps.map((step, index) => [step.path, index]));
    this.#stepsByProcess.set(process, byPath);
    return byPath;
  }
}

function slotOf(lane: PlanLane, step: number, target: string): number {
  return (lane.placement[step] ?? []).findIndex((place) => lane.targets[place]?.id === target);
}
