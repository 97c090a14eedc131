import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlanValue } from '../../src/plan/model.ts';
import type { Json } from '../../src/util/json.ts';
import { type LaneSketch, planOf, type StepSketch } from '../support/plans.ts';
import { asking, Place } from './setup.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

function scriptPlan(
  inputs: { readonly [key: string]: Json },
  lane: Partial<LaneSketch> = {},
  step: Partial<StepSketch> = {},
) {
  return planOf({ steps: [{ path: 'work', with: inputs, ...step }], lanes: [{ name: 'st-marys', ...lane }] });
}

function values(all: { readonly [name: string]: PlanValue }): Partial<LaneSketch> {
  return { values: { '': all } };
}

test('data reaches a script through its environment, each kind of value as text', async () => {
  const plan = scriptPlan(
    {
      env: {
        TEXT: 'a "b" $c {{name}}',
        COUNT: '{{count}}',
        FLAG: true,
        LIST: '{{list}}',
        RUN: '{{run.id}} {{timestamp}}',
      },
      run: 'for n in TEXT COUNT FLAG LIST RUN RELEASE_TENANT RELEASE_VERSION RELEASE_TICKET; do eval "echo $n=\\$$n"; done',
    },
    values({ name: { value: "x'y" }, count: { value: 7 }, list: { value: [1, { a: 2 }] } }),
  );
  const { executor, logs } = place.open(plan);
  expect(await executor.execute(asking())).toEqual({ kind: 'succeeded' });
  expect(logs.join('').split('\n')).toEqual([
    `TEXT=a "b" $c x'y`,
    'COUNT=7',
    'FLAG=true',
    'LIST=[1,{"a":2}]',
    'RUN=r1 2026-01-02T03:04:05.000Z',
    'RELEASE_TENANT=st-marys',
    'RELEASE_VERSION=2.0.0',
    'RELEASE_TICKET=r1/0.0.1',
    '',
  ]);
});

test('only declared outputs are kept, and a missing one is a failure', async () => {
  const run = 'echo rows=12 >> "$RELEASE_OUTPUT"; echo other=1 >> "$RELEASE_OUTPUT"';
  const { executor } = place.open(scriptPlan({ run, outputs: ['rows'] }));
  expect(await executor.execute(asking())).toEqual({ kind: 'succeeded', outputs: { rows: '12' } });
  const missing = place.open(scriptPlan({ run, outputs: ['rows', 'lines'] }));
  const outcome = await missing.executor.execute(asking({ attempt: 2 }));
  expect(outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/output lines .*it gave: rows, other/),
  });
});

test('outputs of an earlier step of the same project', async () => {
  const steps = [
    { path: 'web', chain: { children: ['web/one', 'web/two'] } },
    { path: 'web/one', needs: [] },
    { path: 'web/two', with: { run: 'echo "$ROWS"', env: { ROWS: '{{steps.one.outputs.rows}}' } } },
  ];
  const { executor, logs } = place.open(planOf({ steps, lanes: [{ name: 'a' }] }));
  await executor.execute(asking({ node: 2, outputs: { 'web/one': { rows: 5 } } }));
  expect(logs.join('')).toBe('5\n');
});

test('a failure tells the exit code and the last line', async () => {
  const { executor } = place.open(scriptPlan({ run: 'echo start; echo "no disk" >&2; echo; exit 3' }));
  expect(await executor.execute(asking())).toEqual({ kind: 'failed', message: 'exit code 3: no disk', exitCode: 3 });
});

test.each([
  ['exit 143', /^exit code 143 \(as after SIGTERM\)$/, 143],
  ['kill -KILL $$', /^exit code 137 \(as after SIGKILL\)/, 137],
  ['exit 200', /^exit code 200$/, 200],
  ['echo gone; exit 129', /^exit code 129 \(as after SIGHUP\): gone$/, 129],
])('an end says what is known of it and no more: %s', async (run, message, exitCode) => {
  const { executor } = place.open(scriptPlan({ run }));
  expect(await executor.execute(asking())).toEqual({
    kind: 'failed',
    message: expect.stringMatching(message),
    exitCode,
  });
});

test('what a script wrote while nobody listened is handed on by whoever finds it ended', async () => {
  const plan = scriptPlan({ run: 'echo alone' });
  const earlier = place.open(plan, { log: () => {} });
  await earlier.executor.execute(asking());
  const later = place.open(plan);
  expect(await later.executor.observe(asking())).toEqual({ kind: 'finished', outcome: { kind: 'succeeded' } });
  expect(later.logs.join('')).toBe('alone\n');
});

test('the same ticket runs once, and gives the same outcome from another process', async () => {
  const plan = scriptPlan({ run: 'echo ran >> count; echo n=1 >> "$RELEASE_OUTPUT"', outputs: ['n'] });
  const first = await place.open(plan).executor.execute(asking());
  const later = place.open(plan).executor;
  expect(await later.execute(asking())).toEqual(first);
  expect(await later.observe(asking())).toEqual({ kind: 'finished', outcome: first });
  expect(await later.observe(asking({ attempt: 2 }))).toEqual({ kind: 'never-started' });
  expect(place.read('count')).toBe('ran\n');
});

test('a running script is seen running, can be joined, and can be stopped', async () => {
  const plan = scriptPlan({ run: 'echo on; while [ ! -f go ]; do sleep 0.05; done; echo gone' });
  const one = place.open(plan);
  const running = one.executor.execute(asking());
  await expect.poll(() => one.executor.observe(asking())).toEqual({ kind: 'running' });
  const other = place.open(plan);
  const joined = other.executor.execute(asking());
  place.write('go', '');
  expect(await running).toEqual({ kind: 'succeeded' });
  expect(await joined).toEqual({ kind: 'succeeded' });
  expect(other.logs.join('')).toBe('on\ngone\n');

  const stop = new AbortController();
  const stopped = place.open(scriptPlan({ run: 'echo up; sleep 60' })).executor;
  const outcome = stopped.execute(asking({ attempt: 2, signal: stop.signal }));
  await expect.poll(() => stopped.observe(asking({ attempt: 2 }))).toEqual({ kind: 'running' });
  stop.abort();
  expect(await outcome).toEqual({ kind: 'cancelled' });
});

test('a process that did not see it begin stops it; one that never began never does', async () => {
  const { executor } = place.open(scriptPlan({ run: 'touch began; sleep 60' }));
  const running = executor.execute(asking());
  await expect.poll(() => executor.observe(asking())).toEqual({ kind: 'running' });
  const later = place.open(scriptPlan({ run: 'touch began; sleep 60' })).executor;
  const signal = AbortSignal.abort();
  expect(await later.execute(asking({ signal }))).toEqual({ kind: 'cancelled' });
  expect((await running).kind).toBe('failed');
  expect(await later.execute(asking({ attempt: 2, signal }))).toEqual({ kind: 'cancelled' });
  expect(await later.observe(asking({ attempt: 2 }))).toEqual({ kind: 'never-started' });
});

test('a log is handed on while the script runs', async () => {
  const { executor, logs } = place.open(scriptPlan({ run: 'echo early; while [ ! -f go ]; do sleep 0.05; done' }));
  const running = executor.execute(asking());
  await expect.poll(() => logs.join(''), { timeout: 5_000 }).toContain('early');
  place.write('go', '');
  await running;
});

test('a script starts in the folder of its target, which is made', async () => {
  const lane = { on: { 0: ['vm'] } };
  const plan = scriptPlan({ run: 'pwd' }, lane);
  const settings = { path: 'sites/a' };
  const placed = {
    ...plan,
    lanes: plan.lanes.map((one) => ({ ...one, targets: one.targets.map((target) => ({ ...target, settings })) })),
  };
  const { executor, logs } = place.open(placed);
  await executor.execute(asking());
  expect(logs.join('')).toBe(`${join(place.root, 'sites/a')}\n`);
});

test('a script with interpolation, quoted', async () => {
  const plan = scriptPlan({ interpolate: true, run: 'echo {{sh name}}' }, values({ name: { value: `a 'b' $(id)` } }));
  const { executor, logs } = place.open(plan);
  await executor.execute(asking());
  expect(logs.join('')).toBe(`a 'b' $(id)\n`);
});

describe('conditions', () => {
  const when = 'steps.one.outputs.rows == "0" && vars.flag';
  const plan = planOf({
    steps: [{ path: 'one' }, { path: 'two', with: { run: 'true' }, when }],
    lanes: [{ name: 'a', values: { '': { flag: { secret: { source: 'env', ref: 'FLAG' } } } } }],
  });

  test('one that does not hold leaves the step out, with the reason', async () => {
    const { executor } = place.open(plan, { environment: { FLAG: 'x' } });
    const outcome = await executor.execute(asking({ node: 1, outputs: { one: { rows: '1' } } }));
    expect(outcome).toEqual({ kind: 'skipped', reason: `its condition does not hold: ${when}` });
  });

  test('one that cannot be worked out breaks the step, and does not show the secret', async () => {
    const { executor } = place.open(plan, { environment: { FLAG: 'hunter22' } });
    const outcome = await executor.execute(asking({ node: 1, outputs: { one: { rows: '0' } } }));
    expect(outcome.kind).toBe('errored');
    expect(JSON.stringify(outcome)).not.toContain('hunter22');
  });
});

describe('secrets', () => {
  const secret = 'S3cr3t{{x}} "q" \'s\' $(id)';
  const plan = scriptPlan(
    {
      env: { URL: 'db://{{user}}:{{password}}@{{host}}', B64: '{{composed}}' },
      run: 'echo "$URL"; printf %s "$URL" | base64 -w0; echo; tr "\\0" "\\n" < /proc/$$/cmdline; ps -o args= -p $PPID',
      outputs: [],
    },
    values({
      user: { value: 'app' },
      host: { template: '{{run.id}}.local' },
      password: { secret: { source: 'env', ref: 'DB_{{which}}' } },
      which: { secret: { source: 'env', ref: 'WHICH' } },
      composed: { template: 'pre-{{password}}' },
    }),
  );
  const environment = { DB_main: secret, WHICH: 'main' };

  test('are read when needed, wherever their place is kept, and masked in the log', async () => {
    const { executor, logs } = place.open(plan, { environment });
    expect(await executor.execute(asking())).toEqual({ kind: 'succeeded' });
    expect(logs.join('').split('\n')[0]).toBe('db://app:***@r1.local');
    expect(logs.join('')).not.toContain('S3cr3t');
    expect(logs.join('')).not.toContain(Buffer.from(secret).toString('base64').slice(4, 16));
  });

  test('stand in no file, not even in the log of a script that prints them', async () => {
    const loud = scriptPlan(
      { env: { P: '{{password}}' }, run: 'echo "$P"; echo "$P" >> "$RELEASE_OUTPUT"; printf %s "$P" | base64' },
      { values: plan.lanes[0]?.values ?? {} },
    );
    expect(await place.open(loud, { environment }).executor.execute(asking())).toEqual({ kind: 'succeeded' });
    const files = readdirSync(place.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      expect(text).not.toContain('S3cr3t');
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16));
    }
  });

  test('stand in no process arguments while the script runs', async () => {
    const slow = scriptPlan(
      { env: { P: '{{password}}' }, run: 'while [ ! -f go ]; do sleep 0.05; done' },
      { values: plan.lanes[0]?.values ?? {} },
    );
    const { executor } = place.open(slow, { environment });
    const running = executor.execute(asking());
    await expect.poll(() => executor.observe(asking())).toEqual({ kind: 'running' });
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('S3cr3t');
    place.write('go', '');
    await running;
  });

  test('never reach the text of a script, which is kept in a file', async () => {
    const open = scriptPlan(
      { interpolate: true, run: 'echo {{sh password}}' },
      { values: plan.lanes[0]?.values ?? {} },
    );
    const outcome = await place.open(open, { environment }).executor.execute(asking());
    expect(outcome).toMatchObject({ kind: 'errored', message: expect.stringContaining('would hold a secret') });
  });

  test('are masked in outcomes and outputs', async () => {
    const failing = scriptPlan(
      { env: { P: '{{password}}' }, run: 'echo "bad $P"; exit 1' },
      { values: plan.lanes[0]?.values ?? {} },
    );
    const outcome = await place.open(failing, { environment }).executor.execute(asking());
    expect(outcome).toEqual({ kind: 'failed', message: 'exit code 1: bad ***', exitCode: 1 });
    const giving = scriptPlan(
      { env: { P: '{{password}}' }, run: 'echo "p=<$P>" >> "$RELEASE_OUTPUT"', outputs: ['p'] },
      { values: plan.lanes[0]?.values ?? {} },
    );
    const given = place.open(giving, { environment });
    const outputs = await given.executor.execute(asking({ attempt: 2 }));
    expect(outputs).toEqual({ kind: 'succeeded', outputs: { p: '<***>' } });
    expect(given.logs.join('')).toBe('warning: the output p holds a secret, which later steps get as ***\n');
  });

  test('one that is not there is told by its place', async () => {
    const outcome = await place.open(plan, { environment: { WHICH: 'other' } }).executor.execute(asking());
    expect(outcome).toMatchObject({
      kind: 'errored',
      message: expect.stringMatching(/^REL2120 The environment variable DB_\*\*\*/),
    });
  });
});

test('mistakes of a plan that only show now are outcomes', async () => {
  const refused = async (plan: ReturnType<typeof scriptPlan>) => {
    const outcome = await place.open(plan).executor.execute(asking());
    return outcome.kind === 'errored' ? outcome.message : outcome.kind;
  };
  expect(await refused(scriptPlan({ run: 'true', env: { A: '{{nowhere}}' } }))).toContain('nowhere has no value here');
  expect(await refused(scriptPlan({ run: 'true', env: '{{text}}' }, values({ text: { value: 'a' } })))).toBe(
    'REL1605 its `with.env` must be object',
  );
  expect(await refused(scriptPlan({}))).toContain("must have required property 'run'");
  expect(await refused(scriptPlan({}, {}, { kind: 'acme/none' }))).toContain('REL1604');
  expect(await refused(scriptPlan({ shell: 'pwsh', run: 'x' }))).toContain('REL2103');
  const ssh = scriptPlan({ run: 'true' }, { on: { 0: ['vm'] } });
  const lanes = ssh.lanes.map((lane) => ({
    ...lane,
    targets: lane.targets.map((target) => ({ ...target, type: 'carrier-pigeon' })),
  }));
  expect(await refused({ ...ssh, lanes })).toContain('REL2130');
});

test('values of a step or target go before those of the lane', async () => {
  const plan = scriptPlan(
    { env: { A: '{{a}}', B: '{{b}}' }, run: 'echo "$A $B"' },
    {
      on: { 0: ['one', 'two'] },
      values: { '': { a: { value: 'lane' }, b: { value: 'lane' } } },
      overrides: { '0#1': { a: { value: 'two' } } },
    },
  );
  const { executor, logs } = place.open(plan);
  await executor.execute(asking({ node: 0 }));
  await executor.execute(asking({ node: 1 }));
  expect(logs.join('')).toBe('lane lane\ntwo lane\n');
});
