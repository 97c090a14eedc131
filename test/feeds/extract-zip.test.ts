import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { defaultLimits, extractMeter } from '../../src/feeds/extract-limits.ts';
import { refuserFor } from '../../src/feeds/extract-refusal.ts';
import { ExtractTree, type TreeFile } from '../../src/feeds/extract-tree.ts';
import { extractZip } from '../../src/feeds/extract-zip.ts';
import { writeRawZip } from './archives.ts';
import { scratch } from './bytes.ts';

/** A disk so slow that an entry is found damaged before anybody reads it. */
class SlowTree extends ExtractTree {
  override async file(file: TreeFile, body: AsyncIterable<Uint8Array>) {
    await sleep(50);
    return super.file(file, body);
  }
}

it('reports damage that yauzl finds before anybody reads, instead of waiting for ever', async () => {
  const folder = scratch();
  const path = join(folder, 'a.zip');
  const name = 'a/one.txt';
  await writeRawZip(path, [{ name, content: 'abcdefgh'.repeat(40) }]);
  const bytes = readFileSync(path);
  // The first byte of the deflate data: 0xff asks for a kind of block that does not exist.
  bytes[30 + name.length] = 0xff;
  writeFileSync(path, bytes);
  const refuse = refuserFor('a.zip');
  const tree = new SlowTree(join(folder, 'out'), refuse);
  const meter = extractMeter(defaultLimits, bytes.length, refuse);
  await expect(extractZip(path, false, { tree, meter, refuse, signal: undefined })).rejects.toThrow(
    'invalid block type',
  );
}, 5000);
