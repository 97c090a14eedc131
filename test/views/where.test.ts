import { expect, test } from 'vitest';
import type { Deployed } from '../../src/run/ports.ts';
import { whereDocument, whereText } from '../../src/views/where.ts';
import { layout, tenants, widest } from './support.ts';

function row(tenant: string | null, environment: string, version: string, more: Partial<Deployed> = {}): Deployed {
  return {
    tenant,
    environment,
    project: 'ehr',
    version,
    since: '2026-11-18T10:00:00.000Z',
    run: 'run-7',
    state: 'succeeded',
    ...more,
  };
}

const rows = [
  row('st-marys', 'prod', '3.3.1'),
  row('st-marys', 'test', '3.10.0-rc.1', { since: '2026-11-20T13:30:00.000Z' }),
  row('north', 'prod', '3.4.0', { state: 'failed' }),
  row('north', 'test', '3.9.0'),
  row(null, 'test', '3.9.0'),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => row(name, 'prod', '3.4.0')),
];

test('the rows are those that scripts rely on', () => {
  const document = whereDocument(rows);
  expect(Object.keys(document)).toEqual(['schemaVersion', 'rows']);
  expect(Object.keys(document.rows[0] ?? {})).toEqual([
    'tenant',
    'environment',
    'project',
    'version',
    'since',
    'run',
    'state',
  ]);
});

test('one project is a matrix, and equal tenants share a line', () => {
  expect(
    whereText(rows, layout(80), { project: 'ehr', environments: ['test', 'stage', 'prod'] }),
  ).toMatchInlineSnapshot(`
    "tenant                 test                  prod
    (no tenant)            3.9.0 2d ago (older)  -
    6: a, b, c and 3 more  -                     3.4.0 2d ago
    north                  3.9.0 2d ago (older)  3.4.0 failed 2d ago
    st-marys               3.10.0-rc.1 30m ago   3.3.1 2d ago (older)
    "
  `);
});

test('all projects are a list', () => {
  expect(whereText(rows.slice(0, 5), layout(80), {})).toMatchInlineSnapshot(`
    "project  tenant       environment  version              since    run
    ehr      (no tenant)  test         3.9.0                2d ago   run-7
    ehr      north        prod         3.4.0        failed  2d ago   run-7
    ehr      north        test         3.9.0                2d ago   run-7
    ehr      st-marys     prod         3.3.1                2d ago   run-7
    ehr      st-marys     test         3.10.0-rc.1          30m ago  run-7
    "
  `);
  expect(whereText([], layout(80), {})).toBe('Nothing is deployed yet.\n');
  expect(whereText([], layout(80), { project: 'ehr' })).toBe('ehr is nowhere yet.\n');
  const asked = { tenants: ['north'], environments: ['test', 'prod'] };
  expect(whereText([], layout(80), { asked })).toBe('Nothing is deployed for north in test or prod yet.\n');
  expect(whereText([], layout(80), { project: 'ehr', asked: { ...asked, environments: [] } })).toBe(
    'Nothing of ehr is deployed for north yet.\n',
  );
});

test('what was there before counts only where the last did not go well', () => {
  const history = [
    row('north', 'prod', '3.3.0', { since: '2026-11-01T10:00:00.000Z', run: 'run-1' }),
    row('north', 'prod', '3.4.0', { state: 'failed' }),
    row('north', 'test', '3.4.0', { state: 'failed', since: '2026-11-17T10:00:00.000Z' }),
    row('north', 'test', '3.4.0'),
  ];
  const lastGood = { version: '3.3.0', since: '2026-11-01T10:00:00.000Z', run: 'run-1' };
  expect(whereDocument(history).rows).toEqual([{ ...history[1], lastGood }, history[3]]);
  expect(whereText(history, layout(80), {})).toMatchInlineSnapshot(`
    "project  tenant  environment  version                     since   run
    ehr      north   prod         3.4.0    failed, was 3.3.0  2d ago  run-7
    ehr      north   test         3.4.0                       2d ago  run-7
    "
  `);
  expect(whereText(history, layout(80), { project: 'ehr' })).toMatchInlineSnapshot(`
    "tenant  prod                            test
    north   3.4.0 failed 2d ago, was 3.3.0  3.4.0 2d ago
    "
  `);
});

test('10,000 tenants on two versions are a few lines', () => {
  const many = tenants(10_000).map((name, index) => row(name, 'prod', index % 10 === 0 ? '3.3.1' : '3.4.0'));
  const text = whereText(many, layout(80), { project: 'ehr' });
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain('(older)');
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test('what was begun and not finished is not said to run: its run may be paused, or its process gone', () => {
  const begun = [row('north', 'prod', '3.3.1'), row('north', 'prod', '3.4.0', { state: 'running', run: 'run-8' })];
  for (const options of [{}, { project: 'ehr' }]) {
    expect(whereText(begun, layout(120), options)).toMatch(/3\.4\.0 +not finished.*, was 3\.3\.1/);
  }
  expect(whereDocument(begun).rows).toMatchObject([{ state: 'running', lastGood: { version: '3.3.1' } }]);
});
