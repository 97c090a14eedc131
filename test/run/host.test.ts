import { describe, expect, test } from 'vitest';
import { planOf, waveOf } from '../support/plans.ts';
import { fine, no, simulate, story } from '../support/simulation.ts';

const two = [{ path: 'a' }, { path: 'b' }];
const at = (tenant: string, step: string): string => `${tenant}@prod/app/${step}`;

describe('a lane', () => {
  test('walks its steps in order', async () => {
    const sim = simulate({ plan: planOf({ steps: two, lanes: [{ name: 'x' }] }) });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(story(sim.events())).toEqual([
      'lane x@prod/app',
      'start x@prod/app/a',
      'succeeded x@prod/app/a',
      'start x@prod/app/b',
      'succeeded x@prod/app/b',
      'succeeded lane x@prod/app',
      'run succeeded',
    ]);
  });

  test('stops at a failure, runs its failure and always steps, and skips the rest', async () => {
    const steps = [
      { path: 'a' },
      { path: 'b' },
      { path: 'mend', run: 'failure', needs: ['b'] },
      { path: 'c', needs: ['b'] },
      { path: 'mail', run: 'always', needs: ['c', 'mend'] },
    ] as const;
    const sim = simulate({
      plan: planOf({ steps, lanes: [{ name: 'x' }] }),
      script: (node) => (node === at('x', 'b') ? no : fine),
    });
    expect(await sim.result).toEqual({ kind: 'failed' });
    expect(sim.world.executions.map((one) => one.node)).toEqual(
      ['a', 'b', 'mend', 'mail'].map((step) => at('x', step)),
    );
  });

  test('leaves failure steps out when nothing failed, without waiting for them', async () => {
    const steps = [{ path: 'a' }, { path: 'mend', run: 'failure' }, { path: 'b' }] as const;
    const sim = simulate({ plan: planOf({ steps, lanes: [{ name: 'x' }] }) });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((one) => one.node)).toEqual([at('x', 'a'), at('x', 'b')]);
  });

  test('tries again with a wait that doubles', async () => {
    const steps = [{ path: 'a', retry: { attempts: 3, backoffSeconds: 10 } }];
    const sim = simulate({
      plan: planOf({ steps, lanes: [{ name: 'x' }] }),
      script: (_, attempt) => (attempt < 3 ? no : fine),
    });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    const times = sim.world.executions.map((one) => one.at);
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 10_000, 30_000]);
    expect(new Set(sim.world.executions.map((one) => one.ticket)).size).toBe(3);
  });

  test('stops a step that takes too long', async () => {
    const steps = [{ path: 'a', timeoutSeconds: 5 }];
    const sim = simulate({
      plan: planOf({ steps, lanes: [{ name: 'x' }] }),
      script: () => ({ after: 60_000, outcome: fine }),
    });
    expect(await sim.result).toEqual({ kind: 'failed' });
    expect(story(sim.events())).toContain('timed-out x@prod/app/a');
  });

  test('undoes what it did, newest first, as far as it can', async () => {
    const steps = [{ path: 'a' }, { path: 'b' }, { path: 'c' }, { path: 'd' }];
    const sim = simulate({
      plan: planOf({ steps, lanes: [{ name: 'x' }], header: { onFailure: 'undo' } }),
      script: (node) => (node === at('x', 'd') ? no : fine),
      prepare: (_, world) => {
        world.undoable = (node) => node !== at('x', 'b');
      },
    });
    expect(await sim.result).toEqual({ kind: 'failed' });
    expect(sim.world.undone).toEqual([at('x', 'c'), at('x', 'a')]);
    expect(story(sim.events())).toContain('undone lane x@prod/app');
  });

  test('passes what a finished step gave to the steps after it', async () => {
    const sim = simulate({
      plan: planOf({ steps: two, lanes: [{ name: 'x' }] }),
      script: () => ({ kind: 'succeeded', outputs: { url: 'u' } }),
    });
    await sim.result;
    expect(sim.world.requests.get('run1.0.1.1')?.outputs('a')).toEqual({ url: 'u' });
  });
});

describe('targets', () => {
  test('all of one step come before any of the next', async () => {
    const plan = planOf({ steps: two, lanes: [{ name: 'x', on: { 0: ['m', 'n'], 1: ['m', 'n'] } }] });
    const sim = simulate({ plan });
    await sim.result;
    const order = sim.world.executions.map((one) => one.node.slice(11));
    expect(order.slice(0, 2).sort()).toEqual(['a#m', 'a#n']);
    expect(order.slice(2).sort()).toEqual(['b#m', 'b#n']);
  });

  test('a rolling group finishes a target before it takes the next', async () => {
    const steps = two.map((step) => ({ ...step, group: 'g', rollingWindow: 1 }));
    const sim = simulate({ plan: planOf({ steps, lanes: [{ name: 'x', on: { 0: ['m', 'n'], 1: ['m', 'n'] } }] }) });
    await sim.result;
    expect(sim.world.executions.map((one) => one.node.slice(11))).toEqual(['a#m', 'b#m', 'a#n', 'b#n']);
  });
});

describe('the budget', () => {
  const lanes = ['p', 'q', 'r', 's'].map((name) => ({ name }));
  const failing = (names: string) => (node: string) => (names.includes(node[0] ?? '-') ? no : fine);

  test('one failure too many pauses the run and starts nothing more', async () => {
    const plan = planOf({
      steps: two,
      lanes,
      waves: [waveOf('w', [0, 1, 2, 3], { concurrency: 1, failuresAllowed: 1 })],
    });
    const sim = simulate({ plan, script: failing('pq') });
    expect(await sim.result).toEqual({ kind: 'paused', reason: '2 failed in wave w, 1 may fail' });
    expect(sim.world.executions.map((one) => one.node)).toEqual([at('p', 'a'), at('q', 'a')]);
  });

  test('failures inside it let the others finish', async () => {
    const plan = planOf({
      steps: two,
      lanes,
      waves: [waveOf('w', [0, 1, 2, 3], { concurrency: 1, failuresAllowed: 1 })],
    });
    const sim = simulate({ plan, script: failing('q') });
    expect(await sim.result).toEqual({ kind: 'within-budget' });
  });

  test('`continue` takes any number', async () => {
    const plan = planOf({ steps: two, lanes, header: { onFailure: 'continue' } });
    const sim = simulate({ plan, script: failing('pqr') });
    expect(await sim.result).toEqual({ kind: 'within-budget' });
  });

  test('a resume begins with the failed lanes and goes on with the rest', async () => {
    const plan = planOf({ steps: two, lanes, waves: [waveOf('w', [0, 1, 2, 3], { concurrency: 1 })] });
    const first = simulate({ plan, script: failing('p') });
    expect((await first.result).kind).toBe('paused');
    first.world.script = () => fine;
    const again = simulate({ plan, records: first.store.records, world: first.world, clock: first.clock });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(first.world.executions.map((one) => one.ticket)[1]).toBe('run1.0.0.2');
    expect(first.world.executions).toHaveLength(9);
  });

  test('--only-failed leaves the others alone', async () => {
    const plan = planOf({ steps: two, lanes, waves: [waveOf('w', [0, 1, 2, 3], { concurrency: 1 })] });
    const first = simulate({ plan, script: failing('p') });
    await first.result;
    first.world.script = () => fine;
    const { records } = first.store;
    const again = simulate({ plan, records, world: first.world, clock: first.clock, onlyFailed: true });
    expect((await again.result).kind).toBe('paused');
    expect(first.world.executions.map((one) => one.node)).toEqual([at('p', 'a'), at('p', 'a'), at('p', 'b')]);
  });
});

describe('waves', () => {
  const lanes = ['p', 'q', 'r'].map((name) => ({ name }));

  test('go one after the other, with what runs once before and after', async () => {
    const once = { kind: 'once', process: 1 } as const;
    const plan = planOf({
      steps: [{ path: 'a' }],
      others: [[{ path: 'm' }]],
      lanes: [...lanes, { name: '+b', ...once }, { name: '+e', ...once }],
      waves: [waveOf('one', [0], { before: [3], after: [4] }), waveOf('two', [1, 2], { concurrency: 1 })],
    });
    const sim = simulate({ plan });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((one) => (one.node[0] === '+' ? one.node.slice(0, 2) : one.node[0]))).toEqual([
      '+b',
      'p',
      '+e',
      'q',
      'r',
    ]);
  });

  test('a soak keeps the next wave', async () => {
    const plan = planOf({
      steps: [{ path: 'a' }],
      lanes,
      waves: [waveOf('one', [0], { soakSeconds: 60 }), waveOf('two', [1, 2])],
    });
    const sim = simulate({ plan, wait: true });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    const times = sim.world.executions.map((one) => one.at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  test('an approval blocks the run, and lets it go on when it is for this plan', async () => {
    const plan = planOf({ steps: [{ path: 'a' }], lanes, waves: [waveOf('one', [0, 1, 2], { approve: true })] });
    const first = simulate({ plan });
    expect(await first.result).toEqual({ kind: 'blocked', gates: ['approve:one'] });
    expect(first.world.executions).toEqual([]);
    const refused: string[] = [];
    const approve = (planDigest: string) =>
      ({ kind: 'gate', gate: 'approve:one', decision: 'approved', by: 'me', planDigest }) as const;
    const again = simulate({
      plan,
      records: first.store.records,
      onRefused: (reason) => refused.push(reason),
      prepare: (store) => {
        void store.createRun(
          { run: 'run1', release: 'r', version: '1', project: 'p', planDigest: 'd', startedAt: '' },
          [],
        );
        void store.send('run1', approve('other'));
        void store.send('run1', approve('digest'));
      },
    });
    expect(await again.result).toEqual({ kind: 'succeeded' });
    expect(refused).toEqual(['me approved approve:one for another plan']);
  });

  test('a freeze keeps its lanes and nobody else, until it ends', async () => {
    const start = Date.parse('2026-11-20T12:00:00Z');
    const freezes = [{ name: 'winter', start: start - 1, end: start + 5000, lanes: [0] }];
    const plan = planOf({ steps: [{ path: 'a' }], lanes, header: { freezes } });
    const sim = simulate({ plan, wait: true });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((one) => one.node[0])).toEqual(['q', 'r', 'p']);
    expect(sim.world.executions[2]?.at).toBeGreaterThanOrEqual(start + 5000);
  });

  test('a lane whose earlier deployment failed is left out', async () => {
    const plan = planOf({
      steps: [{ path: 'a' }],
      lanes: [{ name: 'p' }, { name: 'q' }, { name: 'r', requires: [{ lanes: [0], minimum: 1 }] }],
      waves: [waveOf('one', [0, 1], { failuresAllowed: 1 }), waveOf('two', [2])],
    });
    const sim = simulate({ plan, script: (node) => (node[0] === 'p' ? no : fine) });
    expect(await sim.result).toEqual({ kind: 'within-budget' });
    expect(story(sim.events())).toContain('skipped lane r@prod/app');
  });
});

describe('chains', () => {
  const train = (barrier: 'tenant' | 'wave' | 'release') => [
    { path: 'web', needs: ['web/x'], chain: { barrier, children: ['web/x'] } },
    { path: 'web/x', needs: [] },
    { path: 'api', needs: ['api/y'], chain: { barrier, children: ['api/y'] } },
    { path: 'api/y', needs: ['web'] },
  ];
  const lanes = ['p', 'q', 'r'].map((name) => ({ name }));
  const waves = [waveOf('one', [0]), waveOf('two', [1, 2], { concurrency: 1 })];

  const order = async (barrier: 'tenant' | 'wave' | 'release') => {
    const sim = simulate({ plan: planOf({ steps: train(barrier), lanes, waves }) });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    return sim.world.executions.map((one) => `${one.node[0]}${one.node.slice(-1)}`).join(' ');
  };

  test('tenant: each walks the train by itself', async () => {
    expect(await order('tenant')).toBe('px py qx qy rx ry');
  });
  test('wave: a wave goes product by product', async () => {
    expect(await order('wave')).toBe('px py qx rx qy ry');
  });
  test('release: products one after the other, waves in order inside each', async () => {
    expect(await order('release')).toBe('px qx rx py qy ry');
  });

  test('a tenant with nothing to deploy does not run ahead', async () => {
    const withPruned = [{ name: 'p', pruned: { 0: 'same', 1: 'same' } }, { name: 'q' }];
    const plan = planOf({ steps: train('wave'), lanes: withPruned });
    const sim = simulate({ plan, script: () => ({ after: 100, outcome: fine }) });
    await sim.result;
    expect(sim.world.executions.map((one) => `${one.node[0]}${one.node.slice(-1)}`)[0]).toBe('qx');
    expect(sim.world.executions).toHaveLength(3);
  });

  test('a shared lane starts once, when the first lane reaches it', async () => {
    const plan = planOf({
      steps: [{ path: 'a' }, { path: 'db', chain: { children: [] } }, { path: 'c' }],
      others: [[{ path: 's' }]],
      lanes: [
        { name: 'p', joins: { 1: 2 } },
        { name: 'q', joins: { 1: 2 } },
        { name: '', kind: 'shared', tenant: null, process: 1 } as never,
      ],
      waves: [waveOf('one', [0, 1])],
    });
    const sim = simulate({ plan });
    expect(await sim.result).toEqual({ kind: 'succeeded' });
    expect(sim.world.executions.map((one) => one.node).join(' ')).toBe(
      'p@prod/app/a q@prod/app/a @prod/app/s p@prod/app/c q@prod/app/c',
    );
  });

  test('a resume brings all to the end, though a wave stands at barriers of its own for what waits for a wave behind', async () => {
    const steps = [
      { path: 'a' },
      { path: 'A', needs: ['a'], chain: { barrier: 'release', children: ['a'] } },
      { path: 'b', needs: ['A'] },
      { path: 'B', needs: ['b'], chain: { barrier: 'release', children: ['b'] } },
      { path: 'c', needs: ['B'] },
      { path: 'C', needs: ['c'], chain: { barrier: 'wave', children: ['c'] } },
    ] as const;
    const waves = [waveOf('one', [0, 1], { failuresAllowed: 1 }), waveOf('two', [2], { failuresAllowed: 1 })];
    const plan = planOf({ steps, lanes, waves });
    const broken = new Set([at('r', 'a'), at('p', 'b'), at('q', 'c')]);
    const first = simulate({ plan, script: (node) => (broken.has(node) ? no : fine) });
    expect(await first.result).toEqual({ kind: 'failed' });
    first.world.script = () => fine;
    const again = simulate({ plan, records: first.store.records, world: first.world, clock: first.clock });
    expect(await again.result).toEqual({ kind: 'succeeded' });
  });

  test('what fails has a turn to its end in a run that has stopped, though another lane has not used its own up', async () => {
    const plan = planOf({
      steps: [
        { path: 'a' },
        { path: 'b' },
        { path: 'db', chain: { children: [] } },
        { path: 'mend', run: 'failure', needs: ['db'] },
      ],
      others: [[{ path: 's' }]],
      lanes: [
        { name: 'p', joins: { 2: 2 } },
        { name: 'q', joins: { 2: 2 } },
        { name: '', kind: 'shared', tenant: null, process: 1 } as never,
      ],
      waves: [waveOf('one', [0, 1], { concurrency: 1 })],
    });
    const script = (node: string) =>
      node.endsWith('/s') ? no : { after: node === 'q@prod/app/a' ? 300 : 100, outcome: fine };
    const sim = simulate({ plan, script });
    expect(await sim.result).toMatchObject({ kind: 'paused' });
    const steps = ['p@prod/app/a', 'p@prod/app/b', '@prod/app/s', 'q@prod/app/a', 'p@prod/app/mend'];
    expect(sim.world.executions.map((one) => one.node).sort()).toEqual(steps.sort());
  });
});
