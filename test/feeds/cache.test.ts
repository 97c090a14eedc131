import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageCache } from '../../src/feeds/cache.ts';
import { sha256 } from '../../src/feeds/digest.ts';
import { scratch, sha256Of, stream, text } from './bytes.ts';

const HELLO = sha256Of(text('hello'));

/** This Node runs no TypeScript: the code for the process that is killed is compiled first. */
function compiled(folder: string): string {
  const root = join(import.meta.dirname, '../..');
  const flags = [
    '--ignoreConfig',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--rewriteRelativeImportExtensions',
    '--skipLibCheck',
  ];
  const source = join(root, 'src/feeds/cache.ts');
  const options = [...flags, '--types', 'node', '--rootDir', join(root, 'src'), '--outDir', folder, source];
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(join(root, 'node_modules/.bin/tsc'), options, { cwd: root });
  return folder;
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('the package cache', () => {
  it('keeps what meets its digests, under its sha256', async () => {
    const folder = scratch();
    const cache = packageCache({ folder, now: Date.now });
    const sha512 = { algorithm: 'sha512', hex: createHash('sha512').update('hello').digest('hex') } as const;
    const put = await cache.put(stream('hel', 'lo'), [sha256(HELLO), sha512], 'Web 1.0');
    expect(put).toEqual({ ok: true, path: join(folder, 'sha256', HELLO.slice(0, 2), HELLO), sha256: HELLO, size: 5 });
    expect(readFileSync((await cache.find(HELLO)) ?? '', 'utf8')).toBe('hello');
  });

  it.each([
    ['sha256', sha256(sha256Of(text('other')))],
    ['sha512', { algorithm: 'sha512', hex: 'ab'.repeat(64) } as const],
    ['sha1', { algorithm: 'sha1', hex: 'ab'.repeat(20) } as const],
  ])('leaves nothing of bytes with the wrong %s', async (algorithm, digest) => {
    const folder = scratch();
    const put = await packageCache({ folder, now: Date.now }).put(stream('hello'), [digest], 'Web 1.0');
    expect(put).toMatchObject({ ok: false, problem: { kind: 'digest-mismatch', algorithm, expected: digest.hex } });
    expect(filesIn(folder)).toEqual([]);
  });

  it('leaves nothing of a stream that breaks', async () => {
    const folder = scratch();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield text('hel');
      throw new Error('connection lost');
    }
    await expect(packageCache({ folder, now: Date.now }).put(broken(), [], 'Web 1.0')).rejects.toThrow(
      'connection lost',
    );
    expect(filesIn(folder)).toEqual([]);
  });

  it('takes the same package from many writers at once', async () => {
    const folder = scratch();
    const caches = Array.from({ length: 20 }, () => packageCache({ folder, now: Date.now }));
    const puts = await Promise.all(caches.map((cache) => cache.put(stream('hel', 'lo'), [sha256(HELLO)], 'Web 1.0')));
    expect(puts.every((put) => put.ok)).toBe(true);
    expect(filesIn(folder)).toEqual([HELLO]);
  });

  it('never serves damaged bytes, and forgets them', async () => {
    const folder = scratch();
    const put = await packageCache({ folder, now: Date.now }).put(stream('hello'), [], 'Web 1.0');
    if (!put.ok) throw new Error('put');
    const cache = packageCache({ folder, now: Date.now });
    expect(await cache.find(HELLO)).toBe(put.path);
    writeFileSync(put.path, 'jello!');
    expect(await cache.find(HELLO)).toBeUndefined();
    expect(existsSync(put.path)).toBe(false);
  });

  it.each(['', 'xyz', '../../etc/passwd', HELLO.toUpperCase()])('finds nothing under the name %j', async (name) => {
    expect(await packageCache({ folder: scratch(), now: Date.now }).find(name)).toBeUndefined();
  });

  it('prunes what nobody used since, keeps what is named, and clears up after killed writers', async () => {
    const folder = scratch();
    let now = 1_000_000_000_000;
    const cache = packageCache({ folder, now: () => now });
    for (const content of ['old', 'kept', 'used', 'new']) {
      if (content === 'new') now += 5000;
      await cache.put(stream(content), [], content);
    }
    await cache.find(sha256Of(text('used')));
    mkdirSync(join(folder, 'incoming'), { recursive: true });
    writeFileSync(join(folder, 'incoming', 'torn'), 'xx');
    utimesSync(join(folder, 'incoming', 'torn'), 1000, 1000);
    const keep = new Set([sha256Of(text('kept'))]);
    expect(await cache.prune({ unusedSince: now - 1000, keep })).toEqual({ files: 2, bytes: 5 });
    expect(filesIn(folder).sort()).toEqual(['kept', 'used', 'new'].map((one) => sha256Of(text(one))).sort());
  });

  it('shows nothing of a writer that was killed in the middle', async () => {
    const folder = scratch();
    const cacheModule = pathToFileURL(join(compiled(scratch()), 'feeds', 'cache.js')).href;
    const script = `
      import { packageCache } from ${JSON.stringify(cacheModule)};
      async function* slow() { yield Buffer.from('hel'); process.stdout.write('half'); await new Promise((go) => setTimeout(go, 60000)); }
      await packageCache({ folder: ${JSON.stringify(folder)}, now: Date.now }).put(slow(), [], 'x');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const cache = packageCache({ folder, now: Date.now });
    expect(existsSync(join(folder, 'sha256'))).toBe(false);
    expect(await cache.put(stream('hello'), [sha256(HELLO)], 'x')).toMatchObject({ ok: true });
    expect(await cache.prune({ unusedSince: Date.now() + 60_000, keep: new Set([HELLO]) })).toEqual({
      files: 1,
      bytes: 3,
    });
  });
});
