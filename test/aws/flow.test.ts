import { beforeEach, describe, expect, it } from 'vitest';
import { activeOf, Bench, before, kindOf, leftovers, messagesOf, namespace, settle, violations } from './kit.ts';

let bench: Bench;
const broken: string[] = [];
beforeEach(() => {
  bench = new Bench();
  settle(bench.account);
  broken.length = 0;
  bench.world.onChange = () => broken.push(...violations(bench.account));
});

const fresh = '20261120t120000z';

describe('a release that goes well', () => {
  it('moves the service to a new database and keeps the one before', async () => {
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([]);
    expect(kindOf(outcome)).toBe('succeeded');
    expect(broken).toEqual([]);
    expect(leftovers(bench.account)).toEqual([]);
    expect(activeOf(bench.account)).toBe(fresh);
    expect([...bench.account.instances.keys()].sort()).toEqual([
      'xy-0146-dev',
      `${namespace}-${before}`,
      `${namespace}-${fresh}`,
    ]);
    expect(bench.bugs).toEqual([]);
    console.log(
      bench.world.calls.length,
      bench.world.calls.map((c) => `${c.operation}${c.refused ? `(${c.refused})` : ''}`).join(' '),
    );
    console.log((bench.world.now - Date.parse('2026-11-20T12:00:00Z')) / 1000);
  });
});
