import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import type { AttemptOutcome, JournalRecord, RunEvent } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
import { summarise } from '../../src/run/summary.ts';
import { fine, no, type Simulation, simulate, World } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { pick, randomPlan } from './random-plans.ts';

const runs = Number(process.env.RUNS ?? 60);
const options = { numRuns: runs, interruptAfterTimeLimit: 20_000 };

/** Fails a few times, never as often as it may. */
function transient(plan: Plan, seed: number) {
  const allowed = attemptsByPath(plan);
  return (node: string, attempt: number): AttemptOutcome =>
    attempt <= pick(seed, node, allowed.get(stepPath(node)) ?? 1) ? no : fine;
}

function withFailures(plan: Plan, seed: number, oneIn: number) {
  const passing = transient(plan, seed);
  return (node: string, attempt: number) => {
    const outcome = pick(seed + 1, node, oneIn) === 0 ? no : passing(node, attempt);
    const delay = pick(seed + 2, node, 3) * 50;
    return delay === 0 ? outcome : { after: delay, outcome };
  };
}

function attemptsByPath(plan: Plan): ReadonlyMap<string, number> {
  return new Map(plan.processes.flatMap(({ steps }) => steps.map((step) => [step.path, step.retry.attempts] as const)));
}

function stepPath(node: string): string {
  return node.slice(node.indexOf('/', node.indexOf('/') + 1) + 1).split('#')[0] ?? '';
}

function laneOf(node: string): string {
  return node.slice(0, node.indexOf('/', node.indexOf('/') + 1));
}

describe('whatever the plan', () => {
  test('every run ends, in order, inside its budget, and replays to the same state', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlan, fc.integer({ min: 2, max: 12 }), async ({ plan, seed }, oneIn) => {
        const sim = simulate({ plan, script: withFailures(plan, seed, oneIn), parallel: 3 });
        const result = await ended(sim);
        expect(['succeeded', 'failed', 'within-budget', 'paused']).toContain(result);
        expect(sim.world.most).toBeLessThanOrEqual(3);
        checkOrder(plan, sim.events());
        checkBudget(plan, sim.events());
        checkPause(sim.events());
        checkBarriers(plan, sim.events());
        expect(snapshot(fold(plan, sim.store.records))).toEqual(snapshot(sim.handle.state()));
      }),
      options,
    );
  });

  test('resuming until it is done gets there once what failed works', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlan, async ({ plan, seed }) => {
        const first = simulate({ plan, script: withFailures(plan, seed, 4) });
        await ended(first);
        first.world.script = () => fine;
        const { records } = first.store;
        const again = simulate({ plan, records, world: first.world, clock: first.clock });
        expect(await ended(again)).toBe('succeeded');
        checkTickets(first.world);
        checkPause(again.events());
        expect(snapshot(fold(plan, again.store.records))).toEqual(snapshot(again.handle.state()));
      }),
      options,
    );
  });

  test('a crash at any point loses nothing and repeats nothing', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlan, fc.double({ min: 0, max: 1, noNaN: true }), async ({ plan, seed }, part) => {
        const script = transient(plan, seed);
        const whole = simulate({ plan, script });
        expect(await ended(whole)).toBe('succeeded');
        const records = whole.store.records.slice(0, 1 + Math.floor(part * (whole.store.records.length - 1)));
        const clock = new VirtualClock(Date.parse(records.at(-1)?.at ?? ''));
        const world = worldAfter(plan, clock, script, records, seed);
        const again = simulate({ plan, records, world, clock });
        expect(await ended(again)).toBe('succeeded');
        checkTickets(world);
        expect(outcomes(again)).toEqual(outcomes(whole));
        checkOrder(plan, again.events());
        checkBarriers(plan, again.events());
      }),
      { ...options, numRuns: runs * 2 },
    );
  });

  test('cancelling at any point ends every lane that had begun', async () => {
    await fc.assert(
      fc.asyncProperty(randomPlan, fc.integer({ min: 0, max: 400 }), async ({ plan, seed }, after) => {
        const sim = simulate({ plan, script: withFailures(plan, seed, 20) });
        await sim.clock.sleepUntil(sim.clock.now() + after, new AbortController().signal);
        sim.handle.cancel('me');
        await ended(sim);
        const state = sim.handle.state();
        if (sim.events().some((event) => event.type === 'cancel-requested')) {
          expect(state?.end).toBe('cancelled');
          expect(state?.running.size).toBe(0);
        }
        expect(snapshot(fold(plan, sim.store.records))).toEqual(snapshot(state));
      }),
      options,
    );
  });
});

async function ended(sim: Simulation): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end: ${JSON.stringify(sim.events().slice(-4))}`)), 4000);
  });
  const result = await Promise.race([sim.result, late]);
  clearTimeout(timer);
  return result.kind === 'errored' ? `errored: ${result.message}` : result.kind;
}

/** What an attempt did that the journal knows nothing of: it had finished, or had not begun. */
function worldAfter(
  plan: Plan,
  clock: VirtualClock,
  script: (node: string, attempt: number) => AttemptOutcome,
  records: readonly JournalRecord[],
  seed: number,
): World {
  const world = new World(plan, clock, script);
  const open = new Map<string, Extract<RunEvent, { type: 'attempt-started' }>>();
  for (const { event } of records) {
    if (event.type === 'attempt-started') open.set(event.node, event);
    if (event.type === 'attempt-started') world.executions.push({ node: event.node, ticket: event.ticket, at: 0 });
    if (event.type === 'attempt-finished') open.delete(event.node);
  }
  for (const { node, attempt, ticket } of open.values()) {
    if (pick(seed, ticket, 2) === 0) world.outcomes.set(ticket, script(node, attempt));
    else
      world.executions.splice(
        world.executions.findIndex((one) => one.ticket === ticket),
        1,
      );
  }
  return world;
}

function checkTickets(world: World): void {
  const tickets = world.executions.map((one) => one.ticket);
  expect(tickets.length).toBe(new Set(tickets).size);
  // A step that succeeded runs again only when it ran because its lane had failed.
}

function snapshot(state: Simulation['handle'] extends { state(): infer S } ? S : never): unknown {
  if (state === undefined) return undefined;
  const { waves, barriers, facts, active, activeFailed, inFlight, ended: ends } = state;
  const counters = waves.map(({ phase, left, failed, active: busy, unsettled }) => ({
    phase,
    left,
    failed,
    busy,
    unsettled,
  }));
  return {
    summary: summarise(state),
    counters,
    barriers: [...barriers.values()].map(({ missing, standing }) => [[...missing], [...standing]]),
    bits: [...facts.bits],
    numbers: { active, activeFailed, inFlight, ends },
  };
}

function outcomes(sim: Simulation): unknown {
  const state = sim.handle.state();
  if (state === undefined) return undefined;
  return summarise(state).lanes.map(({ address, state: end, nodes }) => ({
    address,
    end,
    nodes: nodes.map(({ address: node, outcome, attempts }) => ({ node, outcome, attempts })),
  }));
}

/** No `success` step starts before all steps that it needs, as the plan says it, have ended well. */
function checkOrder(plan: Plan, events: readonly RunEvent[]): void {
  const good = new Set<string>();
  const lanes = new Map(plan.lanes.map((lane) => [lane.address, lane]));
  for (const event of events) {
    if (event.type === 'attempt-finished' && event.outcome.kind === 'succeeded') good.add(event.node);
    if (event.type !== 'attempt-started') continue;
    const lane = lanes.get(laneOf(event.node));
    const steps = plan.processes[lane?.process ?? -1]?.steps ?? [];
    const step = steps.findIndex((one) => one.path === stepPath(event.node));
    if (lane === undefined || steps[step]?.run !== 'success') continue;
    const sameUnit = (need: number): boolean =>
      steps[need]?.group !== undefined &&
      steps[need]?.group === steps[step]?.group &&
      (steps[step]?.rollingWindow ?? 0) > 0;
    const open = [...(steps[step]?.needs ?? [])];
    for (let need = open.pop(); need !== undefined; need = open.pop()) {
      const other = steps[need];
      const acts = other?.chain === undefined && lane.pruned[need] === undefined && other?.run === 'success';
      if (!acts || sameUnit(need)) open.push(...(other?.needs ?? []));
      if (!acts) continue;
      const suffixes = lane.placement[need]?.map((target) => `#${lane.targets[target]?.id}`) ?? [''];
      const own = event.node.includes('#') ? `#${event.node.split('#')[1]}` : '';
      for (const suffix of sameUnit(need) ? [own] : suffixes) {
        expect(good, `${event.node} needs`).toContain(`${lane.address}/${other?.path}${suffix}`);
      }
    }
  }
}

/** While more have failed than may, no lane starts. */
function checkBudget(plan: Plan, events: readonly RunEvent[]): void {
  if (plan.header.onFailure === 'continue') return;
  const failed = new Map<string, number>();
  const waveOf = (address: string) =>
    plan.header.waves.find((wave) => wave.lanes.some((lane) => plan.lanes[lane]?.address === address));
  for (const event of events) {
    if (event.type === 'lane-finished' && (event.end === 'failed' || event.end === 'undone')) {
      const wave = waveOf(event.lane)?.name ?? '';
      failed.set(wave, (failed.get(wave) ?? 0) + 1);
    }
    if (event.type !== 'lane-started') continue;
    for (const wave of plan.header.waves) {
      expect(failed.get(wave.name) ?? 0).toBeLessThanOrEqual(wave.failuresAllowed);
    }
  }
}

function checkPause(events: readonly RunEvent[]): void {
  let paused = false;
  for (const event of events) {
    if (event.type === 'run-paused') paused = true;
    if (event.type === 'run-resumed') paused = false;
    if (event.type === 'attempt-started' || event.type === 'lane-started') expect(paused).toBe(false);
  }
}

/** A barrier opens only when everybody it is for, and nothing has failed for, has done all that stands before it. */
function checkBarriers(plan: Plan, events: readonly RunEvent[]): void {
  const good = new Set<string>();
  const excused = new Set<string>();
  for (const event of events) {
    if (event.type === 'attempt-finished' && event.outcome.kind === 'succeeded') good.add(event.node);
    else if (event.type === 'attempt-finished') excused.add(laneOf(event.node));
    if (event.type !== 'barrier-opened') continue;
    for (const wave of plan.header.waves) {
      for (const index of wave.lanes) {
        const lane = plan.lanes[index];
        const steps = plan.processes[lane?.process ?? -1]?.steps ?? [];
        const chain = steps.find((step) => step.path === event.step)?.chain;
        const concerned = chain?.barrier === 'release' || wave.name === event.wave;
        if (lane === undefined || !concerned || excused.has(lane.address)) continue;
        for (const child of chain?.children ?? []) {
          if (lane.pruned[child] !== undefined || steps[child]?.run === 'failure') continue;
          for (const target of lane.placement[child] ?? [-1]) {
            const suffix = target < 0 ? '' : `#${lane.targets[target]?.id}`;
            expect(good).toContain(`${lane.address}/${steps[child]?.path}${suffix}`);
          }
        }
      }
    }
  }
}
