import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { type ExtractOptions, extractArchive } from '../../src/feeds/extract.ts';
import { describeFeedProblem, type FeedProblem } from '../../src/feeds/problem.ts';
import { createFeed, isFeed } from '../../src/feeds/registry.ts';
import type { Json } from '../../src/util/json.ts';
import { describeProduced } from '../diagnostics/golden.ts';
import { version } from '../versions/read.ts';
import { corpusFolder } from '../yaml/corpus.ts';
import { type RawEntry, writeRawTgz, writeRawZip } from './archives.ts';
import { scratch } from './bytes.ts';

const said =
  (...problems: readonly FeedProblem[]) =>
  (): readonly Diagnostic[] =>
    problems.map((problem) => describeFeedProblem(problem, 'nuget'));

const detail = 'GET https://feed.example/v3/index.json answered';

function madeWrongly(type: string, settings: { readonly [key: string]: Json }): readonly Diagnostic[] {
  const feed = createFeed(
    { name: 'ours', type, settings },
    { root: '/nowhere', wait: async () => undefined, random: () => 0 },
  );
  return isFeed(feed) ? [] : [feed];
}

async function unpacked(file: string, options: ExtractOptions = {}): Promise<readonly Diagnostic[]> {
  const result = await extractArchive(file, join(scratch(), 'into'), { label: 'Web 1.0.0', ...options });
  return result.ok ? result.warnings : result.diagnostics;
}

const ofCorpus = (name: string) => () => unpacked(join(corpusFolder, 'archives', name));

async function zip(entries: readonly RawEntry[]): Promise<readonly Diagnostic[]> {
  const file = join(scratch(), 'a.zip');
  await writeRawZip(file, entries);
  return unpacked(file);
}

async function tgz(entries: readonly RawEntry[]): Promise<readonly Diagnostic[]> {
  const file = join(scratch(), 'a.tgz');
  writeRawTgz(file, entries);
  return unpacked(file);
}

async function damaged(): Promise<readonly Diagnostic[]> {
  const file = join(scratch(), 'a.zip');
  writeFileSync(file, 'PK\u0003\u0004 and no more');
  return unpacked(file);
}

/** A zip with a password, as its first flag says. */
async function encrypted(): Promise<readonly Diagnostic[]> {
  const file = join(scratch(), 'a.zip');
  await writeRawZip(file, [{ name: 'a.txt', content: 'a' }]);
  const bytes = readFileSync(file);
  const directory = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  bytes.writeUInt16LE(bytes.readUInt16LE(directory + 8) | 1, directory + 8);
  bytes.writeUInt16LE(bytes.readUInt16LE(6) | 1, 6);
  writeFileSync(file, bytes);
  return unpacked(file);
}

async function nupkg(nuspec: string | undefined): Promise<readonly Diagnostic[]> {
  const folder = scratch();
  const file = join(folder, 'Web.1.0.0.nupkg');
  const entries = nuspec === undefined ? [] : [{ name: 'Web.nuspec', content: nuspec }];
  await writeRawZip(file, [{ name: 'a.txt', content: 'a' }, ...entries]);
  return unpacked(file, { kind: 'nupkg', expected: { id: 'Web', version: version('1.0.0') } });
}

const nuspecOf = (id: string): string =>
  `<package><metadata><id>${id}</id><version>1.0.0</version></metadata></package>`;

describeProduced('what is wrong with feeds and packages, as people read it', (code) => /^REL15[0-3]/.test(code), {
  'REL1505-no-version': said({ kind: 'no-version', id: 'Web', version: '1.2.0', similar: ['1.2.1'] }),
  'REL1507-not-let-in': said(
    { kind: 'unauthorised', detail: `${detail} 401`, anonymous: true },
    { kind: 'unauthorised', detail: `${detail} 401 to our token`, anonymous: false },
  ),
  'REL1508-no-feed': said({ kind: 'malformed', detail: `${detail} with HTML` }),
  'REL1509-other-bytes': said({
    kind: 'digest-mismatch',
    package: 'Web 1.0.0',
    algorithm: 'sha256',
    expected: 'aa11',
    actual: 'bb22',
  }),
  'REL1511-unknown-type': () => madeWrongly('ftp', {}),
  'REL1512-settings': () => [
    ...madeWrongly('folder', {}),
    ...madeWrongly('nuget', {}),
    ...madeWrongly('nuget', { url: 'https://me:secret@feed.example' }),
  ],
  'REL1513-refused': said(
    { kind: 'forbidden', detail: `${detail} 403`, anonymous: true },
    { kind: 'forbidden', detail: `${detail} 403 to our token`, anonymous: false },
  ),
  'REL1514-too-many': said({ kind: 'rate-limited', detail: `${detail} 429`, retryAfterSeconds: 30 }),
  'REL1515-untrusted': said({ kind: 'untrusted', detail: 'self-signed certificate in the chain of feed.example' }),
  'REL1516-redirect': said({ kind: 'bad-redirect', detail: 'from https://feed.example to http://elsewhere.example' }),
  'REL1517-too-large': said({ kind: 'too-large', what: `${detail} with more`, limit: 16_777_216 }),
  'REL1518-no-secret': said({
    kind: 'no-secret',
    detail: 'The environment variable NUGET_TOKEN is not set',
    hint: 'set NUGET_TOKEN where release runs',
  }),
  'REL1519-no-package': said({ kind: 'not-a-package', package: 'web:1.0.0', detail: 'it has 3 layers' }),
  'REL1520-damaged': damaged,
  'REL1521-outside': ofCorpus('zip-slip.zip'),
  'REL1522-names': () => zip([{ name: 'a\u001b[31mb' }]),
  'REL1523-link-out': () => tgz([{ name: 'out', type: 'SymbolicLink', target: '../../etc' }]),
  'REL1524-in-the-way': () =>
    zip([
      { name: 'a', content: '1' },
      { name: 'a/b', content: '2' },
    ]),
  'REL1525-device': () => tgz([{ name: 'pipe', type: 'FIFO' }]),
  'REL1526-bomb': ofCorpus('bomb-10MB.zip'),
  'REL1527-case': ofCorpus('case-collision.zip'),
  'REL1528-another': () => nupkg(nuspecOf('Worker')),
  'REL1529-no-nuspec': async () => [...(await nupkg(undefined)), ...(await nupkg('<package>'))],
  'REL1530-password': encrypted,
  'REL1531-platform': said({
    kind: 'no-platform',
    package: 'web:1.0.0',
    wanted: 'linux/arm64',
    available: ['linux/amd64'],
  }),
  'REL1532-npmrc': said({ kind: 'npmrc', path: '/home/me/.npmrc', detail: 'EACCES: permission denied' }),
  'REL1533-offline': said({ kind: 'offline', what: 'the versions of Web' }),
});
