import { expect, test } from 'vitest';
import type { Candidate } from '../../src/config/scope.ts';
import type { Explanation } from '../../src/resolve/explain.ts';
import { explainDocument } from '../../src/views/explain/document.ts';
import { explainTableDocument, explainTableText } from '../../src/views/explain/table.ts';
import { explainText } from '../../src/views/explain/text.ts';
import { acting, layout, widest } from './support.ts';

const files: Record<string, string> = { 'variables/common.yaml': 'a\nb\nc\n', 'tenants/north.yaml': 'x\ny\n' };
const lookup = (file: string): string | undefined => files[file];

function candidate(file: string, offset: number, value: Candidate['value'], more: Partial<Candidate> = {}): Candidate {
  return {
    name: 'timeout',
    value,
    scope: {},
    origin: { kind: 'set', set: 'common' },
    span: { file, offset, length: 1 },
    ...more,
  };
}

const winner = candidate(
  'tenants/north.yaml',
  2,
  { kind: 'value', value: '{{base}}0' },
  {
    origin: { kind: 'tenant', tenant: 'north' },
    scope: { tenant: ['north'], environment: ['prod', 'stage'], not: { role: ['db'] } },
  },
);
const plainLoser = candidate('variables/common.yaml', 0, { kind: 'value', value: 10 });
const secretLoser = candidate(
  'variables/common.yaml',
  4,
  { kind: 'secret', secret: { source: 'ssm', ref: '/ehr/timeout' } },
  { scope: { tag: ['region/eu', 'region/us'] } },
);
const explanation: Explanation = {
  name: 'timeout',
  winner,
  losers: [
    { candidate: plainLoser, reason: { kind: 'outranked', dimension: 'tenant' } },
    { candidate: secretLoser, reason: { kind: 'out-of-scope', dimension: 'tag', wanted: ['region/eu', 'region/us'] } },
  ],
};
const view = { tenant: 'north', environment: 'prod', explanation, value: { value: 30 }, lookup };
const none: Explanation = { name: 'other', losers: [{ candidate: plainLoser, reason: { kind: 'excluded' } }] };

test('winner, losers, why and where', () => {
  expect(explainText(view, layout(80))).toMatchInlineSnapshot(`
    "timeout = 30  for north in prod
      from tenants/north.yaml:2, in tenant north
      scope: tenant north, environment prod or stage, not role db
      written as "{{base}}0"

    Not taken
      10  variables/common.yaml:1
        outranked: the winner is scoped to tenant, this is not
      secret from ssm /ehr/timeout  variables/common.yaml:3
        scope does not match on tag: only region/eu, region/us
        scope: tag region/eu or region/us
    "
  `);
});

test('a name without a value says so', () => {
  expect(
    explainText({ tenant: 'north', environment: 'prod', explanation: none, lookup }, layout(80)),
  ).toMatchInlineSnapshot(`
    "other = no value  for north in prod
      no candidate matches here

    Not taken
      10  variables/common.yaml:1
        excluded by its own \`not\`
    "
  `);
});

test('the document has the fields that scripts rely on', () => {
  expect(explainDocument(view)).toEqual({
    schemaVersion: 1,
    tenant: 'north',
    environment: 'prod',
    name: 'timeout',
    value: 30,
    winner: { file: 'tenants/north.yaml', line: 2, scope: winner.scope },
    losers: [
      {
        file: 'variables/common.yaml',
        line: 1,
        scope: {},
        value: 10,
        reason: 'outranked: the winner is scoped to tenant, this is not',
      },
      {
        file: 'variables/common.yaml',
        line: 3,
        scope: secretLoser.scope,
        secret: { source: 'ssm', ref: '/ehr/timeout' },
        reason: 'scope does not match on tag: only region/eu, region/us',
      },
    ],
  });
});

test('all variables of a place, of which secrets are only referred to', () => {
  const password: Explanation = {
    name: 'db.password',
    winner: secretLoser,
    losers: [{ candidate: plainLoser, reason: { kind: 'tied' } }],
  };
  const rows = [view, { explanation: password }, { explanation: none }];
  const table = { tenant: 'north', environment: 'prod', rows, lookup };
  expect(explainTableDocument(table)).toEqual({
    schemaVersion: 1,
    tenant: 'north',
    environment: 'prod',
    variables: { timeout: 30, 'db.password': { secret: { source: 'ssm', ref: '/ehr/timeout' } } },
  });
  expect(explainTableText(table, layout(80))).toMatchInlineSnapshot(`
    "Variables of north in prod
      name         value                         from
      timeout      30                            tenants/north.yaml:2
      db.password  secret from ssm /ehr/timeout  variables/common.yaml:3  tied
    "
  `);
  expect(explainTableText({ ...table, rows: [] }, layout(80))).toContain('No variables');
});

test('hostile values stay on their line', () => {
  const hostile = candidate('variables/common.yaml', 0, { kind: 'value', value: 'a\u001b[31m\n\u202eb' });
  const text = explainText(
    { tenant: 'north', environment: 'prod', explanation: { name: 'x', winner: hostile, losers: [] }, lookup },
    layout(80),
  );
  expect(text).not.toMatch(acting);
  expect(widest(text)).toBeLessThanOrEqual(80);
});
