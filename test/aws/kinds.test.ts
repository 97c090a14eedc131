import { describe, expect, it } from 'vitest';
import type { Plan, PlanStep } from '../../src/plan/model.ts';
import { decodeReference, ssmSecrets } from '../../src/steps/aws/ssm-secrets.ts';
import type { Json, JsonMap } from '../../src/util/json.ts';
import {
  addParameter,
  Bench,
  kindOf,
  leftovers,
  messagesOf,
  namespace,
  recordsPlan,
  settle,
  violations,
} from './kit.ts';
import { otherAccount, withCluster, withSourceElsewhere } from './variants.ts';

/* The kinds in other places than the sample uses them in: Aurora clusters, other accounts, each on its own. */
const fresh = '20261120t120000z';

/** A plan of these steps alone, one after the other. */
function only(steps: readonly { readonly kind: string; readonly with: JsonMap }[]): Plan {
  const plan = recordsPlan();
  const [process] = plan.processes;
  const [first] = process?.steps ?? [];
  if (process === undefined || first === undefined) throw new Error('no steps');
  const made = steps.map(
    (step, index): PlanStep => ({
      ...first,
      id: `s${index}`,
      path: `s${index}`,
      needs: index === 0 ? [] : [index - 1],
      timeoutSeconds: 36_000,
      ...step,
    }),
  );
  return { ...plan, processes: [{ ...process, steps: made }] };
}

function outputs(outcome: Awaited<ReturnType<Bench['run']>>, step: string): { readonly [name: string]: Json } {
  for (const { event } of outcome.records) {
    if (event.type !== 'attempt-finished' || !event.node.endsWith(`/${step}`) || event.outcome.kind !== 'succeeded')
      continue;
    return event.outcome.outputs ?? {};
  }
  return {};
}

describe('an Aurora cluster', () => {
  it('is restored with its version, its instances and its configuration, and deleted after them', async () => {
    const bench = withCluster();
    const outcome = await bench.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome), bugs: bench.bugs }).toEqual({
      end: 'succeeded',
      said: [],
      bugs: [],
    });
    const made = bench.account.clusters.get(`${namespace}-${fresh}`);
    expect(made).toMatchObject({
      engineVersion: '8.0.mysql_aurora.3.05',
      securityGroups: ['sg-records'],
      parameterGroup: 'records-aurora8',
      masterPassword: 'a-new-password',
      deletionProtection: true,
    });
    expect([...bench.account.instances.keys()]).toEqual([`${namespace}-${fresh}-1`, `${namespace}-${fresh}-2`]);
    expect([...bench.account.clusters.keys()].toSorted()).toEqual(['xy-0146-dev', `${namespace}-${fresh}`]);
    expect([...bench.account.clusterSnapshots.keys()].toSorted()).toEqual([
      `${namespace}-20261101t000000z-final`,
      `${namespace}-${fresh}-src`,
    ]);
    expect(JSON.stringify(outcome.records)).not.toContain('a-new-password');
  });

  it('is taken back with its instances', async () => {
    const bench = withCluster();
    bench.world.healthOfNew = 'fail-at-start';
    const outcome = await bench.run();
    expect(outcome.records.findLast(({ event }) => event.type === 'lane-finished')?.event).toMatchObject({
      end: 'undone',
    });
    expect([...bench.account.instances.keys()]).toEqual([]);
    expect([...bench.account.clusters.keys()].toSorted()).toEqual(['xy-0146-dev', `${namespace}-20261101t000000z`]);
    expect([...bench.account.clusterSnapshots.keys()]).toEqual([]);
  });
});

describe('a development database in another account', () => {
  it.each([undefined, 'alias/shared'])(
    'is copied under a key of the own account (share key %s), and nothing stays on the other side',
    async (shareKey) => {
      const bench = withSourceElsewhere(shareKey);
      const account = bench.world.account(otherAccount);
      const broken: string[] = [];
      bench.world.onChange = () => broken.push(...violations(account));
      const outcome = await bench.run();
      expect({ end: kindOf(outcome), said: messagesOf(outcome), broken }).toEqual({
        end: 'succeeded',
        said: [],
        broken: [],
      });
      expect(account.snapshots.get(`${namespace}-${fresh}-src`)).toMatchObject({ kmsKey: 'alias/records' });
      expect([...bench.account.snapshots.keys()]).toEqual([]);
      expect([...bench.account.instances.keys()]).toEqual(['xy-0146-dev']);
      expect(leftovers(account)).toEqual([]);
    },
  );

  it('survives a kill at every call about a snapshot that changes something, with nothing left on either side', async () => {
    const calm = withSourceElsewhere('alias/shared');
    await calm.run();
    const places = calm.world.calls
      .filter(({ operation, mutating }) => mutating && /Snapshot/.test(operation))
      .map(({ number }) => number);
    expect(places.length).toBeGreaterThan(5);
    for (const at of places) {
      for (const when of ['before', 'after'] as const) {
        const bench = withSourceElsewhere('alias/shared');
        bench.world.faults.push({ at, when, kind: 'kill' });
        let outcome = await bench.run();
        for (let resumes = 0; resumes < 3 && outcome.result === 'killed'; resumes += 1)
          outcome = await bench.run(outcome.records);
        const where = `${when} ${at} ${bench.world.calls[at - 1]?.operation}`;
        expect({ where, end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({
          where,
          end: 'succeeded',
          said: [],
        });
        expect({
          where,
          source: [...bench.account.snapshots.keys()],
          left: leftovers(bench.world.account(otherAccount)),
        }).toEqual({ where, source: [], left: [] });
      }
    }
  }, 120_000);

  it('leaves nothing on either side when it is taken back', async () => {
    const bench = withSourceElsewhere('alias/shared');
    bench.world.healthOfNew = 'fail-at-start';
    await bench.run();
    const account = bench.world.account(otherAccount);
    expect([...bench.account.snapshots.keys(), ...account.snapshots.keys()]).toEqual([]);
    expect(leftovers(account)).toEqual([]);
  });
});

describe('a kind on its own', () => {
  it('aws/ssm-get refuses to read a secret into the journal', async () => {
    const bench = new Bench(only([{ kind: 'aws/ssm-get', with: { name: '/a/password' } }]));
    addParameter(bench.account, '/a/password', { p: 1 });
    const found = bench.account.parameters.get('/a/password');
    if (found !== undefined) found.type = 'SecureString';
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringContaining('is a secret')]);
    expect(JSON.stringify(outcome.records)).not.toContain('"p":1');
  });

  it('aws/ssm-put puts back what was there when it is undone, and only over its own value', async () => {
    const put = { kind: 'aws/ssm-put', with: { name: '/a/b', value: 'new' } };
    const bench = new Bench(only([put, { kind: 'fail', with: { message: 'no' } }]));
    addParameter(bench.account, '/a/b', { old: true });
    await bench.run();
    expect(bench.account.parameters.get('/a/b')?.versions.map(({ value }) => value)).toEqual([
      '{"old":true}',
      'new',
      '{"old":true}',
    ]);
    const empty = new Bench(only([put, { kind: 'fail', with: { message: 'no' } }]));
    await empty.run();
    expect(empty.account.parameters.has('/a/b')).toBe(false);
  });

  it('aws/ssm-put creates once, takes its own again, and refuses the value of others', async () => {
    const put = { kind: 'aws/ssm-put', with: { name: '/a/b', value: { x: 1, y: 2 }, mode: 'create' } };
    const bench = new Bench(only([put]));
    addParameter(bench.account, '/a/b', { y: 2, x: 1 });
    expect(kindOf(await bench.run())).toBe('succeeded');
    const other = new Bench(only([put]));
    addParameter(other.account, '/a/b', { x: 9 });
    expect(messagesOf(await other.run())).toEqual(['s0: /a/b is there already with another value']);
    expect(other.account.parameters.get('/a/b')?.versions).toHaveLength(1);
  });

  it('aws/rds-delete deletes one database of the namespace, with its protection and a final snapshot, and no other', async () => {
    const bench = new Bench(only([{ kind: 'aws/rds-delete', with: { database: `${namespace}-20261101t000000z` } }]));
    settle(bench.account);
    const outcome = await bench.run();
    expect(outputs(outcome, 's0')).toEqual({ deleted: [`${namespace}-20261101t000000z`], pending: [] });
    expect([...bench.account.snapshots.keys()]).toEqual([`${namespace}-20261101t000000z-final`]);
    const foreign = new Bench(only([{ kind: 'aws/rds-delete', with: { database: 'xy-0146-dev' } }]));
    settle(foreign.account);
    expect(messagesOf(await foreign.run())).toEqual([expect.stringContaining('does not carry the tags')]);
    expect(foreign.account.instances.has('xy-0146-dev')).toBe(true);
  });

  it('aws/ecs-verify proves a service without deploying it', async () => {
    const arn = `arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`;
    const bench = new Bench(
      only([
        {
          kind: 'aws/ecs-verify',
          with: { cluster: 'common-nonprod', service: namespace, taskDefinition: arn, bake: '0s' },
        },
      ]),
    );
    settle(bench.account);
    const outcome = await bench.run();
    expect(outputs(outcome, 's0')).toMatchObject({ taskDefinition: arn, running: 2 });
    expect(bench.world.calls.filter(({ mutating }) => mutating)).toEqual([]);
  });
});

describe('secrets in the Parameter Store', () => {
  it('are read decrypted, in clear in memory only', async () => {
    const bench = new Bench();
    addParameter(bench.account, '/xy/password', {});
    const found = bench.account.parameters.get('/xy/password');
    if (found !== undefined)
      [found.type, found.versions[0]] = ['SecureString', { value: 'hunter22', version: 1, at: 0 }];
    const source = ssmSecrets(bench.aws(bench.timeline.process('p'), 'AKIA111122223333'));
    expect(await source.read({ source: 'ssm', ref: '/xy/password' })).toEqual({
      ok: true,
      value: 'hunter22',
      warnings: [],
    });
    const arn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/xy/password';
    expect(await source.read({ source: 'ssm', ref: arn })).toMatchObject({ ok: true, value: 'hunter22' });
    expect(await source.read({ source: 'ssm', ref: '/xy/nothing' })).toMatchObject({
      ok: false,
      diagnostic: { code: 'REL2120' },
    });
    bench.world.faults.push({ at: 'GetParameters', when: 'before', kind: 'denied' });
    expect(await source.read({ source: 'ssm', ref: '/xy/password in eu-west-1' })).toMatchObject({
      ok: false,
      diagnostic: { code: 'REL2120', detail: expect.stringContaining('AccessDenied') },
    });
  });

  it.each([
    ['/a/b', { name: '/a/b', place: {} }],
    ['/a/b in us-east-2', { name: '/a/b', place: { region: 'us-east-2' } }],
    [
      '/a/b in us-east-2 as arn:aws:iam::111122223333:role/r',
      { name: '/a/b', place: { region: 'us-east-2', assumeRole: 'arn:aws:iam::111122223333:role/r' } },
    ],
    [
      'arn:aws:ssm:eu-west-1:111122223333:parameter/a',
      {
        name: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a',
        place: { region: 'eu-west-1', account: '111122223333' },
      },
    ],
    ['/a b', undefined],
    ['', undefined],
    ['/a as somebody', undefined],
  ])('%s is understood', (ref, wanted) => {
    expect(decodeReference(ref)).toEqual(wanted);
  });
});
