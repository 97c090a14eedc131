import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutGraph, type PlacedStep } from '../../../src/views/report/graph-layout.ts';
import { layersOf } from '../../../src/views/report/layers.ts';
import type { ReportStep } from '../../../src/views/report/process.ts';

const counts = { succeeded: 1, failed: 0, running: 0, waiting: 0, skipped: 0, unknown: 0 };

function step(path: string, needs: readonly string[], inside?: string): ReportStep {
  return { path, name: path, kind: 'script', notes: [], needs, counts, ...(inside !== undefined && { inside }) };
}

function overlap(one: PlacedStep, other: PlacedStep): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

test('a node stands after all that it needs, and a need that others imply is left out', () => {
  const { layers, routes } = layersOf([{ needs: [] }, { needs: [0] }, { needs: [0, 1] }, { needs: [0] }]);
  expect(layers.map((layer) => layer.toSorted())).toEqual([[0], [1, 3], [2]]);
  expect(routes).toEqual([
    [0, 1],
    [1, 2],
    [0, 3],
  ]);
});

test('an edge over several layers has a place of its own in each', () => {
  const { layers, routes } = layersOf([
    { needs: [] },
    { needs: [0] },
    { needs: [1] },
    { needs: [] },
    { needs: [2, 3] },
  ]);
  const long = routes.find((route) => route[0] === 3);
  expect(long).toHaveLength(4);
  expect(layers[1]).toContain(long?.[1]);
  expect(layers[2]).toContain(long?.[2]);
});

test('what is inside a chain step stands inside its box, and nothing else does', () => {
  const { steps } = layOutGraph([
    step('a', []),
    step('web', ['a']),
    step('web/one', ['a'], 'web'),
    step('web/two', ['web/one'], 'web'),
    step('end', ['web/two']),
  ]);
  const at = (path: string) => steps.find((placed) => placed.step.path === path) as PlacedStep;
  for (const path of ['web/one', 'web/two']) {
    expect(at(path).x).toBeGreaterThan(at('web').x);
    expect(at(path).x + at(path).width).toBeLessThan(at('web').x + at('web').width);
    expect(at(path).y + at(path).height).toBeLessThan(at('web').y + at('web').height);
  }
  expect(at('web/two').y).toBeGreaterThan(at('web/one').y + at('web/one').height);
  expect(at('web').x).toBeGreaterThan(at('a').x + at('a').width);
  expect(at('end').x).toBeGreaterThan(at('web').x + at('web').width);
});

test('whatever the process, steps never overlap and everything is inside the picture', () => {
  const process = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 18 });
  fc.assert(
    fc.property(process, fc.array(fc.boolean()), (needs, chained) => {
      const paths = needs.map((_, index) => (chained[index] && index > 0 ? `s0/s${index}` : `s${index}`));
      const made = needs.map((list, index) =>
        step(
          paths[index] ?? '',
          list.filter((need) => need < index && need > 0).flatMap((need) => paths[need] ?? []),
          paths[index]?.startsWith('s0/') ? 's0' : undefined,
        ),
      );
      const layout = layOutGraph(made);
      expect(layout.steps).toHaveLength(made.length);
      for (const [index, one] of layout.steps.entries()) {
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.y + one.height).toBeLessThanOrEqual(layout.height + 0.01);
        expect(one.x + one.width).toBeLessThanOrEqual(layout.width + 0.01);
        for (const other of layout.steps.slice(index + 1)) {
          const nested = other.step.inside === one.step.path || one.step.inside === other.step.path;
          if (!nested) expect(overlap(one, other)).toBe(false);
        }
      }
    }),
    { numRuns: 200 },
  );
});
