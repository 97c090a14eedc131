import { describe, expect, it } from 'vitest';
import { nodeState } from '../../src/run/node-state.ts';
import { planOf } from '../support/plans.ts';
import { type Simulation, simulate, story } from '../support/simulation.ts';

const plan = planOf({
  steps: [{ path: 'make' }, { path: 'move' }, { path: 'prove' }, { path: 'tidy' }],
  lanes: [{ name: 'a' }],
  header: { onFailure: 'undo' },
});

const undone = (sim: Simulation): readonly string[] => story(sim.events()).filter((line) => line.startsWith('undo '));

function run(failing: string, commit: boolean, ofFailed: boolean): Simulation {
  return simulate({
    plan,
    script: (node) => (node.endsWith(`/${failing}`) ? { kind: 'failed', message: 'no' } : { kind: 'succeeded' }),
    prepare: (_, world) => {
      world.undoable = () => true;
      Object.assign(world, {
        canUndoFailed: () => ofFailed,
        isCommit: (lane: number, node: number) => commit && world.address(lane, node).endsWith('/prove'),
      });
    },
  });
}

describe('a point of no return', () => {
  it('lets everything before it be undone as long as it is not reached', async () => {
    const sim = run('prove', true, false);
    await sim.result;
    expect(undone(sim)).toEqual(['undo a@prod/app/move', 'undo a@prod/app/make']);
  });

  it('keeps what was done when something behind it fails', async () => {
    const sim = run('tidy', true, true);
    await sim.result;
    expect(undone(sim)).toEqual([]);
    expect(story(sim.events())).toContain('failed lane a@prod/app');
  });
});

describe('a failed step that leaves something', () => {
  it('is taken back first, once, and stays failed', async () => {
    const sim = run('prove', false, true);
    await sim.result;
    expect(undone(sim)).toEqual(['undo a@prod/app/prove', 'undo a@prod/app/move', 'undo a@prod/app/make']);
    const lane = sim.handle.state()?.lanes[0];
    expect(lane && [0, 1, 2].map((node) => nodeState(lane, node).kind)).toEqual(['undone', 'undone', 'failed']);
    expect(story(sim.events())).toContain('undone lane a@prod/app');
  });
});

describe('a step that nobody could ask about', () => {
  it('is asked again when the run is resumed', async () => {
    let reachable = false;
    const script = (node: string) =>
      node.endsWith('/move') && !reachable
        ? ({ kind: 'unknown', message: 'nobody answers' } as const)
        : ({ kind: 'succeeded' } as const);
    const sim = simulate({ plan, script });
    expect(await sim.result).toMatchObject({ kind: 'paused' });
    reachable = true;
    sim.world.outcomes.clear();
    sim.world.observeScript = () => ({ kind: 'running' });
    const resumed = simulate({ plan, records: sim.store.records, world: sim.world, clock: sim.clock });
    expect(await resumed.result).toEqual({ kind: 'succeeded' });
    expect(new Set(sim.world.executions.map(({ ticket }) => ticket)).size).toBe(4);
  });

  it('stays unknown while nobody can be asked', async () => {
    const script = (node: string) =>
      node.endsWith('/move')
        ? ({ kind: 'unknown', message: 'nobody answers' } as const)
        : ({ kind: 'succeeded' } as const);
    const sim = simulate({ plan, script });
    await sim.result;
    sim.world.observeScript = () => ({ kind: 'cannot-tell', message: 'still nobody' });
    const resumed = simulate({ plan, records: sim.store.records, world: sim.world, clock: sim.clock });
    expect(await resumed.result).toMatchObject({ kind: 'paused' });
    expect(sim.world.executions).toHaveLength(2);
  });
});
