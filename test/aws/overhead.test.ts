import { expect, it } from 'vitest';
import { builtInStepKinds, type StepKinds } from '../../src/steps/index.ts';
import type { StepKind } from '../../src/steps/kind.ts';
import { Bench, kindOf, recordsPlan, settle } from './kit.ts';

/*
 * What the engine adds to a release beside what its steps do: no call to AWS, and no pause. Time is virtual here, so this
 * counts what the engine waits for; what it computes and writes is measured by `npm run bench`.
 */
class Watch {
  /** Steps under way. */
  running = 0;
  /** Milliseconds of virtual time in which a step was under way; they come one after the other. */
  inside = 0;

  watched(kind: StepKind, now: () => number): StepKind {
    const during = async <T>(act: () => Promise<T>): Promise<T> => {
      const began = now();
      this.running += 1;
      try {
        return await act();
      } finally {
        this.running -= 1;
        this.inside += now() - began;
      }
    };
    const { undo } = kind;
    return {
      ...kind,
      run: (context, signal) => during(() => kind.run(context, signal)),
      observe: (context) => during(() => kind.observe(context)),
      ...(undo !== undefined && { undo: (context, signal) => during(() => undo.call(kind, context, signal)) }),
    };
  }
}

it.each(['as-the-database', 'fail-at-start'] as const)(
  'the engine waits for nothing and asks AWS nothing by itself, when builds do %s',
  async (health) => {
    const watch = new Watch();
    let now = (): number => 0;
    const kinds: StepKinds = new Map(
      [...builtInStepKinds].map(([name, kind]) => [name, watch.watched(kind, () => now())]),
    );
    const bench = new Bench(recordsPlan(['xy-0146']), kinds);
    settle(bench.account);
    bench.world.healthOfNew = health;
    now = () => bench.world.now;
    const alone: string[] = [];
    bench.world.onCall = ({ operation }) => {
      if (watch.running === 0) alone.push(operation);
    };
    const began = bench.world.now;
    // While it only computes, virtual time goes on to its next heartbeat; a pause that it asked for would be seen whole.
    const outcome = await bench.run([], { pollMilliseconds: 20 });
    expect(kindOf(outcome)).toBe(health === 'as-the-database' ? 'succeeded' : 'failed');
    expect(alone).toEqual([]);
    expect(watch.inside).toBeGreaterThan(200_000);
    expect(bench.world.now - began - watch.inside).toBeLessThanOrEqual(100);
  },
);
