import { expect, test } from 'vitest';
import { differences, endOf } from './story.ts';
import { trainReady } from './train.ts';

const train = trainReady();
const kills = 50;

/** Numbers from 0 to 1 (mulberry32). SEED=… tries a sequence again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('fifty kills at random moments in one run change nothing in its end', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed of the random kills: ${seed}`);
  const random = randomNumbers(seed);
  const place = train().start.copy();
  let killed = 0;
  for (let round = 0; killed < kills; round++) {
    expect(round, 'too many rounds').toBeLessThan(3 * kills);
    const begun = round > 0;
    const words = begun ? ['resume', 'two.1'] : ['run', 'two.ndjson', '--yes'];
    // A few records on, after one or in the middle of it; half of them earlier, by the clock, wherever the program is.
    const at = begun ? place.journal('two.1').length + 1 + Math.floor(random() * 3) : 1;
    const how = random() < 0.5 ? 'after' : 'torn';
    const delay = 60 + random() * 400;
    const byClock = begun && random() < 0.5;
    const told = await place.release(words, {
      faults: { kill: { at, how } },
      meanwhile: (child) => byClock && setTimeout(() => child.kill('SIGKILL'), delay),
    });
    if (told.code === 137) killed++;
    else if (told.code === 3) await place.expect(0, ['approve', 'two.1']);
    else expect.fail(`seed ${seed}: ended with ${told.code} after ${killed} kills: ${told.err}`);
  }
  const told = await place.release(['resume', 'two.1']);
  if (told.code === 3) {
    await place.expect(0, ['approve', 'two.1']);
    await place.expect(5, ['resume', 'two.1']);
  } else expect(told.code, `seed ${seed}: ${told.err}`).toBe(5);
  expect(differences(train().wanted.end, await endOf(place, 'two.1')), `seed ${seed}`).toEqual([]);
  await place.expect(0, ['audit', 'verify']);
  place.remove();
}, 600_000);
