import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallDisk } from '../support/small-disk.ts';
import type { Place } from './place.ts';
import { differences, endOf } from './story.ts';
import { trainReady, twoAtATime } from './train.ts';

const train = trainReady();
const spoken = /no space left|disk is full/i;

/** Goes on to the end, however far the run has got, and says what is different then. */
async function finished(place: Place): Promise<readonly string[]> {
  await place.expect(3, ['resume', 'two.1']);
  const found = differences(train().wanted.middle, await endOf(place, 'two.1'));
  await place.expect(0, ['audit', 'verify']);
  return found;
}

test('a disk that is full for the journal stops the run in words; with room again it goes on', async () => {
  const points = [
    { at: 1, room: 0 },
    { at: 8, room: 100 },
    { at: 9, room: 0 },
    { at: 15, room: 30 },
    { at: 24, room: 0 },
    { at: 30, room: 1 },
  ];
  const look = async (full: (typeof points)[number]): Promise<readonly string[]> => {
    const place = train().start.copy();
    const told = await place.expect(2, ['run', 'two.ndjson', '--yes'], { faults: { full } });
    expect(told.err).toMatch(spoken);
    expect(told.err).toContain('release resume two.1');
    expect(told.err).not.toContain('REL3000');
    const found = await finished(place);
    place.remove();
    return found;
  };
  expect(await twoAtATime(points, look)).toEqual([]);
}, 240_000);

const probe = smallDisk('8m');

test.skipIf(probe === undefined)(
  'a disk that is really full, wherever that is noticed (needs the right to mount a tmpfs)',
  async () => {
    // Pages of 4 KiB that are left: a run needs about a hundred.
    const look = async (pages: number): Promise<readonly string[]> => {
      const disk = smallDisk('8m') ?? '';
      const place = train().start.copyTo(disk);
      const { bavail, bsize } = statfsSync(disk);
      const filler = join(disk, 'filler');
      writeFileSync(filler, Buffer.alloc((bavail - pages) * bsize));
      const told = await place.release(['run', 'two.ndjson', '--yes']);
      rmSync(filler);
      expect(told.err).not.toContain('REL3000');
      if (told.code === 3 && pages >= 40) return [];
      if (told.code !== 2 && told.code !== 1) return [`ended with ${told.code}: ${told.err}`];
      if (!spoken.test(told.err)) return [`said ${told.err}`];
      if (/run two\.1: release/.test(told.err)) return unharmed(place);
      await place.expect(3, ['run', 'two.ndjson', '--yes']);
      return [];
    };
    expect(await twoAtATime([0, 1, 3, 6, 10, 20, 40], look)).toEqual([]);
  },
  240_000,
);

/** Scripts meet a full disk too, and fail as they like: so here it only counts that nothing is lost or doubled. */
async function unharmed(place: Place): Promise<readonly string[]> {
  const told = await place.release(['resume', 'two.1']);
  const end = (await endOf(place, 'two.1')) as { readonly faults: readonly string[]; readonly effects: string[] };
  const twice = end.effects.filter((ticket, index) => end.effects.indexOf(ticket) !== index);
  const found = [...end.faults, ...twice.map((ticket) => `${ticket} ran twice`)];
  await place.expect(0, ['audit', 'verify']);
  const asksPeople = told.code === 1 && /release resume two\.1/.test(told.err);
  return told.code === 3 || asksPeople ? found : [...found, `resume ended with ${told.code}: ${told.err}`];
}
