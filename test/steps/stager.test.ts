import { expect, test } from 'vitest';
import type { ExecuteRequest } from '../../src/run/ports.ts';
import { nodeReader } from '../../src/steps/node-facts.ts';
import { createStager, type Staged } from '../../src/steps/stager.ts';
import type { Bundle, BundleWriter } from '../../src/targets/bundle.ts';
import { planOf, type StepSketch } from '../support/plans.ts';

type Standing = Record<number, 'open' | 'succeeded' | 'left-out'>;

/** A lane whose steps are all at one site, or where `elsewhere` says so. */
function place(
  steps: readonly StepSketch[],
  elsewhere: readonly number[] = [],
  awaits: BundleWriter['awaits'] = 'written',
) {
  const on = Object.fromEntries(steps.flatMap((_, index) => (elsewhere.includes(index) ? [] : [[index, ['vm']]])));
  const plan = planOf({ steps: [...steps], lanes: [{ name: 'a', on }] });
  const written: Bundle[] = [];
  const bundles: BundleWriter = {
    awaits,
    write: async (bundle) => {
      written.push(bundle);
      return { kind: 'written', path: '/out', digest: 'd' };
    },
  };
  const stager = createStager(plan);
  const readNode = nodeReader(plan);
  const stage = (node: number, standing: Standing, failed = false, skipped: readonly number[] = []) => {
    const request: ExecuteRequest = {
      ...{ run: 'r', lane: 0, node, attempt: 1, ticket: `r.0.${node}.1`, timestamp: '', failed },
      outputs: () => undefined,
      stands: (other) => standing[other] ?? 'open',
    };
    const stageNode = async (other: number): Promise<Staged> => {
      if (skipped.includes(other)) return { kind: 'skipped', reason: 'no' };
      const { path, run } = readNode({ lane: 0, node: other }).step;
      const action = { kind: 'script', interpreter: 'sh', script: '', env: {}, outputs: [] } as const;
      const rest = { attempts: 1, backoffSeconds: 0, idempotent: false, secrets: [] };
      return { kind: 'step', step: { node: path, path, run, action, ...rest } };
    };
    return stager({ request, facts: readNode({ lane: 0, node }), bundles, stageNode, log: undefined });
  };
  const paths = () => written.map(({ steps: inside }) => inside.map(({ path }) => path).join(' '));
  return { stage, written, paths };
}

const line = [{ path: 'a' }, { path: 'b' }, { path: 'c', run: 'failure' as const }];

test('the last of a bundle writes all of it, with what waits for a failure at the site', async () => {
  const { stage, paths } = place(line);
  expect(await stage(0, {})).toEqual({ kind: 'succeeded' });
  expect(paths()).toEqual([]);
  expect(await stage(1, { 0: 'succeeded' })).toEqual({ kind: 'succeeded' });
  expect(paths()).toEqual(['a b c']);
});

test('of two that end together exactly one writes', async () => {
  const { stage, paths } = place([{ path: 'a' }, { path: 'b', needs: [] }]);
  await Promise.all([stage(0, {}), stage(1, {})]);
  expect(paths()).toEqual(['a b']);
});

test('what another process made ready is written too; what a person left out is not', async () => {
  expect(
    await (async () => {
      const { stage, paths } = place(line);
      await stage(1, { 0: 'succeeded' });
      return paths();
    })(),
  ).toEqual(['a b c']);
  const { stage, paths } = place(line);
  await stage(1, { 0: 'left-out' });
  expect(paths()).toEqual(['b c']);
});

test('a step whose condition does not hold is not in the bundle, and ends it all the same', async () => {
  const { stage, paths } = place(line);
  await stage(0, {});
  expect(await stage(1, { 0: 'succeeded' }, false, [1])).toEqual({ kind: 'skipped', reason: 'no' });
  expect(paths()).toEqual(['a c']);
  const both = place([{ path: 'a' }, { path: 'b', needs: [] }]);
  await Promise.all([both.stage(0, {}, false, [0]), both.stage(1, {})]);
  expect(both.paths()).toEqual(['b']);
});

test('after a failure here the bundle holds what still runs, and says so', async () => {
  const { stage, paths, written } = place(line);
  await stage(2, { 0: 'left-out', 1: 'left-out' }, true);
  expect(paths()).toEqual(['c']);
  expect(written[0]?.failed).toBe(true);
});

test('a second bundle comes after the first, and one that is awaited says what it waits for', async () => {
  const { stage, written } = place([{ path: 'a' }, { path: 'b' }, { path: 'c' }], [1], 'applied');
  expect(await stage(0, {})).toEqual({
    kind: 'awaiting',
    gate: 'receipt',
    waitingFor: 'the receipt of the bundle r.0.vm.1 for vm',
  });
  await stage(2, { 0: 'succeeded', 1: 'succeeded' });
  expect(written.map(({ id, after }) => [id, after])).toEqual([
    ['r.0.vm.1', undefined],
    ['r.0.vm.2', 'r.0.vm.1'],
  ]);
});
