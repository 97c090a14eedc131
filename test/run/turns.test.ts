import { expect, test } from 'vitest';
import { Turns } from '../../src/run/host-turns.ts';

function turns(limit: number): { readonly of: Turns; readonly asked: number[] } {
  const asked: number[] = [];
  return {
    of: new Turns(
      () => limit,
      (lane) => asked.push(lane),
    ),
    asked,
  };
}

test('the next in the queue is asked when a turn is given back', () => {
  const { of, asked } = turns(1);
  expect([of.take(0, 1), of.take(0, 2), of.take(0, 3)]).toEqual([true, false, false]);
  of.give(0, 1);
  expect(asked).toEqual([2]);
  expect(of.take(0, 3)).toBe(true);
});

test('who was asked and needs none passes it on, until somebody takes it', () => {
  const { of, asked } = turns(1);
  for (const lane of [1, 2, 3, 4]) of.take(0, lane);
  of.give(0, 1);
  of.give(0, 2);
  of.give(0, 3);
  expect(asked).toEqual([2, 3, 4]);
  expect(of.take(0, 4)).toBe(true);
});

test('who leaves the queue while all turns are taken sets nobody free', () => {
  const { of, asked } = turns(1);
  for (const lane of [1, 2, 3]) of.take(0, lane);
  of.give(0, 2);
  of.give(0, 9);
  expect(asked).toEqual([]);
});

test('whose need is urgent asks those that have a turn, once', () => {
  const { of, asked } = turns(2);
  for (const lane of [1, 2]) of.take(0, lane);
  expect([of.take(0, 3, true), of.take(0, 3, true)]).toEqual([false, false]);
  expect(asked).toEqual([1, 2]);
  of.give(0, 2);
  expect(of.take(0, 3, true)).toBe(true);
});

test('lanes outside the waves need no turn', () => {
  const { of } = turns(1);
  expect([of.take(-1, 1), of.take(-1, 2)]).toEqual([true, true]);
});
