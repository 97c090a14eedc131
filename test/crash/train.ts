import { afterAll, beforeAll, expect } from 'vitest';
import { type Build, builtProgram } from './build.ts';
import { type Place, trainPlace } from './place.ts';
import { endOf } from './story.ts';

export interface Train {
  readonly build: Build;
  /** Before the run of `two.ndjson`. */
  readonly start: Place;
  /** Its run `two.1` is blocked, and its gate has just been approved. */
  readonly middle: Place;
  /** How the run that nobody disturbed stood in the middle and in the end, and how many records it had written. */
  readonly wanted: { readonly middle: unknown; readonly end: unknown };
  readonly records: { readonly middle: number; readonly end: number };
}

/** Builds the program and lets the train go once without disturbance, before the tests of a file. */
export function trainReady(): () => Train {
  const built = builtProgram();
  const places: Place[] = [];
  let train: Train | undefined;
  beforeAll(async () => {
    const start = await trainPlace(built());
    const middle = start.copy();
    places.push(start, middle);
    await middle.expect(3, ['run', 'two.ndjson', '--yes']);
    await middle.expect(0, ['approve', 'two.1']);
    const end = middle.copy();
    places.push(end);
    await end.expect(5, ['resume', 'two.1']);
    const wanted = { middle: await endOf(middle, 'two.1'), end: await endOf(end, 'two.1') };
    expect(wanted.middle).toMatchObject({ phase: 'blocked', faults: [], journal: 'read' });
    expect(wanted.end).toMatchObject({ phase: 'within-budget', faults: [], journal: 'read' });
    const records = { middle: middle.journal('two.1').length, end: end.journal('two.1').length };
    train = { build: built(), start, middle, wanted, records };
  }, 240_000);
  afterAll(() => {
    for (const place of places) place.remove();
  });
  return () => {
    if (train === undefined) throw new Error('the train is not ready');
    return train;
  };
}

/** Works on the items, two at a time, and gathers what each finds wrong. */
export async function twoAtATime<T>(
  items: readonly T[],
  look: (item: T) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const left = [...items];
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      const found = await look(item).catch((error: unknown) => [String(error)]);
      problems.push(...found.map((problem) => `${JSON.stringify(item)}: ${problem}`));
    }
  };
  await Promise.all([work(), work()]);
  return problems;
}
