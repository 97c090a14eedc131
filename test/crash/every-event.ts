import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtProgram } from './build.ts';
import { type Place, trainPlace } from './place.ts';
import { differences, endOf } from './story.ts';

/** So many kill points are tried at the same time. */
const atOnce = 2;

/**
 * Kills a run of the train around each of its journal's records, goes on, and compares the end with that of the run that
 * nobody disturbed.
 */
/** CRASH_AT=10-20 tries those only. */
const [from = 1, to = Number.POSITIVE_INFINITY] = (process.env.CRASH_AT ?? '')
  .split('-')
  .flatMap((text) => Number(text) || []);
const chosen = (at: number): boolean => from <= at && at <= to;

export function killAroundEveryEvent(how: 'after' | 'torn'): void {
  const built = builtProgram();
  /** Before the run, and in the middle of it: it is blocked, and its gate has just been approved. */
  const bases: Place[] = [];
  let wanted: readonly [middle: unknown, end: unknown] = [undefined, undefined];
  let halves: readonly [number, number] = [0, 0];

  beforeAll(async () => {
    const start = await trainPlace(built());
    const middle = start.copy();
    bases.push(start, middle);
    await middle.expect(3, ['run', 'two.ndjson', '--yes']);
    await middle.expect(0, ['approve', 'two.1']);
    const end = middle.copy();
    bases.push(end);
    await end.expect(5, ['resume', 'two.1']);
    wanted = [await endOf(middle, 'two.1'), await endOf(end, 'two.1')];
    expect(wanted[0]).toMatchObject({ phase: 'blocked', faults: [], journal: 'read' });
    expect(wanted[1]).toMatchObject({ phase: 'within-budget', faults: [], journal: 'read' });
    halves = [middle.journal('two.1').length, end.journal('two.1').length];
    expect(halves[0]).toBeGreaterThan(25);
    expect(halves[1] - halves[0]).toBeGreaterThan(35);
  }, 120_000);
  afterAll(() => {
    for (const place of bases) place.remove();
  });

  /** What is different in the end, in words. */
  const attempt = async (at: number): Promise<readonly string[]> => {
    const [start, middle] = bases;
    if (start === undefined || middle === undefined) throw new Error('no bases');
    const inFirstHalf = at <= halves[0];
    const place = (inFirstHalf ? start : middle).copy();
    const words = inFirstHalf ? ['run', 'two.ndjson', '--yes'] : ['resume', 'two.1'];
    await place.expect(137, words, { faults: { kill: { at, how } } });
    // A run that has ended is over; to resume it would be to try again what failed.
    const over = place.state('two.1').status === 'finished';
    if (!over) await place.expect(inFirstHalf ? 3 : 5, ['resume', 'two.1']);
    const found = [...differences(wanted[inFirstHalf ? 0 : 1], await endOf(place, 'two.1'))];
    if (at % 8 === 0) found.push(...(await furtherOn(place, inFirstHalf)));
    place.remove();
    return found;
  };

  /** What the commands of people say and do later. */
  const furtherOn = async (place: Place, approves: boolean): Promise<readonly string[]> => {
    await place.expect(0, ['audit', 'verify']);
    if (!approves) return [];
    await place.expect(0, ['approve', 'two.1']);
    await place.expect(5, ['resume', 'two.1']);
    return differences(wanted[1], await endOf(place, 'two.1'));
  };

  test(`a run that is killed (${how}) at any record of its journal ends as if nothing had happened`, async () => {
    const points = Array.from({ length: halves[1] }, (_, index) => index + 1).filter(chosen);
    const problems: string[] = [];
    const work = async (): Promise<void> => {
      for (let at = points.shift(); at !== undefined; at = points.shift()) {
        const found = await attempt(at).catch((error: unknown) => [String(error)]);
        problems.push(...found.map((problem) => `killed ${how} record ${at}: ${problem}`));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(problems).toEqual([]);
  }, 600_000);
}
