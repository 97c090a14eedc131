import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DeployedLog } from '../../src/run/host-deployed.ts';
import type { Deployed } from '../../src/run/ports.ts';
import { MemoryStore } from '../../src/store/memory.ts';

function rowOf(tenant: string): Deployed {
  const since = '2024-06-01T10:00:00.000Z';
  return { tenant, environment: 'prod', project: 'app', version: '1', since, run: 'r', state: 'succeeded' };
}

/** A store that takes `milliseconds` for a call, as the log's clock sees it. */
function create(milliseconds: number) {
  const calls: number[] = [];
  let [now, idle] = [0, 0];
  const store = new (class extends MemoryStore {
    override async recordDeployed(rows: readonly Deployed[]): Promise<void> {
      calls.push(rows.length);
      now += milliseconds;
      await super.recordDeployed(rows);
    }
  })(() => 0);
  const log = new DeployedLog(store, {
    onError: (error) => {
      throw error;
    },
    onIdle: () => {
      idle += 1;
    },
    elapsed: () => now,
  });
  return { store, log, calls, idles: () => idle };
}

it('tells the first at once, and those that end shortly after together', async () => {
  const { store, log, calls, idles } = create(2);
  log.add([rowOf('a')]);
  expect(calls).toEqual([1]);
  await pause(1);
  log.add([rowOf('b')]);
  log.add([rowOf('c'), rowOf('d')]);
  expect(log.idle).toBe(false);
  expect(calls).toEqual([1]);
  await log.settled();
  expect(calls).toEqual([1, 3]);
  expect((await store.deployed({})).map(({ tenant }) => tenant)).toEqual(['a', 'b', 'c', 'd']);
  expect(idles()).toBe(2);
});

it('never waits long for a store that is slow', async () => {
  const { log, calls } = create(60_000);
  log.add([rowOf('a')]);
  await pause(1);
  log.add([rowOf('b')]);
  const begun = performance.now();
  await log.settled();
  expect(calls).toEqual([1, 1]);
  expect(performance.now() - begun).toBeLessThan(5000);
});
