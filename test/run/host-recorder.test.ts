import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fold } from '../../src/run/fold.ts';
import { type Flight, Flights } from '../../src/run/host-flights.ts';
import { Recorder } from '../../src/run/host-recorder.ts';
import type { JournalWriter } from '../../src/run/ports.ts';
import { planOf, waveOf } from '../support/plans.ts';

/** A recorder whose disk is slow, and what it did, in order. */
function create() {
  const plan = planOf({ steps: [{ path: 'x' }], lanes: [{ name: 'a' }], waves: [waveOf('all', [0])] });
  const state = fold(plan, []);
  const said: string[] = [];
  const alone: (boolean | undefined)[] = [];
  const disk: (() => void)[] = [];
  const time = { now: 0 };
  let seq = 0;
  const writer: JournalWriter = {
    append: (event) => ({ v: 1, seq: ++seq, at: '2024-06-01T10:00:00.000Z', event }),
    flush: (options) => {
      said.push('write');
      alone.push(options?.alone);
      return new Promise((resolve) => disk.push(resolve));
    },
    close: async () => {},
  };
  const acted: Flight[] = [];
  const recorder = new Recorder(writer, state, {
    act: (flight) => void acted.push(flight),
    onError: (error) => {
      throw error;
    },
    onIdle: () => void said.push('idle'),
    isAlone: (intents) => flights.size === intents,
    elapsed: () => time.now,
  });
  const clock = { now: () => 0, sleepUntil: () => Promise.resolve() };
  const executor = {
    execute: () => new Promise<never>(() => {}),
    observe: () => new Promise<never>(() => {}),
    undo: () => new Promise<never>(() => {}),
    canUndo: () => false,
  };
  const flights = new Flights({ state, executor, clock, graceMilliseconds: 0, onOutcome: () => {} });
  const names = { lane: 0, node: 0, attempt: 1, ticket: 't', undo: false, begun: false, key: undefined, address: 'n' };
  const intend = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      recorder.record({ type: 'wave-started', wave: 'all' });
      recorder.actAfterWrite(flights.add(names, 0));
    }
    recorder.write();
  };
  const writeEnds = async (): Promise<void> => {
    disk.shift()?.();
    await nextTurn();
  };
  return { said, alone, acted, intend, writeEnds, recorder, time };
}

it('lets no attempt act before its intent is durable', async () => {
  const { acted, intend, writeEnds } = create();
  intend(2);
  intend(3);
  await nextTurn();
  expect(acted).toHaveLength(0);
  await writeEnds();
  expect(acted).toHaveLength(2);
  await writeEnds();
  expect(acted).toHaveLength(5);
});

it('begins the next write before what waited for the last one, and many attempts in several turns', async () => {
  const { said, acted, intend, writeEnds, recorder } = create();
  intend(1000);
  intend(1);
  expect(said).toEqual(['write']);
  await writeEnds();
  expect(said).toEqual(['write', 'write']);
  const begun = acted.length;
  expect(begun).toBeLessThan(1000);
  expect(begun).toBeGreaterThan(0);
  await writeEnds();
  expect(recorder.idle).toBe(false);
  while (!recorder.idle) await nextTurn();
  expect(acted).toHaveLength(1001);
  expect(new Set(acted).size).toBe(1001);
  expect(said.at(-1)).toBe('idle');
});

it.each([
  { takes: 'longer than a write', milliseconds: 10, writes: 2 },
  { takes: 'much less than a write', milliseconds: 1, writes: 1 },
])('writes what is there while attempts still begin, if working on them takes $takes', async (given) => {
  const { said, acted, intend, writeEnds, time } = create();
  intend(1000);
  time.now = 10;
  await writeEnds();
  expect(acted.length).toBeLessThan(500);
  time.now += given.milliseconds;
  intend(1);
  expect(said).toHaveLength(given.writes);
  while (acted.length < 1000) await nextTurn();
  await nextTurn();
  expect(said.slice(0, 2)).toEqual(['write', 'write']);
});

it('writes what the last attempts of a turn lead to together with what was there before', async () => {
  const { said, acted, intend, writeEnds, recorder, time } = create();
  intend(300);
  time.now = 10;
  await writeEnds();
  intend(1);
  expect(said).toHaveLength(1);
  while (acted.length < 300) await nextTurn();
  // As an outcome does that comes at once.
  expect(said).toHaveLength(1);
  recorder.record({ type: 'wave-started', wave: 'all' });
  await nextTurn();
  expect(said).toEqual(['write', 'write']);
  await writeEnds();
  expect(said.at(-1)).toBe('idle');
});

it('says that there is nothing else to do only while every attempt under way waits for that write', async () => {
  const { alone, acted, intend, writeEnds, recorder } = create();
  intend(300);
  expect(alone).toEqual([true]);
  await writeEnds();
  expect(acted.length).toBeLessThan(300);
  intend(1);
  while (acted.length < 300) await nextTurn();
  recorder.write();
  expect(alone).toEqual([true, false]);
});
