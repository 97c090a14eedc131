import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AwayNotices } from '../../src/steps/away-notices.ts';
import type { Target } from '../../src/targets/target.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create() {
  const told: string[] = [];
  const machine = { away: false };
  const target = { isThere: () => !machine.away } as Target;
  return { told, machine, target, notices: new AwayNotices((text) => told.push(text)) };
}

it('says once for all steps that their machine is away, and once that it is back', () => {
  const { told, machine, target, notices } = create();
  const ends = ['a@prod/web/one', 'a@prod/web/two'].map((address) => notices.watch(target, { address }));
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  machine.away = true;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['a@prod/web/one waits: its machine cannot be reached']);
  machine.away = false;
  vi.advanceTimersByTime(60_000);
  expect(told.slice(1)).toEqual(['a@prod/web/one goes on: its machine is there again']);
  for (const end of ends) end();
  expect(vi.getTimerCount()).toBe(0);
});

it('is silent about a moment, about steps that have ended, and where nothing can be away', () => {
  const { told, machine, target, notices } = create();
  machine.away = true;
  const end = notices.watch(target, { address: 'a@prod/web/one' });
  vi.advanceTimersByTime(2_000);
  end();
  notices.watch({} as Target, { address: 'a@prod/web/two' });
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
