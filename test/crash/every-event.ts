import { expect, test } from 'vitest';
import type { Place } from './place.ts';
import { differences, endOf } from './story.ts';
import { trainReady, twoAtATime } from './train.ts';

/** CRASH_AT=10-20 tries those only. */
const [from = 1, to = Number.POSITIVE_INFINITY] = (process.env.CRASH_AT ?? '')
  .split('-')
  .flatMap((text) => Number(text) || []);

/**
 * Kills a run of the train around each of its journal's records, goes on, and compares the end with that of the run that
 * nobody disturbed.
 */
export function killAroundEveryEvent(how: 'after' | 'torn'): void {
  const train = trainReady();

  /** What is different in the end, in words. */
  const attempt = async (at: number): Promise<readonly string[]> => {
    const { start, middle, wanted, records } = train();
    const inFirstHalf = at <= records.middle;
    const place = (inFirstHalf ? start : middle).copy();
    const words = inFirstHalf ? ['run', 'two.ndjson', '--yes'] : ['resume', 'two.1'];
    await place.expect(137, words, { faults: { kill: { at, how } } });
    // A run that has ended is over; to resume it would be to try again what failed.
    const over = place.state('two.1').status === 'finished';
    if (!over) await place.expect(inFirstHalf ? 3 : 5, ['resume', 'two.1']);
    const found = [...differences(inFirstHalf ? wanted.middle : wanted.end, await endOf(place, 'two.1'))];
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
    return differences(train().wanted.end, await endOf(place, 'two.1'));
  };

  test(`a run that is killed (${how}) at any record of its journal ends as if nothing had happened`, async () => {
    const points = Array.from({ length: train().records.end }, (_, index) => index + 1);
    expect(points.length).toBeGreaterThan(70);
    expect(
      await twoAtATime(
        points.filter((at) => from <= at && at <= to),
        attempt,
      ),
    ).toEqual([]);
  }, 600_000);
}
