import fc from 'fast-check';
import type { Plan, PlanChain } from '../../src/plan/model.ts';
import { type LaneSketch, planOf, type StepSketch, waveOf } from '../support/plans.ts';

/** Steps of a process: some alone, some inside chain steps, each waiting for a few that come before it. */
const block = fc.record({
  size: fc.integer({ min: 1, max: 3 }),
  chain: fc.constantFrom<PlanChain['barrier'] | 'none' | 'shared'>(
    'none',
    'none',
    'tenant',
    'wave',
    'release',
    'shared',
  ),
  runs: fc.array(fc.constantFrom('success', 'success', 'success', 'failure', 'always'), { minLength: 3, maxLength: 3 }),
  attempts: fc.integer({ min: 1, max: 3 }),
  window: fc.integer({ min: 0, max: 2 }),
  grouped: fc.boolean(),
  skips: fc.integer({ min: 0, max: 2 }),
});

type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

const laneShape = fc.record({
  pruned: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
  targets: fc.integer({ min: 0, max: 3 }),
});

export interface RandomPlan {
  readonly plan: Plan;
  readonly seed: number;
}

export const randomPlan: fc.Arbitrary<RandomPlan> = fc
  .record({
    blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
    lanes: fc.array(laneShape, { minLength: 1, maxLength: 6 }),
    waves: fc.array(
      fc.record({ concurrency: fc.integer({ min: 0, max: 2 }), failuresAllowed: fc.integer({ min: 0, max: 2 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    onFailure: fc.constantFrom('halt', 'continue', 'undo'),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map(({ blocks, lanes, waves, onFailure, seed }) => {
    const steps = blocks.flatMap((one, index) => stepsOf(one, index, blocks));
    const shared = lanes.length;
    const sketches = lanes.map((lane, index): LaneSketch => ({ name: `t${index}`, ...shapeOf(lane, steps, shared) }));
    const chunk = Math.ceil(lanes.length / waves.length);
    const plan = planOf({
      steps,
      others: [[{ path: 's' }]],
      lanes: [...sketches, { name: '', kind: 'shared', process: 1 }],
      waves: waves.map((wave, index) =>
        waveOf(`w${index}`, [...lanes.keys()].slice(index * chunk, (index + 1) * chunk), wave),
      ),
      header: { onFailure },
    });
    return { plan, seed };
  });

function stepsOf(one: Block, index: number, blocks: readonly Block[]): readonly StepSketch[] {
  const before = index === 0 ? [] : [endOf(blocks[index - 1], index - 1)];
  const earlier = index > 1 && one.skips > 0 ? [endOf(blocks[index - 2], index - 2)] : before;
  const name = `b${index}`;
  if (one.chain === 'shared') return [{ path: name, needs: earlier, chain: { children: [] }, kind: 'shared' }];
  const chained = one.chain !== 'none';
  const paths = Array.from({ length: one.size }, (_, place) => (chained ? `${name}/${place}` : `${name}-${place}`));
  const inner = paths.map((path, place): StepSketch => {
    const run = one.runs[place] as StepSketch['run'] & string;
    return {
      path,
      needs: place === 0 ? earlier : one.skips === 2 && place === 2 ? [paths[0] ?? ''] : [paths[place - 1] ?? ''],
      run,
      retry: { attempts: one.attempts, backoffSeconds: 1 },
      rollingWindow: one.window,
      ...(one.grouped ? { group: name } : {}),
    };
  });
  if (one.chain === 'none') return inner;
  return [...inner, { path: name, needs: paths, chain: { barrier: one.chain, children: paths } }];
}

function endOf(one: Block | undefined, index: number): string {
  return one?.chain === 'none' ? `b${index}-${one.size - 1}` : `b${index}`;
}

type Shape = typeof laneShape extends fc.Arbitrary<infer T> ? T : never;

function shapeOf(lane: Shape, steps: readonly StepSketch[], shared: number): Partial<LaneSketch> {
  const pruned: { [step: number]: string } = {};
  const on: { [step: number]: readonly string[] } = {};
  const joins: { [step: number]: number } = {};
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'shared') joins[index] = shared;
    else if (step.chain === undefined && lane.pruned.includes(index)) pruned[index] = 'not here';
    if (step.chain === undefined && lane.targets > 0) {
      on[index] = Array.from({ length: lane.targets }, (_, target) => `m${target}`);
    }
  }
  return { pruned, on, joins };
}

/** A number from 0 up to `below`, the same for the same words. */
export function pick(seed: number, words: string, below: number): number {
  let hash = seed | 0;
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x5bd1e995) ^ (hash >>> 13);
  return (hash >>> 0) % below;
}
