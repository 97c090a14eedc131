import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packPackage } from '../../scripts/pack-packages.ts';
import { type ExtractOptions, type ExtractResult, extractArchive } from '../../src/feeds/extract.ts';
import { version } from '../versions/read.ts';
import { type RawEntry, tarBytes, writeRawTgz, writeRawZip } from './archives.ts';
import { scratch } from './bytes.ts';

function tree(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

interface Extracted {
  readonly result: ExtractResult;
  readonly into: string;
  readonly folder: string;
}

async function unpack(file: string, folder: string, options: ExtractOptions = {}): Promise<Extracted> {
  const into = join(folder, 'out', '1.0');
  return { result: await extractArchive(file, into, options), into, folder };
}

async function zip(entries: readonly RawEntry[], options: ExtractOptions = {}): Promise<Extracted> {
  const folder = scratch();
  await writeRawZip(join(folder, 'a.zip'), entries);
  return unpack(join(folder, 'a.zip'), folder, options);
}

async function tgz(entries: readonly RawEntry[], options: ExtractOptions = {}): Promise<Extracted> {
  const folder = scratch();
  writeRawTgz(join(folder, 'a.tgz'), entries);
  return unpack(join(folder, 'a.tgz'), folder, options);
}

function expectRefused({ result, folder }: Extracted, code: string): void {
  expect(result).toMatchObject({ ok: false, diagnostics: [{ code, severity: 'error' }] });
  expect(readdirSync(join(folder, 'out'))).toEqual([]);
}

const LINK = 0o120777;

describe('extractArchive, entry names', () => {
  it.each([
    ['../x', 'REL1521'],
    ['a/../../x', 'REL1521'],
    ['a/../x', 'REL1521'],
    ['..', 'REL1521'],
    ['.. /x', 'REL1521'],
    ['/etc/x', 'REL1521'],
    ['//host/x', 'REL1521'],
    ['C:/x', 'REL1521'],
    ['c:x', 'REL1521'],
    ['a\nb', 'REL1522'],
    ['a\u0000b', 'REL1522'],
    ['a\u001b[31mb', 'REL1522'],
    ['x'.repeat(256), 'REL1522'],
  ])('refuses %j in a zip', async (name, code) => {
    expectRefused(await zip([{ name: 'good.txt' }, { name }]), code);
  });

  it.each(['../x', 'a/../../x', '/etc/x', 'C:/x', 'a\\b', '..\\x'])('refuses %j in a tar', async (name) => {
    expectRefused(await tgz([{ name: 'good.txt' }, { name, content: 'x' }]), 'REL1521');
  });

  it('escapes the name in the message', async () => {
    const { result } = await zip([{ name: '../\u202ex\u2028' }]);
    const summary = result.ok ? '' : (result.diagnostics[0]?.summary ?? '');
    expect(summary).toContain('"../\\u202ex\\u2028"');
  });

  it('takes backslashes of old Windows tools in a zip as folders, when they lead inwards', async () => {
    const { result, into } = await zip([{ name: 'lib\\net40\\a.dll', content: 'dll' }, { name: './b.txt' }]);
    expect(result).toMatchObject({ ok: true, files: 2 });
    expect(tree(into)).toEqual(['b.txt', 'lib/net40/a.dll']);
  });

  it('refuses a percent-encoded way out of a nupkg only', async () => {
    const entries = [
      { name: '%2e%2e%2fx' },
      { name: 'A.nuspec', content: '<metadata><id>A</id><version>1</version></metadata>' },
    ];
    expectRefused(await zip(entries, { kind: 'nupkg' }), 'REL1521');
    expect((await zip(entries, { kind: 'zip' })).result.ok).toBe(true);
  });
});

describe('extractArchive, links and special files', () => {
  it.each(['/etc/passwd', '../../etc/passwd', 'a/../../x', '..\\x', 'C:/x', 'missing', 'self', ''])(
    'refuses a link to %j',
    async (target) => {
      expectRefused(await zip([{ name: 'self', content: target, mode: LINK }]), 'REL1523');
      if (target !== '') expectRefused(await tgz([{ name: 'self', type: 'SymbolicLink', target }]), 'REL1523');
    },
  );

  it('refuses a way out over two links that each look harmless', async () => {
    const links: RawEntry[] = [
      { name: 'd/s', type: 'SymbolicLink', target: '..' },
      { name: 't', type: 'SymbolicLink', target: 'd/s/..' },
    ];
    expectRefused(await tgz(links), 'REL1523');
  });

  it('refuses a link out of the package/ root that is taken away', async () => {
    const entries: RawEntry[] = [
      { name: 'package/package.json', content: '{}' },
      { name: 'package/up', type: 'SymbolicLink', target: '..' },
    ];
    expectRefused(await tgz(entries), 'REL1523');
  });

  it.each([
    [
      [
        { name: 'l', content: 'd', mode: LINK },
        { name: 'l/x', content: 'x' },
      ],
    ],
    [
      [
        { name: 'l', content: 'd', mode: LINK },
        { name: 'L/x', content: 'x' },
      ],
    ],
    [
      [
        { name: 'l/x', content: 'x' },
        { name: 'l', content: 'd', mode: LINK },
      ],
    ],
    [
      [
        { name: 'l', content: 'd', mode: LINK },
        { name: 'l', content: 'x' },
      ],
    ],
    [
      [
        { name: 'f', content: 'x' },
        { name: 'f', content: 'y' },
      ],
    ],
    [
      [
        { name: 'f', content: 'x' },
        { name: 'f/g', content: 'y' },
      ],
    ],
  ])('refuses entries that get in the way of one another (%#)', async (entries) => {
    expectRefused(await zip([{ name: 'd/file' }, ...entries]), 'REL1524');
  });

  it('makes links that stay inside, and hard links as copies', async () => {
    const { result, into } = await tgz([
      { name: 'bin/link', type: 'SymbolicLink', target: '../lib/tool' },
      { name: 'lib/tool', content: 'tool', mode: 0o4755 },
      { name: 'hard', type: 'Link', target: 'lib/tool', mode: 0o644 },
    ]);
    expect(result).toMatchObject({ ok: true, files: 2, bytes: 8 });
    expect(readlinkSync(join(into, 'bin/link'))).toBe('../lib/tool');
    expect(readFileSync(join(into, 'bin/link'), 'utf8')).toBe('tool');
    expect(readFileSync(join(into, 'hard'), 'utf8')).toBe('tool');
    expect(lstatSync(join(into, 'hard')).nlink).toBe(1);
  });

  it.each(['/etc/hostname', '../x', 'nothing', 'd', 'l', 'hard'])('refuses a hard link to %j', async (target) => {
    const before: RawEntry[] = [
      { name: 'd', type: 'Directory' },
      { name: 'l', type: 'SymbolicLink', target: 'd' },
    ];
    expectRefused(await tgz([...before, { name: 'hard', type: 'Link', target }]), 'REL1523');
  });

  it.each(['FIFO', 'CharacterDevice', 'BlockDevice'] as const)('refuses a %s', async (type) => {
    expectRefused(await tgz([{ name: 'dev', type }]), 'REL1525');
  });

  it('refuses a pipe in a zip', async () => {
    expectRefused(await zip([{ name: 'pipe', mode: 0o010644 }]), 'REL1525');
  });

  it('keeps the executable bit and nothing special', async () => {
    for (const make of [zip, tgz]) {
      const { into } = await make([
        { name: 'run', content: 'x', mode: 0o106755 },
        { name: 'plain', content: 'x', mode: 0o100400 },
        { name: 'open', content: 'x', mode: 0o100666 },
      ]);
      const modes = ['run', 'plain', 'open'].map(
        (name) => lstatSync(join(into, name)).mode & 0o7777 & ~process.umask(),
      );
      expect(modes).toEqual([0o755, 0o644, 0o644].map((mode) => mode & ~process.umask()));
    }
  });
});

describe('extractArchive, limits', () => {
  const limits = { entries: 3, bytes: 100, ratio: 1000 };
  const four = ['a', 'b', 'c', 'd'].map((name) => ({ name, content: name }));

  it('counts entries', async () => {
    expectRefused(await zip(four, { limits }), 'REL1526');
    expectRefused(await tgz(four, { limits: { ...limits, bytes: 1e6 } }), 'REL1526');
    expect((await zip(four.slice(1), { limits })).result.ok).toBe(true);
  });

  it('counts real bytes, over all entries', async () => {
    const half = { content: 'x'.repeat(51) };
    expectRefused(
      await zip(
        [
          { name: 'a', ...half },
          { name: 'b', ...half },
        ],
        { limits },
      ),
      'REL1526',
    );
    expectRefused(
      await tgz(
        [
          { name: 'a', ...half },
          { name: 'b', ...half },
        ],
        { limits },
      ),
      'REL1526',
    );
  });

  it('does not believe the size in a header', async () => {
    const folder = scratch();
    const path = join(folder, 'a.zip');
    await writeRawZip(path, [{ name: 'a', content: 'x'.repeat(5000) }]);
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf(lengthBytes(5000)); at >= 0; at = bytes.indexOf(lengthBytes(5000), at + 1))
      bytes.writeUInt32LE(5, at);
    writeFileSync(path, bytes);
    expectRefused(await unpack(path, folder, { limits }), 'REL1520');
  });

  it('gives up many entries at once without harm', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => ({
      name: `folder/some-file-${index}.txt`,
      content: `${index}`.repeat(200_000),
    }));
    for (const bytes of [1, 300_000, 3_000_000]) {
      expectRefused(await zip(entries, { limits: { entries: 100, bytes, ratio: 1e6 } }), 'REL1526');
    }
  });

  it('stops a gzip bomb by its ratio, and one inside another', async () => {
    const zeros = tarBytes([{ name: 'zeros', content: '\0'.repeat(5_000_000) }]);
    const folder = scratch();
    writeFileSync(join(folder, 'a.tgz'), gzipSync(zeros));
    expectRefused(await unpack(join(folder, 'a.tgz'), folder), 'REL1526');
    writeFileSync(join(folder, 'b.tgz'), gzipSync(gzipSync(zeros)));
    expectRefused(await unpack(join(folder, 'b.tgz'), folder), 'REL1520');
  });
});

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}

describe('extractArchive, damage', () => {
  it.each(['', 'PK', 'hello world', 'PK\u0003\u0004 and then nothing'])('refuses %j', async (content) => {
    const folder = scratch();
    writeFileSync(join(folder, 'a.zip'), content);
    expectRefused(await unpack(join(folder, 'a.zip'), folder), 'REL1520');
    expectRefused(await unpack(join(folder, 'a.zip'), folder, { kind: 'zip' }), 'REL1520');
    expectRefused(await unpack(join(folder, 'a.zip'), folder, { kind: 'tar' }), 'REL1520');
  });

  it('refuses every cut of a good archive, or gives all of it', async () => {
    const folder = scratch();
    writeRawTgz(join(folder, 'a.tgz'), [
      { name: 'a', content: 'a'.repeat(3000) },
      { name: 'b', content: 'b' },
    ]);
    const whole = readFileSync(join(folder, 'a.tgz'));
    for (let length = 1; length < whole.length; length += 7) {
      const cut = join(folder, 'cut.tgz');
      writeFileSync(cut, whole.subarray(0, length));
      expectRefused(await unpack(cut, folder), 'REL1520');
    }
  });

  it('meets any flipped byte with an answer, never a crash, and leaves nothing of what it refuses', async () => {
    const folder = scratch();
    const entries = [
      { name: 'a/one.txt', content: 'abcdefgh'.repeat(40) },
      { name: 'b', content: 'b' },
    ];
    await writeRawZip(join(folder, 'zip'), entries);
    writeRawTgz(join(folder, 'tgz'), entries);
    writeFileSync(join(folder, 'tar'), tarBytes(entries));
    const originals = ['zip', 'tgz', 'tar'].map((name) => readFileSync(join(folder, name)));
    const flip = fc.tuple(fc.constantFrom(...originals), fc.nat(), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(flip, async ([original, at, mask]) => {
        const bytes = Buffer.from(original);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ mask;
        writeFileSync(join(folder, 'flipped'), bytes);
        const into = join(folder, 'out', 'flipped');
        const result = await extractArchive(join(folder, 'flipped'), into);
        expect(readdirSync(join(folder, 'out'))).toEqual(result.ok ? ['flipped'] : []);
        rmSync(into, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a zip entry whose checksum is wrong', async () => {
    const folder = scratch();
    const path = join(folder, 'a.zip');
    await writeRawZip(path, [{ name: 'a', content: 'abcdefgh'.repeat(20) }]);
    const bytes = readFileSync(path);
    const directory = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bytes.writeUInt32LE(12345, directory + 16);
    writeFileSync(path, bytes);
    expectRefused(await unpack(path, folder), 'REL1520');
  });

  it('throws what the disk says, and cleans up', async () => {
    const { folder } = await zip([{ name: 'a' }]);
    await expect(extractArchive(join(folder, 'missing.zip'), join(folder, 'out', '2.0'))).rejects.toThrow('ENOENT');
    mkdirSync(join(folder, 'out', '3.0'));
    writeFileSync(join(folder, 'out', '3.0', 'mine'), '');
    await expect(extractArchive(join(folder, 'a.zip'), join(folder, 'out', '3.0'))).rejects.toThrow('ENOTEMPTY');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['1.0', '3.0']);
  });

  it('stops for a signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(zip([{ name: 'a' }], { signal })).rejects.toThrow('enough');
    await expect(tgz([{ name: 'a' }], { signal })).rejects.toThrow();
  });
});

describe('extractArchive, packages', () => {
  async function packed(kind: 'nupkg' | 'zip' | 'tgz', files: Record<string, string>): Promise<string> {
    const folder = scratch();
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(folder, 'in', name, '..'), { recursive: true });
      writeFileSync(join(folder, 'in', name), content);
    }
    const outFile = join(folder, `Local.StMarys.2024.6.0.${kind}`);
    await packPackage({ folder: join(folder, 'in'), id: 'Local.StMarys', version: '2024.6.0', kind, outFile });
    return outFile;
  }

  it('leaves the parts of NuGet out, keeps the nuspec, decodes names', async () => {
    const file = await packed('nupkg', { 'sql/01%20first.sql': 'select 1', 'readme.md': 'x' });
    const expected = { id: 'local.stmarys', version: version('2024.6') };
    for (const options of [{ kind: 'nupkg', expected } as const, { expected }]) {
      const { result, into } = await unpack(file, scratch(), options);
      expect(result).toMatchObject({ ok: true, files: 3, warnings: [] });
      expect(tree(into)).toEqual(['Local.StMarys.nuspec', 'readme.md', 'sql/01 first.sql']);
    }
  });

  it.each([
    ['Local.RoyalNorth', '2024.6.0'],
    ['Local.StMarys', '2024.6.1'],
  ])('refuses a package that lies about being %s %s', async (id, number) => {
    const file = await packed('nupkg', { a: 'a' });
    expectRefused(await unpack(file, scratch(), { expected: { id, version: version(number) } }), 'REL1528');
  });

  it.each([
    ['no nuspec', []],
    ['two of them', ['A.nuspec', 'B.nuspec']],
    ['one without a version', ['A.nuspec']],
  ])('refuses a nupkg with %s', async (_, names) => {
    const content = '<metadata><id>A</id></metadata>';
    expectRefused(
      await zip([{ name: 'x' }, ...names.map((name) => ({ name, content }))], { kind: 'nupkg' }),
      'REL1529',
    );
  });

  it('takes the package/ root of npm away, not that of other tars', async () => {
    const file = await packed('tgz', { 'lib/a.js': 'a' });
    const { into } = await unpack(file, scratch());
    expect(tree(into)).toEqual(['lib/a.js', 'package.json']);
    const other = await tgz([{ name: 'package/a', content: 'a' }]);
    expect(tree(other.into)).toEqual(['package/a']);
  });

  it.each(['nupkg', 'zip', 'tgz'] as const)('packs a %s the same way twice', async (kind) => {
    const files = { 'b.txt': 'b', 'a/c.txt': 'c'.repeat(10_000), 'a.txt': '' };
    expect(readFileSync(await packed(kind, files)).equals(readFileSync(await packed(kind, files)))).toBe(true);
  });
});
