import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCycle } from '../../src/graph/cycle.ts';
import type { NeedsGraph } from '../../src/graph/graph.ts';
import { topologicalOrder } from '../../src/graph/order.ts';

function graphOf(needs: { readonly [node: string]: readonly string[] }): NeedsGraph {
  const map = new Map(Object.entries(needs));
  return { nodes: [...map.keys()], needsOf: (node) => map.get(node) ?? [] };
}

const chain = (length: number, last: readonly string[]): NeedsGraph => ({
  nodes: Array.from({ length }, (_, index) => `n${index}`),
  needsOf: (node) => (node === `n${length - 1}` ? last : [`n${Number(node.slice(1)) + 1}`]),
});

const anyGraph = fc
  .integer({ min: 1, max: 12 })
  .chain((size) => fc.array(fc.array(fc.nat({ max: size }), { maxLength: 4 }), { minLength: size, maxLength: size }))
  .map((needs) => graphOf(Object.fromEntries(needs.map((own, node) => [`n${node}`, own.map((need) => `n${need}`)]))));

describe('order', () => {
  test('needs come first, the given order breaks ties', () => {
    expect(topologicalOrder(graphOf({ d: ['b', 'c'], c: ['a'], b: ['a'], a: [], z: [] }))).toEqual([
      'a',
      'c',
      'b',
      'd',
      'z',
    ]);
    expect(topologicalOrder(graphOf({ x: [], y: [], z: [] }))).toEqual(['x', 'y', 'z']);
    expect(topologicalOrder(graphOf({}))).toEqual([]);
  });

  test('unknown and repeated needs are passed over', () => {
    expect(topologicalOrder(graphOf({ b: ['a', 'a', 'nobody'], a: [] }))).toEqual(['a', 'b']);
  });

  test('names from Object.prototype are ordinary', () => {
    expect(topologicalOrder(graphOf({ toString: ['constructor'], constructor: [] }))).toEqual([
      'constructor',
      'toString',
    ]);
  });

  test('a chain of 20,000', () => {
    const order = topologicalOrder(chain(20_000, []));
    expect([order?.length, order?.[0], order?.at(-1)]).toEqual([20_000, 'n19999', 'n0']);
  });
});

describe('cycles', () => {
  test('are told as a chain', () => {
    expect(findCycle(graphOf({ a: ['b'], b: ['c'], c: ['b'] }))).toEqual(['b', 'c', 'b']);
    expect(findCycle(graphOf({ a: ['a'] }))).toEqual(['a', 'a']);
    expect(findCycle(graphOf({ a: ['b', 'c'], b: ['c'], c: [] }))).toBeUndefined();
  });

  test('a ring and a chain of 20,000', () => {
    const cycle = findCycle(chain(20_000, ['n0']));
    expect([cycle?.length, cycle?.[0], cycle?.at(-1)]).toEqual([20_001, 'n0', 'n0']);
    expect(findCycle(chain(20_000, []))).toBeUndefined();
  });
});

test('a graph has either an order that respects every edge, or a cycle made of its edges', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const order = topologicalOrder(graph);
      const cycle = findCycle(graph);
      expect(order === undefined).toBe(cycle !== undefined);
      if (order) {
        const place = new Map(order.map((node, index) => [node, index]));
        expect([...order].sort()).toEqual([...graph.nodes].sort());
        for (const node of graph.nodes) {
          for (const need of graph.needsOf(node)) expect(place.get(need) ?? -1).toBeLessThan(place.get(node) ?? -1);
        }
      }
      cycle?.slice(1).forEach((need, index) => {
        expect(graph.needsOf(cycle[index] ?? '')).toContain(need);
      });
      if (cycle) expect(cycle.at(-1)).toBe(cycle[0]);
    }),
  );
});
