import { describe, expect, test } from 'vitest';
import type { PlanValues } from '../../src/plan/model.ts';
import { fold } from '../../src/run/fold.ts';
import { nodeState } from '../../src/run/node-state.ts';
import type { Signal } from '../../src/run/ports.ts';
import type { Json } from '../../src/util/json.ts';
import { planOf, waveOf } from '../support/plans.ts';
import { fine, type JournalStore, no, runner, simulate, story, type World } from '../support/simulation.ts';

const one = [{ name: 'x' }];
const stored = { run: 'run1', release: 'r', version: '1', project: 'p', planDigest: 'd', startedAt: '' };
const send =
  (...signals: readonly Signal[]) =>
  (store: JournalStore) => {
    void store.createRun(stored, []);
    for (const signal of signals) void store.send('run1', signal);
  };
const verdict = (decision: 'approved' | 'rejected', gate: string): Signal => ({
  kind: 'gate',
  gate,
  decision,
  by: 'me',
  note: 'why',
  planDigest: 'digest',
});

describe('an approval step', () => {
  const plan = planOf({
    steps: [{ path: 'a' }, { path: 'ok', kind: 'approval' }, { path: 'b' }],
    lanes: [{ name: 'x', locks: ['k'] }],
  });
  const gate = 'approve:x@prod/app/ok';

  test('blocks what needs it, holds no lock meanwhile, and hands on who approved', async () => {
    const first = simulate({ plan, prepare: send() });
    expect(await first.result).toEqual({ kind: 'blocked', gates: [gate] });
    expect(await first.store.acquireLocks('other', { ...runner, pid: 2 }, ['k'])).toMatchObject({ kind: 'acquired' });
    const { world, clock } = first;
    const again = simulate({
      plan,
      records: first.store.records,
      world,
      clock,
      prepare: send(verdict('approved', gate)),
    });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(world.requests.get('run1.0.2.1')?.outputs('ok')).toEqual({ approved: true, by: 'me', note: 'why' });
    expect(world.executions).toHaveLength(2);
  });

  test('rejected, it fails its lane; a resume asks again', async () => {
    const first = simulate({ plan });
    await first.result;
    const { world, clock } = first;
    const second = simulate({
      plan,
      records: first.store.records,
      world,
      clock,
      prepare: send(verdict('rejected', gate)),
    });
    expect(await second.result).toEqual({ kind: 'failed' });
    const third = simulate({ plan, records: second.store.records, world, clock });
    expect(await third.result).toEqual({ kind: 'blocked', gates: [gate] });
  });
});

describe('an approval step with approvers', () => {
  const gate = 'approve:x@prod/app/ok';
  const asking = async (approvers: Json, values: PlanValues = {}) => {
    const plan = planOf({
      steps: [{ path: 'a' }, { path: 'ok', kind: 'approval', with: { approvers } }, { path: 'b' }],
      lanes: [{ name: 'x', values: { '': values } }],
    });
    const script = (node: string) =>
      node.endsWith('/a') ? ({ kind: 'succeeded', outputs: { who: 'me' } } as const) : fine;
    const first = simulate({ plan, script });
    await first.result;
    const refused: string[] = [];
    const again = simulate({
      ...{ plan, world: first.world, clock: first.clock, records: first.store.records },
      prepare: send(verdict('approved', gate)),
      onRefused: (reason) => refused.push(reason),
    });
    return { result: await again.result, refused, events: again.events() };
  };

  test.each<[title: string, approvers: Json, values: PlanValues]>([
    ['nobody named', [], {}],
    ['a name', ['her', 'me'], {}],
    ['a value', ['{{owner}}'], { owner: { value: 'me' } }],
    ['a value that is a list', '{{owners}}', { owners: { value: ['her', 'me'] } }],
    ['a value that names another', ['{{owner}}'], { owner: { template: '{{first}}' }, first: { value: 'me' } }],
    ['an output', ['{{steps.a.outputs.who}}'], {}],
  ])('lets one of them go on: %s', async (_, approvers, values) => {
    expect(await asking(approvers, values)).toMatchObject({ result: { kind: 'succeeded' }, refused: [] });
  });

  test.each<[title: string, approvers: Json, values: PlanValues, only: string]>([
    ['names', ['her', 'him'], {}, 'her, him'],
    ['a value', ['{{owner}}'], { owner: { value: 'her' } }, 'her'],
    ['a secret', ['{{owner}}'], { owner: { secret: { source: 'env', ref: 'OWNER' } } }, '{{owner}}'],
    ['a value that is not there', ['{{owner}}'], {}, '{{owner}}'],
    ['a value that is no name', ['{{owner}}'], { owner: { value: { name: 'me' } } }, '{"name":"me"}'],
    ['a value with braces', ['{{owner}}'], { owner: { value: '{{first}}' }, first: { value: 'me' } }, '{{first}}'],
  ])('obeys nobody else: %s', async (_, approvers, values, only) => {
    const { result, refused, events } = await asking(approvers, values);
    expect(result).toEqual({ kind: 'blocked', gates: [gate] });
    expect(refused).toEqual([`me approved ${gate}, which only ${only} may decide`]);
    expect(events.filter(({ type }) => type === 'gate-resolved')).toEqual([]);
  });
});

test.each<[message: Json, values: PlanValues, waitingFor: string]>([
  ['Ready?', {}, 'approval of ok: Ready?'],
  ['{{tenant.name}}\n  {{release.version}}', {}, 'approval of ok: x 2.0.0'],
  ['{{count}}', { count: { value: 3 } }, 'approval of ok: 3'],
  ['of {{steps.a.outputs.who}} in {{run.id}}', {}, 'approval of ok: of me in run1'],
  ['Is {{password}} right?', { password: { secret: { source: 'env', ref: 'P' } } }, 'approval of ok'],
  [
    'Is {{hidden}} right?',
    { hidden: { template: '{{p}}' }, p: { secret: { source: 'env', ref: 'P' } } },
    'approval of ok',
  ],
  ['{{nothing}}', {}, 'approval of ok'],
])('an approval step asks %j', async (message, values, waitingFor) => {
  const plan = planOf({
    steps: [{ path: 'a' }, { path: 'ok', kind: 'approval', with: { message } }],
    lanes: [{ name: 'x', values: { '': values } }],
  });
  const sim = simulate({ plan, script: () => ({ kind: 'succeeded', outputs: { who: 'me' } }) });
  await sim.result;
  expect(sim.events().filter(({ type }) => type === 'gate-opened')).toMatchObject([{ waitingFor }]);
  const [lane] = fold(plan, sim.store.records).lanes;
  expect(lane && nodeState(lane, 1)).toEqual({ kind: 'waiting-gate', waitingFor });
});

test('a rejected wave pauses the run', async () => {
  const plan = planOf({ steps: [{ path: 'a' }], lanes: one, waves: [waveOf('w', [0], { approve: true })] });
  const first = simulate({ plan });
  await first.result;
  const again = simulate({ plan, records: first.store.records, prepare: send(verdict('rejected', 'approve:w')) });
  expect(await again.result).toEqual({ kind: 'paused', reason: 'me rejected w' });
  expect(again.world.executions).toEqual([]);
});

test('a step whose end comes from outside waits for its receipt', async () => {
  const plan = planOf({ steps: [{ path: 'a' }, { path: 'b' }], lanes: one });
  const script = (node: string) =>
    node.endsWith('/a') ? ({ kind: 'awaiting', gate: 'receipt', waitingFor: 'the receipt' } as const) : fine;
  const first = simulate({ plan, script });
  const gate = 'receipt:x@prod/app/a';
  expect(await first.result).toEqual({ kind: 'blocked', gates: [gate] });
  const { world, clock } = first;
  const again = simulate({
    plan,
    records: first.store.records,
    world,
    clock,
    prepare: send(verdict('approved', gate)),
  });
  expect(await again.result).toEqual({ kind: 'succeeded' });
});

test('a receipt brings the outputs of every step; of a failure, it fails the step, and what ran at the site is not run here', async () => {
  const plan = planOf({
    steps: [{ path: 'a' }, { path: 'b' }, { path: 'repair', run: 'failure' }, { path: 'c' }],
    lanes: one,
  });
  const script = (node: string) =>
    node.endsWith('/b') ? ({ kind: 'awaiting', gate: 'receipt', waitingFor: 'the receipt' } as const) : fine;
  const gate = 'receipt:x@prod/app/b';
  const receipt = (decision: 'approved' | 'rejected', how: 'succeeded' | 'failed') =>
    ({
      ...verdict(decision, gate),
      note: 'b failed there',
      results: [
        { node: 'x@prod/app/a', how: 'succeeded', outputs: { rows: '7' } },
        { node: 'x@prod/app/b', how, exitCode: 1 },
        { node: 'x@prod/app/repair', how: 'succeeded' },
        { node: 'y@prod/app/nowhere', how: 'succeeded' },
      ],
    }) as Signal;
  const first = simulate({ plan, script });
  await first.result;
  const { records } = first.store;
  const good = simulate({ plan, script, records, world: first.world, prepare: send(receipt('approved', 'succeeded')) });
  expect(await good.result).toEqual({ kind: 'succeeded' });
  expect(first.world.requests.get('run1.0.3.1')?.outputs('a')).toEqual({ rows: '7' });
  const bad = simulate({ plan, script, records, prepare: send(receipt('rejected', 'failed')) });
  expect(await bad.result).toEqual({ kind: 'failed' });
  expect(bad.world.executions).toEqual([]);
  const [lane] = fold(plan, bad.store.records).lanes;
  expect(lane && nodeState(lane, 1)).toMatchObject({ kind: 'failed', message: 'b failed there' });
});

describe('locks', () => {
  const plan = planOf({
    steps: [{ path: 'a' }],
    lanes: [
      { name: 'x', locks: ['k'] },
      { name: 'y', locks: ['l'] },
    ],
  });
  const held = (store: JournalStore) => {
    void store.acquireLocks('other', { ...runner, pid: 2 }, ['k']);
  };

  test('of another run keep a lane visibly, and only that lane', async () => {
    const sim = simulate({ plan, prepare: held });
    await sim.clock.sleepUntil(sim.clock.now() + 1000, new AbortController().signal);
    expect(story(sim.events())).toContain('gate lock:x@prod/app');
    expect(sim.world.executions.map((run) => run.node)).toEqual(['y@prod/app/a']);
    await sim.store.releaseLocks('other', { ...runner, pid: 2 }, ['k']);
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(story(sim.events())).toContain('passed lock:x@prod/app');
  });

  test('with noWait end the work', async () => {
    const sim = simulate({ plan, prepare: held, noWait: true });
    expect(await sim.result).toMatchObject({ kind: 'lock-held', key: 'k', holder: { run: 'other' } });
  });

  test('are all given back at the end', async () => {
    const sim = simulate({ plan });
    await sim.result;
    expect(await sim.store.acquireLocks('other', { ...runner, pid: 2 }, ['k', 'l'])).toMatchObject({
      kind: 'acquired',
    });
  });
});

describe('a step that nobody knows about', () => {
  const steps = [{ path: 'a' }, { path: 'b' }];
  const crashed = async (idempotent: boolean) => {
    const plan = planOf({ steps: steps.map((step) => ({ ...step, idempotent })), lanes: one });
    const whole = simulate({ plan });
    await whole.result;
    const records = whole.store.records.slice(0, 4);
    const prepare = (_: JournalStore, world: World) => {
      world.observeScript = () => ({ kind: 'cannot-tell', message: 'gone' });
    };
    return { plan, records, prepare };
  };

  test('stops its lane until a person decides', async () => {
    const base = await crashed(false);
    const stopped = simulate(base);
    expect((await stopped.result).kind).toBe('paused');
    expect(stopped.world.executions).toEqual([]);
    const decisions = [{ node: 'x@prod/app/a', decision: 'mark-succeeded', by: 'me' }] as const;
    const again = simulate({ ...base, records: stopped.store.records, decisions });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(again.world.executions.map((run) => run.node)).toEqual(['x@prod/app/b']);
  });

  test('runs again under a new ticket when a person says so', async () => {
    const base = await crashed(false);
    const stopped = simulate(base);
    await stopped.result;
    const decisions = [{ node: 'x@prod/app/a', decision: 'rerun', by: 'me' }] as const;
    const again = simulate({ ...base, records: stopped.store.records, decisions });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(again.world.executions.map((run) => run.ticket)).toEqual(['run1.0.0.2', 'run1.0.1.1']);
  });

  test('is simply run again when it may be', async () => {
    const sim = simulate(await crashed(true));
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions[0]?.ticket).toBe('run1.0.0.1');
  });
});

describe('stopping', () => {
  const plan = planOf({ steps: [{ path: 'a' }, { path: 'b' }], lanes: one });

  test('an interrupt leaves what runs alone; the next process takes it up', async () => {
    const sim = simulate({ plan, script: () => ({ after: 5000, outcome: fine }) });
    await sim.clock.sleepUntil(sim.clock.now() + 1000, new AbortController().signal);
    sim.handle.interrupt();
    expect(await sim.result).toEqual({ kind: 'interrupted' });
    const before = sim.store.records.length;
    await sim.clock.sleepUntil(sim.clock.now() + 10_000, new AbortController().signal);
    expect(sim.store.records).toHaveLength(before);
    const again = simulate({ plan, records: sim.store.records, world: sim.world, clock: sim.clock });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((run) => run.node)).toEqual(['x@prod/app/a', 'x@prod/app/b']);
  });

  test('a cancel from another process reaches what runs', async () => {
    const script = () => ({ after: 60_000, outcome: fine });
    const sim = simulate({ plan, script, prepare: send() });
    await sim.clock.sleepUntil(sim.clock.now() + 1000, new AbortController().signal);
    await sim.store.send('run1', { kind: 'cancel', by: 'me' });
    expect(await sim.result).toEqual({ kind: 'cancelled' });
    expect(story(sim.events())).toContain('cancelled lane x@prod/app');
  });

  test('a full disk ends the work with a message; what ran is found again', async () => {
    const sim = simulate({
      plan,
      script: () => ({ after: 100, outcome: fine }),
      prepare: (store) => {
        store.failAfter = 5;
      },
    });
    expect(await sim.result).toEqual({ kind: 'errored', message: 'ENOSPC: no space left on device' });
    const records = sim.store.records.slice(0, sim.store.durable);
    const again = simulate({ plan, records, world: sim.world, clock: sim.clock });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((run) => run.ticket)).toEqual(['run1.0.0.1', 'run1.0.1.1']);
  });

  test('nothing is acted upon before its intent is durable', async () => {
    const sim = simulate({
      plan,
      prepare: (store, world) => {
        world.script = (node) => {
          const intent = store.records.findIndex(
            ({ event }) => event.type === 'attempt-started' && event.node === node,
          );
          return intent >= 0 && intent < store.durable ? fine : no;
        };
      },
    });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    // Outcome and next intent share a write: one per step, one for the lane's end, and one for the run's, which has to
    // wait until the store knows what the lane left where.
    expect(sim.store.writes).toBeLessThanOrEqual(4);
  });

  test('an executor that throws is an error of ours, not of the step', async () => {
    const sim = simulate({
      plan,
      script: () => {
        throw new Error('broken');
      },
    });
    expect(await sim.result).toEqual({ kind: 'failed' });
    expect(story(sim.events())).toContain('errored x@prod/app/a');
  });
});

test('what a lane left behind is recorded', async () => {
  const steps = [
    { path: 'web/x', needs: [] },
    { path: 'web', needs: ['web/x'], chain: { children: ['web/x'] } },
    { path: 'z' },
  ];
  const plan = planOf({ steps, lanes: [{ name: 'x', versions: { app: '2.0.0', web: '7.0.0' } }] });
  const sim = simulate({ plan, script: (node) => (node.endsWith('z') ? no : fine) });
  await sim.result;
  const rows = await sim.store.deployed({});
  expect(rows.map(({ project, version, state }) => `${project} ${version} ${state}`)).toEqual([
    'web 7.0.0 succeeded',
    'app 2.0.0 failed',
  ]);
});

test('a shared thing serves as many as it can', async () => {
  const lanes = ['p', 'q', 'r'].map((name) => ({ name }));
  const plan = planOf({ steps: [{ path: 'a' }], lanes });
  const capacity = () => ({ key: 'central', limit: 1 });
  const sim = simulate({ plan, capacity, script: () => ({ after: 100, outcome: fine }) });
  expect(await sim.result).toEqual({ kind: 'succeeded' });
  expect(sim.world.most).toBe(1);
});
