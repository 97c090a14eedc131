import { expect, test } from 'vitest';
import { deployedRows, rowsSoFar } from '../../src/run/deployed-rows.ts';
import { fold } from '../../src/run/fold.ts';
import { planOf } from '../support/plans.ts';
import { fine, no, type Script, simulate, story } from '../support/simulation.ts';

/** Two products side by side, each deployed by a chain step. */
const plan = planOf({
  steps: [
    { path: 'web/one', needs: [] },
    { path: 'web/two', needs: ['web/one'] },
    { path: 'web', needs: [], chain: { children: ['web/one', 'web/two'] } },
    { path: 'api/one', needs: [] },
    { path: 'api', needs: [], chain: { children: ['api/one'] } },
    { path: 'etl/one', needs: ['web', 'api'] },
    { path: 'etl', needs: ['web', 'api'], chain: { children: ['etl/one'] } },
  ],
  lanes: [{ name: 'x', versions: { app: '2.0.0', web: '5.1.0', api: '7.0.0', etl: '1.0.0' } }],
});
const at = (step: string): string => `x@prod/app/${step}`;
const slow = { after: 60_000, outcome: fine };

/** `web running` for each row, sorted, after a run in which the steps went so; `until`: as it stood when this began. */
async function rowsAfter(script: Script, { cancelAt, until }: { cancelAt?: string; until?: string } = {}) {
  const sim = simulate({
    plan,
    script: (node, attempt) => {
      if (node === cancelAt) setImmediate(() => sim.handle.cancel('me'));
      return script(node, attempt);
    },
  });
  await sim.result;
  const records = sim.store.records;
  const last = until === undefined ? -1 : story(records.map(({ event }) => event)).indexOf(until);
  const known = last < 0 ? records : records.slice(0, 1 + records.findIndex(({ event }) => isStartOf(event, until)));
  const lane = fold(plan, known).lanes[0];
  if (lane === undefined) return [];
  const rows = until === undefined ? deployedRows(lane, 'run1') : rowsSoFar(lane, 'run1');
  return rows.map(({ project, version, state }) => `${project} ${version} ${state}`).sort();
}

function isStartOf(event: { readonly type: string; readonly node?: string }, until: string | undefined): boolean {
  return event.type === 'attempt-started' && `start ${event.node}` === until;
}

test('what succeeded is there, what failed is told, and what never began leaves no row', async () => {
  expect(await rowsAfter((node) => (node === at('web/two') ? no : fine))).toEqual([
    'api 7.0.0 succeeded',
    'app 2.0.0 failed',
    'web 5.1.0 failed',
  ]);
});

test('a project that was in the middle of its steps when another one failed has failed too', async () => {
  const rows = await rowsAfter((node) => (node === at('api/one') ? { after: 1000, outcome: no } : slow));
  expect(rows).toEqual(['api 7.0.0 failed', 'app 2.0.0 failed', 'web 5.1.0 failed']);
});

test('a project that was being deployed when the run was cancelled says so', async () => {
  const rows = await rowsAfter((node) => (node === at('web/two') ? slow : fine), { cancelAt: at('web/two') });
  expect(rows).toEqual(['api 7.0.0 succeeded', 'app 2.0.0 cancelled', 'web 5.1.0 cancelled']);
});

test('in the middle of a run, what began and has not ended is running', async () => {
  expect(await rowsAfter(() => fine, { until: `start ${at('web/two')}` })).toEqual([
    'api 7.0.0 succeeded',
    'app 2.0.0 running',
    'web 5.1.0 running',
  ]);
  expect(await rowsAfter(() => fine, { until: `start ${at('etl/one')}` })).toEqual([
    'api 7.0.0 succeeded',
    'app 2.0.0 running',
    'etl 1.0.0 running',
    'web 5.1.0 succeeded',
  ]);
});
