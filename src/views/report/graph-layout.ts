import { layersOf, type Slot } from './layers.ts';
import type { ReportStep } from './process.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedStep extends Point {
  readonly step: ReportStep;
  readonly width: number;
  readonly height: number;
  /** A chain step with steps inside. */
  readonly isBox: boolean;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Boxes before what is inside them. */
  readonly steps: readonly PlacedStep[];
  /** Ways of the edges; `down`: from top to bottom, otherwise from left to right. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly down: boolean }[];
}

const stepSize = { width: 220, height: 64 } as const;
const boxHead = 50;
const padding = 14;
const gapAlong = 44;
const gapAcross = 18;
/** Room for an edge that passes a layer. */
const passage = 10;

/**
 * Steps from left to right, and what is inside a chain step from top to bottom: a train of many projects then is about
 * as wide as a page, and each of its projects reads like a list.
 */
export function layOutGraph(steps: readonly ReportStep[]): GraphLayout {
  return place(treeOf(steps), undefined, false);
}

interface Tree {
  readonly childrenOf: (path: string | undefined) => readonly ReportStep[];
  /** Needs among the steps of one level: of a step, or of something inside it. */
  readonly needsOf: (step: ReportStep, level: readonly ReportStep[]) => readonly number[];
}

function treeOf(steps: readonly ReportStep[]): Tree {
  const byPath = new Map(steps.map((step) => [step.path, step]));
  const children = new Map<string | undefined, ReportStep[]>();
  for (const step of steps) children.set(step.inside, [...(children.get(step.inside) ?? []), step]);
  const around = (path: string): readonly string[] => {
    const found: string[] = [];
    for (let at: string | undefined = path; at !== undefined; at = byPath.get(at)?.inside) found.push(at);
    return found;
  };
  const within = (step: ReportStep): readonly ReportStep[] => [
    step,
    ...(children.get(step.path) ?? []).flatMap((child) => within(child)),
  ];
  return {
    childrenOf: (path) => children.get(path) ?? [],
    needsOf: (step, level) => {
      const places = new Map(level.map(({ path }, index) => [path, index]));
      const own = places.get(step.path);
      const needs = within(step).flatMap(({ needs: paths }) => paths.flatMap((path) => around(path)));
      return [...new Set(needs.flatMap((path) => places.get(path) ?? []))].filter((need) => need !== own);
    },
  };
}

function place(tree: Tree, path: string | undefined, down: boolean): GraphLayout {
  const level = tree.childrenOf(path);
  const sizes = level.map((step) => sizeOf(tree, step));
  const { layers, routes } = layersOf(level.map((step) => ({ needs: tree.needsOf(step, level) })));
  const along = (slot: Slot): number => (down ? sizes[slot]?.height : sizes[slot]?.width) ?? 0;
  const across = (slot: Slot): number => (down ? sizes[slot]?.width : sizes[slot]?.height) ?? passage;
  const breadths = layers.map((layer) => layer.reduce((sum, slot) => sum + across(slot) + gapAcross, -gapAcross));
  const breadth = Math.max(0, ...breadths);
  const at = new Map<Slot, { along: number; across: number; length: number }>();
  let position = 0;
  for (const [index, layer] of layers.entries()) {
    const length = Math.max(0, ...layer.map(along));
    let offset = (breadth - (breadths[index] ?? 0)) / 2;
    for (const slot of layer) {
      at.set(slot, { along: position, across: offset, length: slot < 0 ? length : along(slot) });
      offset += across(slot) + gapAcross;
    }
    position += length + gapAlong;
  }
  const point = (a: number, b: number): Point => (down ? { x: b, y: a } : { x: a, y: b });
  const edges = routes.map((route) => ({ points: route.flatMap((slot, index) => ends(slot, index, route)), down }));
  const placed = level.map((step, index) => {
    const spot = at.get(index) ?? { along: 0, across: 0 };
    return { step, index, ...point(spot.along, spot.across) };
  });
  const length = Math.max(0, position - gapAlong);
  const inner = placed.map(({ index, x, y }) => shifted(sizes[index]?.inside, x, y));
  return {
    width: down ? breadth : length,
    height: down ? length : breadth,
    steps: placed.flatMap(({ step, index, x, y }, place) => {
      const { width, height, inside } = sizes[index] ?? { ...stepSize, inside: undefined };
      return [{ step, x, y, width, height, isBox: inside !== undefined }, ...(inner[place]?.steps ?? [])];
    }),
    edges: [...edges, ...inner.flatMap((one) => one.edges)],
  };

  /** Where an edge touches a slot: it leaves the first, crosses those between, and arrives at the last. */
  function ends(slot: Slot, index: number, route: readonly Slot[]): readonly Point[] {
    const spot = at.get(slot);
    if (spot === undefined) return [];
    const middle = spot.across + across(slot) / 2;
    const [begin, end] = [point(spot.along, middle), point(spot.along + spot.length, middle)];
    if (index === 0) return [end];
    return index === route.length - 1 ? [begin] : [begin, end];
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly inside: GraphLayout | undefined;
}

function sizeOf(tree: Tree, step: ReportStep): Size {
  if (tree.childrenOf(step.path).length === 0) return { ...stepSize, inside: undefined };
  const inside = place(tree, step.path, true);
  return { width: inside.width + 2 * padding, height: inside.height + boxHead + padding, inside };
}

function shifted(inside: GraphLayout | undefined, x: number, y: number): Pick<GraphLayout, 'steps' | 'edges'> {
  if (inside === undefined) return { steps: [], edges: [] };
  const move = (point: Point): Point => ({ x: point.x + x + padding, y: point.y + y + boxHead });
  return {
    steps: inside.steps.map((step) => ({ ...step, ...move(step) })),
    edges: inside.edges.map(({ points, down }) => ({ points: points.map(move), down })),
  };
}
