import { expect, test } from 'vitest';
import { planChanges } from '../../src/views/plan/changes.ts';
import { planDocument, planJson } from '../../src/views/plan/document.ts';
import { bigPlan, lane, plan, wave } from './support.ts';

const two = plan(
  [
    lane('north', {
      targets: [
        { id: 'web-1', type: 'ssh', roles: ['web'], shared: false, settings: {} },
        { id: 'web-2', type: 'ssh', roles: ['web'], shared: false, settings: {} },
      ],
      placement: { 1: [0, 1] },
    }),
    lane('south', { from: '3.4.0', pruned: { 2: 'left out by the release (skip)' } }),
  ],
  [wave('all', [0, 1])],
);
const view = { plan: two, digest: 'sha256:0123', blocked: [{ address: 'south@prod/ehr', why: 'too early', until: 0 }] };

test('has the fields that scripts rely on', () => {
  const document = planDocument(view);
  expect(document).toMatchObject({
    schemaVersion: 1,
    digest: 'sha256:0123',
    release: 'ehr-november',
    version: '3.4.0',
    waves: [{ name: 'all', deployments: ['north@prod/ehr', 'south@prod/ehr'] }],
  });
  expect(Object.keys(document)[0]).toBe('schemaVersion');
  expect(
    document.deployments.map(({ address, tenant, environment, project, from, to }) => [
      address,
      tenant,
      environment,
      project,
      from,
      to,
    ]),
  ).toEqual([
    ['north@prod/ehr', 'north', 'prod', 'ehr', '3.3.1', '3.4.0'],
    ['south@prod/ehr', 'south', 'prod', 'ehr', '3.4.0', '3.4.0'],
  ]);
  expect(document.deployments[1]?.blocked).toEqual({ why: 'too early', until: '1970-01-01T00:00:00.000Z' });
});

test('a step has a node per target, with what it needs and its package', () => {
  const nodes = planDocument(view).deployments[0]?.nodes;
  expect(nodes).toEqual([
    { address: 'north@prod/ehr/migrate', step: 'migrate', kind: 'script', needs: [] },
    ...['web-1', 'web-2'].map((target) => ({
      address: `north@prod/ehr/web#${target}`,
      step: 'web',
      kind: 'package',
      target,
      needs: ['north@prod/ehr/migrate'],
      package: { id: 'ehr-web', version: '3.4.0', sha256: 'a'.repeat(64) },
    })),
    {
      address: 'north@prod/ehr/smoke',
      step: 'smoke',
      kind: 'script',
      needs: ['north@prod/ehr/web#web-1', 'north@prod/ehr/web#web-2'],
    },
  ]);
});

test('a step that is left out says why', () => {
  expect(planDocument(view).deployments[1]?.nodes[2]).toEqual({
    address: 'south@prod/ehr/smoke',
    step: 'smoke',
    kind: 'script',
    needs: [],
    pruned: 'left out by the release (skip)',
  });
});

test('the streamed text is the document', () => {
  expect(JSON.parse([...planJson(view)].join(''))).toEqual(JSON.parse(JSON.stringify(planDocument(view))));
  const empty = { plan: plan([], []), digest: 'd' };
  expect(JSON.parse([...planJson(empty)].join(''))).toEqual(planDocument(empty));
});

test('direction marks and controls are escaped in the JSON', () => {
  const hostile = 'a\u202eb\u009bc\u{e0001}';
  const text = [...planJson({ plan: plan([lane(hostile)], [wave('all', [0])]), digest: 'd' })].join('');
  expect(text).not.toMatch(/[\u0080-\u009f\p{Cf}]/u);
  expect(JSON.parse(text).deployments[0].tenant).toBe(hostile);
});

test('counts what a run would do', () => {
  expect(planChanges(two)).toEqual({ deployments: 2, moves: 1, steps: 6 });
  expect(planChanges(bigPlan(10)).moves).toBe(10);
  const nothing = plan(
    [lane('a', { pruned: { 0: 'x', 1: 'x', 2: 'x' }, placement: {}, packages: {} })],
    [wave('all', [0])],
  );
  expect(planChanges(nothing)).toEqual({ deployments: 0, moves: 0, steps: 0 });
});
