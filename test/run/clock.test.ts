import { describe, expect, test } from 'vitest';
import { steadyNow } from '../../src/cli/steady-now.ts';
import type { JournalRecord } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
import { summarise } from '../../src/run/summary.ts';
import { planOf, waveOf } from '../support/plans.ts';
import { fine, no, simulate, World } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const hour = 3_600_000;

describe('a clock that is set back', () => {
  test('goes on from where it was, within a process', () => {
    const times = [100, 200, 50, 60, 300];
    const now = steadyNow(() => times.shift() ?? 0);
    expect(Array.from({ length: 5 }, now)).toEqual([100, 200, 200, 210, 450]);
  });

  test('between two processes changes neither how long waits last nor how long things took', async () => {
    const plan = planOf({
      steps: [{ path: 'x', retry: { attempts: 2, backoffSeconds: 60 } }],
      lanes: [{ name: 'a' }, { name: 'b' }],
      waves: [waveOf('one', [0], { soakSeconds: 600 }), waveOf('two', [1])],
    });
    const script = (_: string, attempt: number) => (attempt === 1 ? no : fine);
    const whole = simulate({ plan, script, wait: true });
    expect(await whole.result).toEqual({ kind: 'succeeded' });
    const took = whole.clock.now();
    for (const [index, { event }] of whole.store.records.entries()) {
      if (event.type === 'run-finished') continue;
      const records: readonly JournalRecord[] = whole.store.records.slice(0, index + 1);
      const died = Date.parse(records.at(-1)?.at ?? '');
      const clock = new VirtualClock(died - hour);
      const world = new World(plan, clock, script);
      const again = simulate({ plan, records, clock, world, script, wait: true });
      expect(await again.result).toEqual({ kind: 'succeeded' });
      expect(clock.now() - (died - hour), `after ${event.type}`).toBeLessThanOrEqual(took - died + 1000);
      const { lanes, startedAt = 0, endedAt = 0 } = summarise(fold(plan, again.store.records));
      const spans = [{ startedAt, endedAt }, ...lanes, ...lanes.flatMap(({ nodes }) => nodes)];
      for (const span of spans) expect((span.endedAt ?? 0) - (span.startedAt ?? 0)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('a time limit after a crash', () => {
  const plan = planOf({ steps: [{ path: 'x', timeoutSeconds: 60 }], lanes: [{ name: 'a' }] });

  test('counts from now for what nobody had begun', async () => {
    const first = simulate({ plan });
    await first.result;
    const started = first.store.records.findIndex(({ event }) => event.type === 'attempt-started');
    const records = first.store.records.slice(0, started + 1);
    const clock = new VirtualClock(Date.parse(records.at(-1)?.at ?? '') + hour);
    const script = () => ({ after: 30_000, outcome: fine });
    const again = simulate({ plan, records, clock, world: new World(plan, clock, script) });
    expect(await again.result).toEqual({ kind: 'succeeded' });
  });
});
