import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createMasker } from '../../src/secrets/masker.ts';
import { FileStore } from '../../src/store/file.ts';
import { identify } from '../../src/store/runner-identity.ts';
import { storeContract } from '../contract/store.ts';

const directories: string[] = [];

function create() {
  const root = mkdtempSync(join(tmpdir(), 'release-store-'));
  directories.push(root);
  return { root, store: new FileStore({ root, now: () => Date.now(), mask: (text) => text }) };
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const self = identify(process.pid);
const parent = identify(process.ppid);
const dead = { ...self, pid: 2 ** 22 - 1, start: 'long ago' };

storeContract('file', async () => ({ store: create().store, alive: self, other: parent }));

const stored = {
  run: 'r',
  release: 'x',
  version: '1',
  project: 'p',
  planDigest: 'd',
  startedAt: '2024-01-01T00:00:00.000Z',
};

async function runWithTwoEvents() {
  const made = create();
  await made.store.createRun(stored, ['{}\n']);
  const opened = await made.store.openJournal('r', self);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  opened.writer.append({ type: 'wave-started', wave: 'first' });
  opened.writer.append({ type: 'wave-started', wave: 'second' });
  await opened.writer.close();
  return { ...made, journal: join(made.root, 'runs', 'r', 'journal.ndjson') };
}

it('cuts a torn last line and says how many bytes it was', async () => {
  const { store, journal } = await runWithTwoEvents();
  appendFileSync(journal, '{"v":1,"seq":3,"at":"20');
  const opened = await store.openJournal('r', self);
  expect(opened).toMatchObject({ kind: 'opened', cutBytes: 23 });
  if (opened.kind !== 'opened') return;
  expect(opened.records).toHaveLength(2);
  opened.writer.append({ type: 'wave-started', wave: 'third' });
  await opened.writer.close();
  expect(await store.readJournal('r')).toMatchObject({ kind: 'read', tornBytes: 0, records: { length: 3 } });
});

it('opens what it has read before without reading it again, unless the file is another one by then', async () => {
  const { root, store, journal } = await runWithTwoEvents();
  const read = await store.readJournal('r');
  const opened = await store.openJournal('r', self);
  if (read.kind !== 'read' || opened.kind !== 'opened') throw new Error(`${read.kind}, ${opened.kind}`);
  expect(opened.records).toBe(read.records);
  await opened.writer.close();
  await store.readJournal('r');
  const other = await new FileStore({ root, now: Date.now, mask: (text) => text }).openJournal('r', self);
  if (other.kind !== 'opened') throw new Error(other.kind);
  other.writer.append({ type: 'wave-started', wave: 'third' });
  await other.writer.close();
  const grown = await store.openJournal('r', self);
  if (grown.kind !== 'opened') throw new Error(grown.kind);
  expect(grown.records).toHaveLength(3);
  await grown.writer.close();
  await store.readJournal('r');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"third"', '"thi!d"'));
  const changed = await store.openJournal('r', self);
  if (changed.kind !== 'opened') throw new Error(changed.kind);
  expect(changed.records.at(-1)?.event).toEqual({ type: 'wave-started', wave: 'thi!d' });
});

it('refuses a damaged middle with its position', async () => {
  const { store, journal } = await runWithTwoEvents();
  const text = readFileSync(journal, 'utf8');
  writeFileSync(journal, text.replace('"seq":1', '"seq":!'));
  expect(await store.openJournal('r', self)).toMatchObject({ kind: 'damaged', line: 1, offset: 0 });
});

it('sees an edited history', async () => {
  const { store, journal } = await runWithTwoEvents();
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"first"', '"fir5t"'));
  expect(await store.readJournal('r')).toMatchObject({ kind: 'damaged', line: 2 });
});

it('takes a lock over from a dead process only, and only once', async () => {
  const { store } = create();
  expect((await store.acquireLocks('old', dead, ['k'])).kind).toBe('acquired');
  expect(await store.acquireLocks('new', self, ['k'])).toEqual({ kind: 'acquired', fence: 2 });
  expect((await store.acquireLocks('late', parent, ['k'])).kind).toBe('held');
});

it('keeps the lock of a dead process while its scripts go on, for all but its own run', async () => {
  const { root } = create();
  let now = 0;
  let asked = 0;
  const going = new Set(['old']);
  const hasRunningScripts = (run: string): boolean => {
    asked += 1;
    return going.has(run);
  };
  const store = new FileStore({ root, now: () => now, mask: (text) => text, hasRunningScripts });
  await store.acquireLocks('old', dead, ['a', 'b']);
  const held = { kind: 'held', key: 'a', holder: { run: 'old', orphans: true }, position: 1 };
  expect(await store.acquireLocks('new', self, ['a', 'b'])).toMatchObject(held);
  expect(await store.acquireLocks('new', self, ['a', 'b'])).toMatchObject(held);
  expect(asked).toBe(1);
  going.clear();
  now += 1_000;
  expect(await store.acquireLocks('new', self, ['a', 'b'])).toMatchObject({ kind: 'acquired' });
  await store.releaseLocks('new', self, ['a', 'b']);
  await store.acquireLocks('old', dead, ['c']);
  going.add('old');
  expect(await store.acquireLocks('old', self, ['c'])).toMatchObject({ kind: 'acquired' });
});

it('does not let a runner release a lock that was taken over from it', async () => {
  const { store } = create();
  await store.acquireLocks('old', dead, ['k']);
  await store.acquireLocks('new', self, ['k']);
  await store.releaseLocks('old', dead, ['k']);
  expect((await store.acquireLocks('late', parent, ['k'])).kind).toBe('held');
});

it('leaves no drafts behind', async () => {
  const { store, root } = create();
  await store.acquireLocks('a', self, ['k']);
  await store.acquireLocks('b', parent, ['k']);
  await store.releaseLocks('a', self, ['k']);
  expect(readdirSync(join(root, 'locks', 'k')).filter((name) => name.endsWith('.draft'))).toEqual([]);
});

it('still reads what was recorded when a write of deployed rows was cut off', async () => {
  const { store, root } = create();
  const row = {
    tenant: 't',
    environment: 'e',
    project: 'p',
    version: '1',
    since: stored.startedAt,
    run: 'r',
    state: 'succeeded',
  } as const;
  await store.recordDeployed([row]);
  appendFileSync(join(root, 'deployed.ndjson'), '{"tenant":"x","env');
  await store.recordDeployed([row]);
  expect(await store.deployed({})).toEqual([row, row]);
});

it('masks what it writes', async () => {
  const { root } = create();
  const store = new FileStore({ root, now: () => 0, mask: (text) => text.replaceAll('hunter2', '***') });
  await store.createRun(stored, ['{}\n']);
  const opened = await store.openJournal('r', self);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  opened.writer.append({ type: 'run-paused', reason: 'password hunter2 refused' });
  await opened.writer.close();
  expect(readFileSync(join(root, 'runs', 'r', 'journal.ndjson'), 'utf8')).toContain('password *** refused');
});

it('keeps a journal readable whatever a secret looks like', async () => {
  const { root } = create();
  const masker = createMasker();
  for (const secret of ['1', '2026', '"v"', 'attempt', 'prod', 'succeeded', 'previous']) masker.add(secret);
  const store = new FileStore({ root, now: () => Date.UTC(2026, 1, 1), mask: masker.mask });
  await store.createRun(stored, ['{}\n']);
  const opened = await store.openJournal('r', self);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  const started = { type: 'attempt-started', node: 'a@prod/app/1', attempt: 1, ticket: 'r.1.1.1' } as const;
  const outcome = { kind: 'failed', message: 'attempt 1 on prod' } as const;
  const events = [started, { type: 'attempt-finished', node: started.node, attempt: 1, outcome }] as const;
  const written = events.map((event) => opened.writer.append(event));
  await opened.writer.close();
  const read = await store.readJournal('r');
  expect(read).toMatchObject({ kind: 'read', records: written, tornBytes: 0 });
  expect(written.map(({ event }) => event)).toEqual([
    started,
    { ...events[1], outcome: { kind: 'failed', message: '*** *** on ***' } },
  ]);
});
