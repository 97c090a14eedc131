import { expect, test } from 'vitest';
import type { AttemptOutcome } from '../../src/run/events.ts';
import type { ExecuteRequest, StopRequest } from '../../src/run/ports.ts';
import { planOf } from '../support/plans.ts';
import { fine, no, runner, simulate, story, World } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const waitingFor = 'the agent vm is away';
const lanes = [{ name: 'x', locks: ['k'] }, { name: 'y' }];
const plan = planOf({ steps: [{ path: 'a' }, { path: 'b' }], lanes });
const gate = 'target:x@prod/app/a';

/** Machines of which that of lane x comes and goes. What was asked of it before it went runs on. */
class FarWorld extends World {
  there = false;
  readonly asked: string[] = [];

  override async execute(request: ExecuteRequest, stop: StopRequest): Promise<AttemptOutcome> {
    const node = this.address(request.lane, request.node);
    this.asked.push(`${node} ${request.attempt}`);
    if (request.lane === 0 && !this.there) return { kind: 'awaiting', gate: 'target', waitingFor };
    return super.execute(request, stop);
  }

  canReach(lane: number): boolean {
    return lane !== 0 || this.there;
  }
}

function far(shape = plan, script = (_: string): AttemptOutcome => fine) {
  const clock = new VirtualClock();
  return { clock, world: new FarWorld(shape, clock, script) };
}

test('a machine that is away keeps its own lane at a gate, and no other', async () => {
  const { clock, world } = far();
  const sim = simulate({ plan, clock, world });
  expect(await sim.result).toEqual({ kind: 'blocked', gates: [gate] });
  expect(story(sim.events())).toContain(`gate ${gate}`);
  expect(story(sim.events())).toContain('succeeded lane y@prod/app');
  expect(sim.handle.state()?.gates.get(gate)).toMatchObject({ kind: 'target', scope: 'x@prod/app/a', waitingFor });
});

test('the same attempt goes on when it is back, also under the next process', async () => {
  const { clock, world } = far();
  const first = simulate({ plan, clock, world });
  await first.result;
  world.there = true;
  const again = simulate({ plan, clock, world, records: first.store.records });
  expect(await again.result).toEqual({ kind: 'succeeded' });
  expect(world.asked.filter((asked) => asked.startsWith('x@prod/app/a'))).toEqual(['x@prod/app/a 1', 'x@prod/app/a 1']);
  expect(world.executions.filter(({ node }) => node === 'x@prod/app/a')).toHaveLength(1);
});

test('with wait the run stays, shows the gate, and keeps the locks of what may run there', async () => {
  const { clock, world } = far();
  const sim = simulate({ plan, clock, world, wait: true });
  await clock.sleepUntil(clock.now() + 2_000, new AbortController().signal);
  expect(story(sim.events())).toContain('blocked');
  expect(await sim.store.acquireLocks('other', { ...runner, pid: 2 }, ['k'])).toMatchObject({ kind: 'held' });
  await sim.store.releaseLocks('other', { ...runner, pid: 2 }, ['k']);
  world.there = true;
  expect(await sim.result).toEqual({ kind: 'succeeded' });
});

test('a machine may go away again and again', async () => {
  const { clock, world } = far();
  const sim = simulate({ plan, clock, world, wait: true });
  const later = () => clock.sleepUntil(clock.now() + 2_000, new AbortController().signal);
  world.canReach = () => true;
  await later();
  expect(world.asked.filter((asked) => asked === 'x@prod/app/a 1').length).toBeGreaterThan(2);
  world.there = true;
  expect(await sim.result).toEqual({ kind: 'succeeded' });
});

test('a failure beside it does not drop what may run on a machine that is away', async () => {
  const beside = planOf({ steps: [{ path: 'a' }, { path: 'c', needs: [] }], lanes: [{ name: 'x' }] });
  const clock = new VirtualClock();
  const world = new World(beside, clock, (node) => (node.endsWith('/c') ? { after: 500, outcome: no } : fine));
  let away = true;
  const execute = world.execute.bind(world);
  world.execute = async (request, signal) =>
    away && request.node === 0 ? { kind: 'awaiting', gate: 'target', waitingFor } : execute(request, signal);
  Object.assign(world, { canReach: () => !away });
  const sim = simulate({ plan: beside, clock, world, wait: true });
  await clock.sleepUntil(clock.now() + 2_000, new AbortController().signal);
  expect(await sim.result).toMatchObject({ kind: 'paused' });
  expect(story(sim.events())).not.toContain('failed lane x@prod/app');
  away = false;
  const again = simulate({ plan: beside, clock, world, records: sim.store.records });
  await again.result;
  expect(story(again.events())).toContain('succeeded x@prod/app/a');
  expect(world.executions.filter(({ node }) => node.endsWith('/a'))).toHaveLength(1);
});

test('a run that is cancelled does not wait for it', async () => {
  const { clock, world } = far();
  const sim = simulate({ plan, clock, world, wait: true });
  await clock.sleepUntil(clock.now() + 2_000, new AbortController().signal);
  sim.handle.cancel('me');
  expect(await sim.result).toEqual({ kind: 'cancelled' });
});
