import { expect, test } from 'vitest';
import { colourStyle } from '../../src/diagnostics/style.ts';
import type { Lock, LockedPackage } from '../../src/plan/lock.ts';
import { lockDocument, lockText } from '../../src/views/lock.ts';
import { logDocument, logText } from '../../src/views/logs.ts';
import { colours, layout } from './support.ts';

function locked(id: string, version: string, wanted = version): LockedPackage {
  return { feed: 'main', id, wanted, version, sha256: 'a'.repeat(64) };
}

function lock(packages: readonly LockedPackage[]): Lock {
  return {
    formatVersion: 1,
    release: 'ehr-november',
    releaseFile: 'releases/ehr-november.yaml',
    project: 'ehr',
    version: '3.4.0',
    channel: 'default',
    versions: {},
    packages,
    projects: {},
    names: {},
    values: { 'north@prod/ehr': {} },
    history: [],
  };
}

test('a lock says which packages changed', () => {
  const view = {
    file: 'releases/ehr-november.lock.yaml',
    lock: lock([locked('ehr-web', '3.4.2', '3.4.*'), locked('ehr-db', '1.0.0'), locked('new', '2.0.0')]),
    previous: lock([locked('ehr-web', '3.4.1', '3.4.*'), locked('ehr-db', '1.0.0')]),
    outcome: 'written',
  } as const;
  expect(lockText(view, layout(80))).toMatchInlineSnapshot(`
    "releases/ehr-november.lock.yaml written: ehr-november 3.4.0, 3 packages, 1 deployment
      ehr-web  3.4.1  ->  3.4.2  for 3.4.*  main
      new      new    ->  2.0.0             main
    "
  `);
  expect(lockDocument(view)).toMatchObject({
    schemaVersion: 1,
    outcome: 'written',
    deployments: 1,
    packages: [{ id: 'ehr-web', was: '3.4.1' }, { id: 'ehr-db' }, { id: 'new' }],
  });
  expect(lockText({ ...view, previous: view.lock, outcome: 'unchanged' }, layout(80)).split('\n')).toHaveLength(2);
});

test('a line of output says whose it is', () => {
  expect(logText({ node: 'north@prod/ehr/web/migrate#web-1', text: 'hello' }, layout())).toBe(
    'north@prod web/migrate#web-1 | hello\n',
  );
  expect(logText({ node: 'north@prod/ehr/migrate', text: 'hello', at: '2026-11-20T14:03:22Z' }, layout())).toBe(
    '14:03:22 north@prod migrate | hello\n',
  );
  expect(logDocument({ node: 'n', text: 't', at: 'a' })).toEqual({ node: 'n', at: 'a', text: 't' });
});

test('output cannot act on the terminal, and its colours are taken out', () => {
  const text = logText(
    { node: 'north@prod/ehr/x', text: '\u001b[32mok\u001b[0m 10%\r50%\r\u001b[1mdone\u0007\u202e\u001b]0;title\u0007' },
    { ...layout(), style: colourStyle },
  );
  expect(text.replaceAll(colours, '')).toBe('north@prod x | done<U+0007><U+202E>\n');
});
