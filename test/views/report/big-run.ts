import type { Plan, PlanProcess } from '../../../src/plan/model.ts';
import type { JournalRecord, RunEvent } from '../../../src/run/events.ts';
import { lane, now, plan, runStarted, step, wave } from '../support.ts';

const process: PlanProcess = {
  project: 'ehr',
  digest: 'd',
  steps: [
    step('backup', { name: 'Back the database up' }),
    step('database', {
      kind: 'chain',
      chain: { project: 'ehr-database', barrier: 'tenant', children: [2, 3] },
      needs: [0],
    }),
    step('database/migrate', {
      name: 'Migrate',
      project: 'ehr-database',
      needs: [0],
      retry: { attempts: 2, backoffSeconds: 30 },
    }),
    step('database/verify', { name: 'Verify', project: 'ehr-database', needs: [2] }),
    step('web', { name: 'Web servers', kind: 'package', needs: [1] }),
    step('reports', { name: 'Report server', kind: 'package', needs: [1] }),
    step('smoke', { name: 'Smoke test', kind: 'http-check', needs: [4, 5] }),
    step('rollback', { name: 'Restore the backup', run: 'failure', needs: [2] }),
  ],
};

/** What the steps of a lane do one after the other. */
const order = ['backup', 'database/migrate', 'database/verify', 'web', 'reports', 'smoke'];

/**
 * A run in the middle of its third wave: the canary went well, the approval of the second took a day, a few of the
 * second failed in two ways, and the third has just begun. Names hold what a hostile person would try.
 */
export function bigRun(
  count: number,
  hostile = '',
): { readonly plan: Plan; readonly records: readonly JournalRecord[] } {
  const names = Array.from(
    { length: count },
    (_, index) => `hospital-${String(index + 1).padStart(4, '0')}${index === 3 ? hostile : ''}`,
  );
  const lanes = names.map((name) => lane(name, { placement: {}, packages: {} }));
  const [canary, early] = [Math.max(1, Math.floor(count / 100)), Math.floor(count / 2)];
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const waves = [
    wave('canary', range(0, canary)),
    wave('early', range(canary, early), { approve: true, concurrency: 20, failuresAllowed: count }),
    wave('everyone', range(early, count), { concurrency: 20 }),
  ];
  const made = { ...plan(lanes, waves, { commit: '4f5d2c81a0b94f5d2c81a0b94f5d2c81a0b94f5d' }), processes: [process] };
  const events: { at: number; event: RunEvent }[] = [{ at: 0, event: runStarted }];
  const add = (at: number, event: RunEvent): void => void events.push({ at, event });
  const deploy = (index: number, at: number): number => {
    const address = lanes[index]?.address ?? '';
    const fails = index >= canary && index < early ? index % 17 : -1;
    let time = at;
    add(time, { type: 'lane-started', lane: address });
    for (const [place, path] of order.entries()) {
      const node = `${address}/${path}`;
      const length = 4 + ((index * 7 + place * 5) % 11);
      const bad = (fails === 3 && place === 1) || (fails === 5 && place === 5);
      for (let attempt = 1; attempt <= (bad && place === 1 ? 2 : 1); attempt++) {
        add(time, { type: 'attempt-started', node, attempt, ticket: `${node}.${attempt}` });
        time += length;
        const message =
          place === 1
            ? `exit code 3: migration 0042 failed: column "nhs_number" of ${names[index]} holds text${hostile}`
            : 'GET https://web/health answered 503 five times';
        add(time, {
          type: 'attempt-finished',
          node,
          attempt,
          outcome: bad ? { kind: 'failed', message } : { kind: 'succeeded' },
        });
        if (bad && attempt === 1 && place === 1) time += 30;
      }
      if (bad) {
        add(time, { type: 'lane-finished', lane: address, end: 'failed' });
        return time;
      }
    }
    add(time, { type: 'lane-finished', lane: address, end: 'succeeded' });
    return time;
  };
  const deployWave = (name: string, lanes: readonly number[], at: number, places: number): number => {
    add(at, { type: 'wave-started', wave: name });
    const free = Array.from({ length: places }, () => at);
    for (const index of lanes) {
      const place = free.indexOf(Math.min(...free));
      free[place] = deploy(index, free[place] ?? at) + 1;
    }
    return Math.max(...free);
  };
  let at = deployWave('canary', range(0, canary), 5, 4);
  add(at, { type: 'wave-finished', wave: 'canary', failed: 0 });
  add(at, {
    type: 'gate-opened',
    gate: 'approve:early',
    kind: 'approval',
    scope: 'early',
    waitingFor: 'approval of wave early',
  });
  add(at, { type: 'run-blocked', gates: ['approve:early'] });
  at += 93_000;
  add(at, { type: 'run-resumed', runner: runnerOf('mary'), onlyFailed: false });
  add(at, {
    type: 'gate-resolved',
    gate: 'approve:early',
    decision: 'approved',
    by: 'dr.brown',
    note: `looked at canary, all fine${hostile}`,
  });
  at = deployWave('early', range(canary, early), at, 20);
  add(at, { type: 'wave-finished', wave: 'early', failed: 3 });
  add(at, { type: 'wave-started', wave: 'everyone' });
  for (const index of range(early, Math.min(count, early + 12))) {
    const address = lanes[index]?.address ?? '';
    add(at + 1, { type: 'lane-started', lane: address });
    add(at + 2, { type: 'attempt-started', node: `${address}/backup`, attempt: 1, ticket: `${address}.b` });
  }
  const records = events
    .toSorted((one, other) => one.at - other.at)
    .map(({ at: seconds, event }, index): JournalRecord => {
      return { v: 1, seq: index, at: new Date(now + seconds * 1000).toISOString(), event };
    });
  return { plan: made, records };
}

function runnerOf(user: string) {
  return { host: 'ci-3', pid: 7, start: 's', user };
}
