import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openRun } from '../src/run/host.ts';
import type { StepExecutor } from '../src/run/ports.ts';
import { createMasker } from '../src/secrets/masker.ts';
import { FileStore } from '../src/store/file.ts';
import { identify } from '../src/store/runner-identity.ts';
import { planOf, waveOf } from '../test/support/plans.ts';
import { print } from './support/figure.ts';
import { median, round } from './support/measure.ts';

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
  elapsed: () => performance.now(),
  sleepUntil: (time: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, time - Date.now()));
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

interface Measured {
  readonly seconds: number;
  /** The same lines put together, appended and synced in the same batches. */
  readonly floor: number;
  /** The same without putting them together. */
  readonly bytes: number;
  readonly batches: number;
}

async function measure(lanes: number, steps: number, parallel: number): Promise<Measured> {
  const plan = planOf({
    steps: Array.from({ length: steps }, (_, index) => ({ path: `step-${index}`, timeoutSeconds: 60 })),
    lanes: Array.from({ length: lanes }, (_, index) => ({ name: `tenant-${index}` })),
    waves: [waveOf('all', [...Array(lanes).keys()])],
  });
  const root = mkdtempSync(join(tmpdir(), 'release-bench-'));
  const masker = createMasker();
  masker.add('hunter2');
  const store = new FileStore({ root, now: Date.now, mask: masker.mask });
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
  const texts: (readonly string[])[] = [];
  let from = 0;
  for (const size of batches) {
    texts.push(lines.slice(from, from + size));
    from += size;
  }
  const floor = append(join(root, 'floor'), texts, (text) => Buffer.from(`${text.join('\n')}\n`));
  const ready = texts.map((text) => Buffer.from(`${text.join('\n')}\n`));
  const bytes = append(join(root, 'bytes'), ready, (batch) => batch);
  rmSync(root, { recursive: true });
  if (result.kind !== 'succeeded') throw new Error(`the run ended ${result.kind}`);
  return { seconds, floor, bytes, batches: batches.length };
}

function append<Batch>(path: string, batches: readonly Batch[], bytesOf: (batch: Batch) => Buffer): number {
  const file = openSync(path, 'w');
  const begin = performance.now();
  for (const batch of batches) {
    writeSync(file, bytesOf(batch));
    fdatasyncSync(file);
  }
  closeSync(file);
  return (performance.now() - begin) / 1000;
}

const [tenants, steps, rounds, promised] = [5000, 20, 3, 50_000];
for (const parallel of [8, 64, 1000]) {
  const taken: Measured[] = [];
  for (let index = 0; index < rounds; index += 1) taken.push(await measure(tenants, steps, parallel));
  const rate = (of: (one: Measured) => number): number => Math.round((tenants * steps) / median(taken.map(of)));
  const ours = rate(({ seconds }) => seconds);
  const what = `durable steps inside the process, ${parallel} in flight`;
  const floor = rate((one) => one.floor).toLocaleString('en');
  const bytes = round(median(taken.map(({ seconds, bytes: least }) => seconds / least)));
  print({
    bench: 'in-process',
    what,
    ours: `${ours.toLocaleString('en')} steps/s`,
    peer: `same bytes, same batches ${floor} steps/s`,
    ratio: round(median(taken.map(({ seconds, floor: least }) => seconds / least))),
    goal: 2,
    note: `${median(taken.map(({ batches }) => batches))} writes, median of ${rounds}; ${bytes} of bytes that are there already`,
  });
  if (parallel !== 64) continue;
  const peer = `promised ${promised.toLocaleString('en')} steps/s`;
  print({
    bench: 'in-process',
    what,
    ours: `${ours.toLocaleString('en')} steps/s`,
    peer,
    ratio: round(promised / ours),
    goal: 1,
  });
}
