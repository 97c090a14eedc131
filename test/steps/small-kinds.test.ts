import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../src/util/json.ts';
import { planOf } from '../support/plans.ts';
import { asking, type Opening, Place } from './setup.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

function open(kind: string, inputs: { readonly [key: string]: Json }, opening: Opening = {}) {
  const token = { secret: { source: 'env', ref: 'TOKEN' } } as const;
  const plan = planOf({
    steps: [{ path: 'step', kind, with: inputs }],
    lanes: [{ name: 'acme', values: { '': { token, word: { value: 'hi' } } } }],
  });
  return place.open(plan, { environment: { TOKEN: 'hunter2-hunter2' }, ...opening });
}

test('wait sleeps as long as it says by the clock of the run', async () => {
  const slept: number[] = [];
  const clock = { now: () => 1_000, sleepUntil: async (time: number) => void slept.push(time) };
  expect(await open('wait', { for: '5m' }, { clock }).executor.execute(asking())).toEqual({ kind: 'succeeded' });
  expect(slept).toEqual([301_000]);
});

test('wait ends at once when it is told to, and starts over after a crash', async () => {
  const stop = new AbortController();
  const { executor } = open('wait', { for: '1h' });
  const waiting = executor.execute(asking({ signal: stop.signal }));
  stop.abort();
  expect(await waiting).toEqual({ kind: 'cancelled' });
  expect(await executor.observe(asking())).toEqual({ kind: 'never-started' });
});

test('note says its message in the log and as an output', async () => {
  const { executor, logs } = open('note', { message: '{{word}}, {{token}}' });
  expect(await executor.execute(asking())).toEqual({ kind: 'succeeded', outputs: { message: 'hi, ***' } });
  expect(logs.join('')).toBe('hi, ***\n');
});

test('fail fails with its message, without a secret in it', async () => {
  const { executor } = open('fail', { message: 'no {{token}} for {{tenant.id}}' });
  expect(await executor.execute(asking())).toEqual({ kind: 'failed', message: 'no *** for acme' });
});

test.each([
  ['approval', {}, 'an approval is decided by the run, not performed'],
  ['chain', { project: 'web' }, 'a chain step is joined by the run, not performed'],
])('%s is never performed: a host that tries is told', async (kind, inputs, message) => {
  const { executor } = open(kind, inputs);
  expect(await executor.execute(asking())).toEqual({ kind: 'errored', message });
  expect(await executor.observe(asking())).toEqual({ kind: 'never-started' });
  expect(executor.canUndo(0, 0)).toBe(false);
  expect(await executor.undo(asking())).toEqual({
    kind: 'errored',
    message: `steps of the kind ${kind} cannot be undone`,
  });
});
