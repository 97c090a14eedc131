import { expect, test } from 'vitest';
import { trainReady, twoAtATime } from './train.ts';

const train = trainReady();

test('a run that is killed while it is being made is either there and goes on, or is made anew', async () => {
  const delays = Array.from({ length: 14 }, (_, index) => 60 + index * 25);
  const look = async (delay: number): Promise<readonly string[]> => {
    const place = train().start.copy();
    const told = await place.release(['run', 'two.ndjson', '--yes'], {
      meanwhile: (child) => setTimeout(() => child.kill('SIGKILL'), delay),
    });
    const listed = await place.expect(0, ['runs', '--output', 'json']);
    const { runs } = JSON.parse(listed.out) as { readonly runs: readonly { readonly run: string }[] };
    const isThere = runs.some(({ run }) => run === 'two.1');
    if (told.code === 137) await place.expect(3, isThere ? ['resume', 'two.1'] : ['run', 'two.ndjson', '--yes']);
    await place.expect(0, ['audit', 'verify']);
    const effects = place.effects();
    place.remove();
    return effects.length === new Set(effects).size ? [] : [`twice: ${effects.join(' ')}`];
  };
  expect(await twoAtATime(delays, look)).toEqual([]);
}, 600_000);
