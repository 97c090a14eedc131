import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import type { AttemptOutcome, JournalRecord } from '../../src/run/events.ts';
import type { RunResult } from '../../src/run/host-types.ts';
import type { Signal } from '../../src/run/ports.ts';
import { fine, type JournalStore, no, simulate } from '../support/simulation.ts';
import { pick, type RandomPlan, randomPlan } from './random-plans.ts';

const options = { numRuns: Number(process.env.RUNS ?? 60), interruptAfterTimeLimit: 20_000 };

/** Random trains whose waves also ask for approval and for time. */
const gatedPlan: fc.Arbitrary<RandomPlan> = fc
  .tuple(randomPlan, fc.array(fc.record({ approve: fc.boolean(), soakSeconds: fc.constantFrom(0, 0, 5, 60) })))
  .map(([{ plan, seed }, gates]) => {
    const waves = plan.header.waves.map((wave, index) => ({ ...wave, ...gates[index % Math.max(1, gates.length)] }));
    return { plan: { ...plan, header: { ...plan.header, waves } }, seed };
  });

interface Told {
  readonly plan: Plan;
  readonly result: RunResult;
  readonly records: readonly JournalRecord[];
}

const outcomeOf =
  (seed: number, oneIn: number) =>
  (node: string, attempt: number): AttemptOutcome | { readonly after: number; readonly outcome: AttemptOutcome } => {
    const outcome = pick(seed, `${node} ${attempt}`, oneIn) === 0 ? no : fine;
    const after = pick(seed + 2, node, 3) * 50;
    return after === 0 ? outcome : { after, outcome };
  };

/** Lets the train go, with somebody who approves whatever it waits for, until it ends or pauses. */
async function ride({ plan, seed }: RandomPlan, oneIn: number): Promise<Told> {
  const script = outcomeOf(seed, oneIn);
  const sim = simulate({ plan, script, parallel: 3, prepare: approveAll, wait: true, pollMilliseconds: 1000 });
  return { plan, result: await sim.result, records: sim.store.records };
}

function approveAll(store: JournalStore): void {
  const signals = async (): Promise<readonly { readonly id: string; readonly signal: Signal }[]> =>
    store.records.flatMap(({ event }) => {
      if (event.type !== 'gate-opened' || event.kind !== 'approval') return [];
      const { gate } = event;
      return [{ id: gate, signal: { kind: 'gate', gate, decision: 'approved', by: 'me', planDigest: 'digest' } }];
    });
  Object.assign(store, { signals });
}

const rides = (check: (told: Told) => void): Promise<void> =>
  fc.assert(
    fc.asyncProperty(gatedPlan, fc.integer({ min: 2, max: 12 }), async (random, oneIn) => {
      const told = await ride(random, oneIn);
      expect(['succeeded', 'failed', 'within-budget', 'paused']).toContain(told.result.kind);
      check(told);
    }),
    options,
  );

/** Address of the lane, from that of a lane or of one of its nodes. */
const laneOf = (address: string): string => address.split('/').slice(0, 2).join('/');

/** By lane: the index of its wave; shared lanes have none. */
function waves({ lanes, header }: Plan): ReadonlyMap<string, number> {
  const found = header.waves.flatMap((wave, index) =>
    wave.lanes.map((lane) => [lanes[lane]?.address ?? '', index] as const),
  );
  return new Map(found);
}

describe('whatever the train', () => {
  test('the budget is kept exactly: one failure more halts it, and none less does', async () => {
    await rides(({ plan, result, records }) => {
      const waveOf = waves(plan);
      const failed = new Map<number, Set<string>>();
      for (const { event } of records) {
        if (event.type !== 'lane-finished' || (event.end !== 'failed' && event.end !== 'undone')) continue;
        const wave = waveOf.get(event.lane) ?? -1;
        failed.set(wave, (failed.get(wave) ?? new Set()).add(event.lane));
      }
      const over = plan.header.waves.some(
        (wave, index) => plan.header.onFailure !== 'continue' && (failed.get(index)?.size ?? 0) > wave.failuresAllowed,
      );
      if (result.kind === 'paused') expect(over, result.reason).toBe(true);
      if (result.kind === 'succeeded' || result.kind === 'within-budget') expect(over).toBe(false);
      if (over) return;
      const ended = records.filter(({ event }) => event.type === 'lane-finished' && waveOf.has(event.lane));
      expect(ended.length).toBe(waveOf.size);
    });
  });

  test('once the budget is passed, only lanes that have failed themselves still start a step', async () => {
    await rides(({ plan, records }) => {
      if (plan.header.onFailure === 'continue') return;
      const waveOf = waves(plan);
      const failing = new Map<number, Set<string>>();
      /** Lanes with an attempt that did not succeed. Of a shared lane's failure all that wait for it learn. */
      const hurt = new Set<string>();
      let sharedFailed = false;
      let halted = false;
      for (const { event } of records) {
        if (event.type === 'attempt-finished' && event.outcome.kind !== 'succeeded') {
          hurt.add(laneOf(event.node));
          sharedFailed ||= !waveOf.has(laneOf(event.node));
        }
        if (event.type === 'lane-finished' && (event.end === 'failed' || event.end === 'undone')) {
          const wave = waveOf.get(event.lane) ?? -1;
          const lanes = (failing.get(wave) ?? new Set()).add(event.lane);
          failing.set(wave, lanes);
          halted ||= lanes.size > (plan.header.waves[wave]?.failuresAllowed ?? Number.POSITIVE_INFINITY);
        }
        if (!halted) continue;
        expect(event.type).not.toBe('lane-started');
        expect(event.type).not.toBe('wave-started');
        if (event.type === 'attempt-started' && !sharedFailed) expect([...hurt]).toContain(laneOf(event.node));
      }
    });
  });

  test('a wave starts after the ones before it, its approval and its time', async () => {
    await rides(({ plan, records }) => {
      const waveOf = waves(plan);
      const approved = new Set<string>();
      const ended = new Set<string>();
      const atBarrier = plan.processes.some(({ steps }) => steps.some(({ chain }) => chain?.barrier === 'release'));
      let restedAt = 0;
      const started = new Set<number>();
      for (const { at, event } of records) {
        if (event.type === 'gate-resolved') approved.add(event.gate);
        if (event.type === 'lane-finished') ended.add(event.lane);
        if (event.type === 'lane-finished') restedAt = Date.parse(at);
        if (event.type === 'lane-started' && waveOf.has(event.lane)) {
          expect(started).toContain(waveOf.get(event.lane));
        }
        if (event.type !== 'wave-started') continue;
        const index = plan.header.waves.findIndex(({ name }) => name === event.wave);
        started.add(index);
        if (plan.header.waves[index]?.approve) expect(approved).toContain(`approve:${event.wave}`);
        if (atBarrier) continue;
        for (const [lane, wave] of waveOf) if (wave < index) expect(ended).toContain(lane);
        const soak = index === 0 ? 0 : (plan.header.waves[index - 1]?.soakSeconds ?? 0);
        expect(Date.parse(at) - restedAt).toBeGreaterThanOrEqual(soak * 1000);
      }
    });
  });
});
