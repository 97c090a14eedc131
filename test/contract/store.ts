import { describe, expect, it } from 'vitest';
import type { RunnerIdentity } from '../../src/run/events.ts';
import type { RunStore, StoredRun } from '../../src/run/ports.ts';

/** What a store under test must offer besides itself. */
export interface StoreUnderTest {
  readonly store: RunStore;
  /** Two living processes. */
  readonly alive: RunnerIdentity;
  readonly other: RunnerIdentity;
}

const run: StoredRun = {
  run: '2024-06.1',
  release: '2024-06',
  version: '24.6.0',
  project: 'etl',
  planDigest: 'd1',
  startedAt: '2024-06-01T10:00:00.000Z',
};

const plan = ['{"kind":"header"}\n', '{"kind":"lane"}\n'];

export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name}: the contract of a run store`, () => {
    it('keeps a run and its plan, and refuses a second run of the same name', async () => {
      const { store } = await create();
      expect(await store.createRun(run, plan)).toBe('created');
      expect(await store.createRun(run, plan)).toBe('exists');
      expect(await store.listRuns()).toEqual([run]);
      const lines: string[] = [];
      for await (const line of store.readPlan(run.run)) lines.push(line);
      expect(lines).toEqual(['{"kind":"header"}', '{"kind":"lane"}']);
    });

    it('knows which runs have not ended', async () => {
      const { store, alive } = await create();
      const other = { ...run, run: '2024-06.2', startedAt: '2024-06-01T11:00:00.000Z' };
      await store.createRun(run, plan);
      await store.createRun(other, plan);
      expect(await store.unfinishedRuns()).toEqual([run, other]);
      const opened = await store.openJournal(run.run, alive);
      if (opened.kind !== 'opened') throw new Error(opened.kind);
      opened.writer.append({ type: 'wave-started', wave: '"type":"run-finished"' });
      await opened.writer.flush();
      expect(await store.unfinishedRuns()).toEqual([run, other]);
      opened.writer.append({ type: 'run-finished', end: 'failed' });
      await opened.writer.close();
      expect(await store.unfinishedRuns()).toEqual([other]);
      const again = await store.openJournal(run.run, alive);
      if (again.kind !== 'opened') throw new Error(again.kind);
      again.writer.append({ type: 'run-resumed', runner: alive, onlyFailed: false });
      await again.writer.close();
      expect(await store.unfinishedRuns()).toEqual([run, other]);
    });

    it('gives back every flushed event, in order and numbered', async () => {
      const { store, alive } = await create();
      await store.createRun(run, plan);
      const opened = await store.openJournal(run.run, alive);
      if (opened.kind !== 'opened') throw new Error(`cannot open: ${opened.kind}`);
      for (let index = 0; index < 500; index += 1) opened.writer.append({ type: 'wave-started', wave: `w${index}` });
      await opened.writer.flush();
      const read = await store.readJournal(run.run);
      if (read.kind !== 'read') throw new Error(read.kind);
      expect(read.records.map((record) => record.seq)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
      expect(read.records[499]?.event).toEqual({ type: 'wave-started', wave: 'w499' });
      await opened.writer.close();
    });

    it('has one writer at a time, and goes on where the last one stopped', async () => {
      const { store, alive, other } = await create();
      await store.createRun(run, plan);
      const first = await store.openJournal(run.run, alive);
      if (first.kind !== 'opened') throw new Error(first.kind);
      first.writer.append({ type: 'wave-started', wave: 'a' });
      await first.writer.flush();
      const second = await store.openJournal(run.run, other);
      expect(second.kind).toBe('held');
      expect((await store.runnerOf(run.run))?.runner).toEqual(alive);
      await first.writer.close();
      expect(await store.runnerOf(run.run)).toBeUndefined();
      const third = await store.openJournal(run.run, other);
      if (third.kind !== 'opened') throw new Error(third.kind);
      expect(third.records).toHaveLength(1);
      expect(third.writer.append({ type: 'wave-started', wave: 'b' }).seq).toBe(2);
      await third.writer.close();
    });

    it('keeps writers away from a run while something is done to it, unless somebody drives it', async () => {
      const { store, alive, other } = await create();
      expect(await store.whileUndriven(run.run, alive, async () => true)).toBe(false);
      await store.createRun(run, plan);
      const seen: string[] = [];
      const done = await store.whileUndriven(run.run, alive, async () => {
        seen.push((await store.openJournal(run.run, other)).kind);
        return true;
      });
      expect(done).toBe(true);
      const opened = await store.openJournal(run.run, other);
      if (opened.kind !== 'opened') throw new Error(opened.kind);
      expect(await store.whileUndriven(run.run, alive, async () => seen.push('never') > 0)).toBe(false);
      expect(seen).toEqual(['held']);
      await opened.writer.close();
      await expect(store.whileUndriven(run.run, alive, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await store.runnerOf(run.run)).toBeUndefined();
    });

    it('says that a run does not exist', async () => {
      const { store, alive } = await create();
      expect((await store.openJournal('nothing', alive)).kind).toBe('not-found');
      expect((await store.readJournal('nothing')).kind).toBe('not-found');
    });

    it('takes all locks or none, and shows who holds them', async () => {
      const { store, alive, other } = await create();
      expect((await store.acquireLocks('r1', alive, ['b'])).kind).toBe('acquired');
      const held = await store.acquireLocks('r2', other, ['a', 'b', 'c']);
      expect(held).toMatchObject({ kind: 'held', key: 'b', holder: { run: 'r1' }, position: 1 });
      expect((await store.acquireLocks('r1', alive, ['a', 'c'])).kind).toBe('acquired');
      await store.releaseLocks('r1', alive, ['a', 'b', 'c']);
      expect((await store.acquireLocks('r2', other, ['a', 'b', 'c'])).kind).toBe('acquired');
    });

    it('hands a lock on in the order of asking, with a fence that only grows', async () => {
      const { store, alive, other } = await create();
      const first = await store.acquireLocks('r1', alive, ['k']);
      expect((await store.acquireLocks('r2', other, ['k'])).kind).toBe('held');
      await store.releaseLocks('r1', alive, ['k']);
      expect(await store.acquireLocks('r1', alive, ['k'])).toMatchObject({ kind: 'held', holder: { run: 'r2' } });
      const second = await store.acquireLocks('r2', other, ['k']);
      if (first.kind !== 'acquired' || second.kind !== 'acquired') throw new Error('not acquired');
      expect(second.fence).toBeGreaterThan(first.fence);
    });

    it('keeps signals until they are taken, oldest first', async () => {
      const { store } = await create();
      await store.createRun(run, plan);
      await store.send(run.run, { kind: 'cancel', by: 'anna' });
      await store.send(run.run, {
        kind: 'gate',
        gate: 'approve:canary',
        decision: 'approved',
        by: 'ben',
        planDigest: 'd1',
      });
      const waiting = await store.signals(run.run);
      expect(waiting.map((entry) => entry.signal.kind)).toEqual(['cancel', 'gate']);
      await store.take(run.run, waiting[0]?.id ?? '');
      expect((await store.signals(run.run)).map((entry) => entry.signal.by)).toEqual(['ben']);
    });

    it('knows which version of which project is where', async () => {
      const { store } = await create();
      const row = {
        tenant: 'st-marys',
        environment: 'prod',
        project: 'etl',
        version: '1',
        since: run.startedAt,
        run: 'r',
      };
      await store.recordDeployed([{ ...row, state: 'succeeded' }]);
      await store.recordDeployed([{ ...row, project: 'web', state: 'failed' }]);
      expect(await store.deployed({ project: 'etl' })).toEqual([{ ...row, state: 'succeeded' }]);
      expect(await store.deployed({})).toHaveLength(2);
    });
  });
}
