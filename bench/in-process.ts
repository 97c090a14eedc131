import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fold } from '../src/run/fold.ts';
import { openRun } from '../src/run/host.ts';
import type { StepExecutor } from '../src/run/ports.ts';
import { FileStore } from '../src/store/file.ts';
import { identify } from '../src/store/runner-identity.ts';
import { planOf, waveOf } from '../test/support/plans.ts';

/** Durable steps inside this process, against the same bytes appended and synced in the same batches. */
const done = { kind: 'succeeded' } as const;
const executor: StepExecutor = {
  execute: () => Promise.resolve(done),
  observe: () => Promise.resolve({ kind: 'never-started' }),
  canUndo: () => false,
  undo: () => Promise.resolve(done),
};
const clock = {
  now: () => Date.now(),
  sleepUntil: (time: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, time - Date.now()));
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

async function measure(lanes: number, steps: number, parallel: number): Promise<void> {
  const plan = planOf({
    steps: Array.from({ length: steps }, (_, index) => ({ path: `step-${index}`, timeoutSeconds: 60 })),
    lanes: Array.from({ length: lanes }, (_, index) => ({ name: `tenant-${index}` })),
    waves: [waveOf('all', [...Array(lanes).keys()])],
  });
  const root = mkdtempSync(join(tmpdir(), 'release-bench-'));
  const store = new FileStore({ root, now: Date.now, mask: (text) => text });
  const startedAt = new Date().toISOString();
  await store.createRun({ run: 'b', release: 'r', version: '1', project: 'app', planDigest: 'd', startedAt }, []);
  const batches: number[] = [];
  const onDurable = (records: readonly unknown[]): void => void batches.push(records.length);
  const begin = performance.now();
  const run = openRun({
    run: 'b',
    plan,
    planDigest: 'd',
    store,
    executor,
    clock,
    runner: identify(process.pid),
    parallel,
    onDurable,
  });
  const result = await run.result;
  const seconds = (performance.now() - begin) / 1000;
  const lines = readFileSync(join(root, 'runs/b/journal.ndjson'), 'utf8').trimEnd().split('\n');
  const floor = appendAgain(join(root, 'floor'), lines, batches);
  const read = await store.readJournal('b');
  const foldBegin = performance.now();
  if (read.kind === 'read') fold(plan, read.records);
  const foldSeconds = (performance.now() - foldBegin) / 1000;
  rmSync(root, { recursive: true });
  const rate = (count: number, time: number): number => Math.round(count / time);
  process.stdout.write(
    `${JSON.stringify({
      result: result.kind,
      parallel,
      steps: lanes * steps,
      writes: batches.length,
      stepsPerSecond: rate(lanes * steps, seconds),
      floorStepsPerSecond: rate(lanes * steps, floor),
      ratio: Number((seconds / floor).toFixed(2)),
      foldedPerSecond: rate(lines.length, foldSeconds),
    })}\n`,
  );
}

function appendAgain(path: string, lines: readonly string[], batches: readonly number[]): number {
  const file = openSync(path, 'w');
  const begin = performance.now();
  let from = 0;
  for (const size of batches) {
    writeSync(file, `${lines.slice(from, from + size).join('\n')}\n`);
    fdatasyncSync(file);
    from += size;
  }
  closeSync(file);
  return (performance.now() - begin) / 1000;
}

for (const parallel of [8, 64, 64, 1000]) await measure(5000, 20, parallel);
