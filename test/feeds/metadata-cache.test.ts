import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pruneCache } from '../../src/feeds/cache-prune.ts';
import { metadataCache } from '../../src/feeds/metadata-cache.ts';
import { scratch } from './bytes.ts';

const day = 86_400_000;

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it('gives back what it was given, to its owner only, and does not write down the question', async () => {
  const folder = scratch();
  const cache = metadataCache({ folder, now: Date.now });
  const answer = { headers: { etag: '"1"' }, body: Buffer.from('line\nline\n') };
  await cache.write('https://h.example/x?sig=private', answer);
  expect(await cache.read('https://h.example/x?sig=private')).toEqual(answer);
  expect(await cache.read('https://h.example/y')).toBeUndefined();
  const [file = '', ...others] = filesIn(folder);
  expect(others).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toContain('private');
});

it.each([
  ['torn', (text: string) => text.slice(0, -3)],
  ['of another format', (text: string) => text.replace('"formatVersion":1', '"formatVersion":99')],
  ['no answer at all', () => 'x'],
  ['empty', () => ''],
])('takes a file that is %s for none', async (_, damage) => {
  const folder = scratch();
  const cache = metadataCache({ folder, now: Date.now });
  await cache.write('key', { headers: {}, body: Buffer.from('answer') });
  const [file = ''] = filesIn(folder);
  writeFileSync(file, damage(readFileSync(file, 'utf8')));
  expect(await cache.read('key')).toBeUndefined();
});

it('does not fail where nothing can be written', async () => {
  const folder = scratch();
  writeFileSync(join(folder, 'metadata'), 'in the way');
  const cache = metadataCache({ folder, now: Date.now });
  await cache.write('key', { headers: {}, body: Buffer.from('answer') });
  expect(await cache.read('key')).toBeUndefined();
});

it('keeps what is used and lets go of the rest', async () => {
  const folder = scratch();
  const start = Date.now();
  await metadataCache({ folder, now: () => start }).write('used', { headers: {}, body: Buffer.from('1') });
  await metadataCache({ folder, now: () => start }).write('unused', { headers: {}, body: Buffer.from('2') });
  const later = metadataCache({ folder, now: () => start + 40 * day });
  expect(await later.read('used')).toBeDefined();
  expect(await pruneCache(folder, { unusedSince: start + 30 * day, keep: new Set() })).toMatchObject({ files: 1 });
  expect(await later.read('used')).toBeDefined();
  expect(await later.read('unused')).toBeUndefined();
});
