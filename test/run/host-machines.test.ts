import { describe, expect, test } from 'vitest';
import type { AttemptOutcome } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
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
  /** It was never there, so nothing runs on it. */
  unheard = false;
  readonly asked: string[] = [];
  readonly stopped: string[] = [];

  override async execute(request: ExecuteRequest, stop: StopRequest): Promise<AttemptOutcome> {
    const node = this.address(request.lane, request.node);
    this.asked.push(`${node} ${request.attempt}`);
    if (request.lane === 0 && !this.there) {
      return { kind: 'awaiting', gate: 'target', waitingFor, ...(this.unheard && { unheard: true }) };
    }
    const outcome = await super.execute(request, stop);
    if (stop.signal.aborted) this.stopped.push(`${node} ${request.attempt}`);
    return outcome;
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

const pause = (clock: VirtualClock) => clock.sleepUntil(clock.now() + 2_000, new AbortController().signal);

test('a run that is cancelled does not wait for a machine that never heard of it', async () => {
  const { clock, world } = far();
  world.unheard = true;
  const sim = simulate({ plan, clock, world, wait: true });
  await pause(clock);
  sim.handle.cancel('me');
  expect(await sim.result).toEqual({ kind: 'cancelled' });
});

test('a cancel waits for a machine where something may run, and stops it there when it is back', async () => {
  const { clock, world } = far();
  const sim = simulate({ plan, clock, world, wait: true });
  await pause(clock);
  sim.handle.cancel('me');
  await pause(clock);
  expect(sim.handle.state()).toMatchObject({ status: 'blocked', cancelling: true });
  expect(world.stopped).toEqual([]);
  world.there = true;
  expect(await sim.result).toEqual({ kind: 'cancelled' });
  expect(world.stopped).toEqual(['x@prod/app/a 1']);
  expect(world.executions.filter(({ node }) => node === 'x@prod/app/b')).toEqual([]);
});

test('the journal remembers a cancel: the next process goes on with it, and starts nothing', async () => {
  const { clock, world } = far();
  const first = simulate({ plan, clock, world });
  await first.result;
  const second = simulate({ plan, clock, world, records: first.store.records });
  second.handle.cancel('me');
  expect(await second.result).toEqual({ kind: 'blocked', gates: [gate] });
  const third = simulate({ plan, clock, world, records: second.store.records });
  expect(await third.result).toEqual({ kind: 'blocked', gates: [gate] });
  world.there = true;
  const last = simulate({ plan, clock, world, records: third.store.records });
  expect(await last.result).toEqual({ kind: 'cancelled' });
  expect(world.stopped).toEqual(['x@prod/app/a 1']);
  expect(world.executions.filter(({ node }) => node.startsWith('x@'))).toHaveLength(1);
  expect(fold(plan, last.store.records).ended).toMatchObject({ succeeded: 1, cancelled: 1 });
});

test('a cancel reaches what a process that died left running', async () => {
  const clock = new VirtualClock();
  const world = new FarWorld(plan, clock, () => ({ after: 60_000, outcome: fine }));
  world.there = true;
  world.observeScript = () => ({ kind: 'running' });
  const first = simulate({ plan, clock, world });
  await pause(clock);
  first.handle.interrupt();
  await first.result;
  const second = simulate({ plan, clock, world, records: first.store.records });
  second.handle.cancel('me');
  expect(await second.result).toEqual({ kind: 'cancelled' });
  expect(world.stopped.toSorted()).toEqual(['x@prod/app/a 1', 'y@prod/app/a 1']);
});

test('who skips the step ends the cancelled run without its machine', async () => {
  const { clock, world } = far();
  const first = simulate({ plan, clock, world });
  await first.result;
  const second = simulate({ plan, clock, world, records: first.store.records });
  second.handle.cancel('me');
  await second.result;
  const decisions = [{ node: 'x@prod/app/a', decision: 'skip', by: 'me' }] as const;
  const last = simulate({ plan, clock, world, records: second.store.records, decisions });
  expect(await last.result).toEqual({ kind: 'cancelled' });
  expect(world.stopped).toEqual([]);
});

describe('an undo whose machine is away', () => {
  const header = { onFailure: 'undo' } as const;
  const failing = planOf({ steps: [{ path: 'a' }, { path: 'b' }], lanes: [{ name: 'x' }], header });
  const undo = 'target:x@prod/app/a';

  function undoing() {
    const clock = new VirtualClock();
    const world = new World(failing, clock, (node) => (node.endsWith('/b') ? no : fine));
    const place = { there: false };
    world.undoable = () => true;
    world.undoScript = () => (place.there ? fine : { kind: 'awaiting', gate: 'target', waitingFor });
    Object.assign(world, { canReach: () => place.there });
    return { clock, world, place };
  }

  test('waits at the gate, and goes on under the next process', async () => {
    const { clock, world, place } = undoing();
    const first = simulate({ plan: failing, clock, world });
    expect(await first.result).toEqual({ kind: 'blocked', gates: [undo] });
    expect(first.handle.state()?.gates.get(undo)).toMatchObject({ kind: 'target', waitingFor });
    place.there = true;
    const again = simulate({ plan: failing, clock, world, records: first.store.records });
    expect(await again.result).toEqual({ kind: 'failed' });
    expect(story(again.events())).toContain('undone lane x@prod/app');
  });

  test('goes on by itself in a run that waits', async () => {
    const { clock, world, place } = undoing();
    const sim = simulate({ plan: failing, clock, world, wait: true });
    await pause(clock);
    expect(world.undone).toHaveLength(1);
    place.there = true;
    expect(await sim.result).toEqual({ kind: 'failed' });
    expect(world.undone).toEqual(['x@prod/app/a', 'x@prod/app/a']);
  });

  test('ends cancelled, once its machine is back, when the run is cancelled', async () => {
    const { clock, world, place } = undoing();
    const sim = simulate({ plan: failing, clock, world, wait: true });
    await pause(clock);
    sim.handle.cancel('me');
    await pause(clock);
    expect(sim.handle.state()?.status).toBe('blocked');
    place.there = true;
    expect(await sim.result).toEqual({ kind: 'cancelled' });
  });
});
