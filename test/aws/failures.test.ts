import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/util/json.ts';
import {
  activeOf,
  addDatabase,
  addParameter,
  Bench,
  before,
  kindOf,
  leftovers,
  messagesOf,
  namespace,
  type Outcome,
  recordsPlan,
  settle,
  tagsOf,
  violations,
} from './kit.ts';

const fresh = '20261120t120000z';
let bench: Bench;
let broken: string[];

function newBench(values: Readonly<Record<string, string | number>> = {}): Bench {
  bench = new Bench(recordsPlan(['xy-0146'], { 'records.poll': '15s', 'records.bake': '30s', ...values }));
  settle(bench.account);
  broken = [];
  bench.world.onChange = () => broken.push(...violations(bench.account));
  return bench;
}

beforeEach(() => void newBench());

function endOf({ records }: Outcome): unknown {
  const last = records.findLast(({ event }) => event.type === 'lane-finished')?.event;
  return last?.type === 'lane-finished' ? last.end : undefined;
}

function outputsOf({ records }: Outcome, step: string): { readonly [name: string]: Json } {
  for (const { event } of records) {
    if (event.type !== 'attempt-finished' || !event.node.endsWith(`/${step}`)) continue;
    if (event.outcome.kind === 'succeeded') return event.outcome.outputs ?? {};
  }
  return {};
}

const generations = (): readonly string[] =>
  [...bench.account.instances.keys()].filter((id) => id.startsWith(`${namespace}-2`));

function expectUndone(outcome: Outcome): void {
  expect(endOf(outcome)).toBe('undone');
  expect({ broken, left: leftovers(bench.account) }).toEqual({ broken: [], left: [] });
  expect(activeOf(bench.account)).toBe(before);
  expect(generations()).toEqual([`${namespace}-${before}`]);
  expect(bench.bugs).toEqual([]);
}

describe('a release that goes well', () => {
  it('moves the service to a new database and keeps the one before', async () => {
    const outcome = await bench.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
    expect({ broken, left: leftovers(bench.account) }).toEqual({ broken: [], left: [] });
    expect(activeOf(bench.account)).toBe(fresh);
    expect(generations().toSorted()).toEqual([`${namespace}-${before}`, `${namespace}-${fresh}`]);
  });

  it('restores with all its configuration and tags, none of those of the source', async () => {
    await bench.run();
    const made = bench.account.instances.get(`${namespace}-${fresh}`);
    expect(made).toMatchObject({
      securityGroups: ['sg-records'],
      parameterGroup: 'records-mysql8',
      parameterStatus: 'in-sync',
      subnetGroup: 'records',
      deletionProtection: true,
    });
    const tags = Object.fromEntries((made?.tags ?? []).map(({ Key, Value }) => [Key, Value]));
    expect(tags).toMatchObject({
      'release:engine': 'release',
      'release:namespace': namespace,
      'release:generation': fresh,
    });
    expect(tags.team).toBeUndefined();
  });

  it('sends nothing that changes anything when the same run is performed once more', async () => {
    const outcome = await bench.run();
    const sent = bench.world.calls.length;
    const again = await bench.run(outcome.records.slice(0, 1));
    expect(kindOf(again)).toBe('succeeded');
    const changing = bench.world.calls.slice(sent).filter(({ mutating }) => mutating);
    expect(changing.map(({ operation }) => operation)).toEqual([]);
  });

  it('deletes generations beyond those that stay, each with a final snapshot, and what belonged to them', async () => {
    newBench({ 'records.keep': 0 });
    addDatabase(bench.account, 'by-hand');
    addDatabase(bench.account, `${namespace}2-${before}`, { tags: tagsOf(`${namespace}2`, before) });
    const outcome = await bench.run();
    expect(kindOf(outcome)).toBe('succeeded');
    expect(outputsOf(outcome, 'clean-up')).toEqual({ deleted: [`${namespace}-${before}`], pending: [] });
    expect([...bench.account.instances.keys()].toSorted()).toEqual([
      'by-hand',
      'xy-0146-dev',
      `${namespace}-${fresh}`,
      `${namespace}2-${before}`,
    ]);
    expect([...bench.account.snapshots.keys()].toSorted()).toEqual([
      `${namespace}-${before}-final`,
      `${namespace}-${fresh}-src`,
    ]);
    expect(bench.account.parameters.has(`/${namespace}/db/${before}`)).toBe(false);
    expect(broken).toEqual([]);
  });

  it('leaves a database that a task of another service depends on, and says so', async () => {
    newBench({ 'records.keep': 0 });
    const [task] = bench.account.tasks;
    if (task !== undefined)
      bench.account.tasks.push({ ...task, arn: 'report', service: undefined, deployment: 'by-hand' });
    const outcome = await bench.run();
    expect(kindOf(outcome)).toBe('succeeded');
    expect(outputsOf(outcome, 'clean-up')).toEqual({
      deleted: [],
      pending: [{ what: `${namespace}-${before}`, why: 'a task depends on it' }],
    });
    expect(broken).toEqual([]);
  });

  it('makes the service of a customer who has none', async () => {
    const first = new Bench(recordsPlan());
    bench = first;
    addDatabase(first.account, 'xy-0146-dev');
    const outcome = await first.run();
    expect(messagesOf(outcome)).toEqual([]);
    expect(kindOf(outcome)).toBe('succeeded');
    expect(first.account.services.get(`common-nonprod/${namespace}`)).toMatchObject({ status: 'ACTIVE', desired: 2 });
    expect(leftovers(first.account)).toEqual([]);
  });

  it('takes everything of a first release back, the service and the pointer included', async () => {
    const first = new Bench(recordsPlan());
    bench = first;
    addDatabase(first.account, 'xy-0146-dev');
    first.world.health.set(`arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`, 'fail-at-start');
    const outcome = await first.run();
    expect(endOf(outcome)).toBe('undone');
    expect(first.account.services.get(`common-nonprod/${namespace}`)?.status).toBe('INACTIVE');
    expect(activeOf(first.account)).toBe(null);
    expect({ databases: generations(), left: leftovers(first.account) }).toEqual({ databases: [], left: [] });
  });
});

describe('what goes wrong', () => {
  it.each([
    ['fail-at-start', /rolled back|gave up/],
    ['crash-later', /keep starting again/],
  ] as const)('a build whose tasks %s is rolled back', async (health, message) => {
    bench.world.healthOfNew = health;
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringMatching(message)]);
    expectUndone(outcome);
  });

  it('tasks that never start are given up when the time of the step is over', async () => {
    bench.world.healthOfNew = 'never-start';
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringMatching(/longer than 3600 s/)]);
    expectUndone(outcome);
  });

  it.each(['failed', 'incompatible-network', 'storage-full', 'restore-error', 'inaccessible-encryption-credentials'])(
    'a restore that ends %s leaves nothing behind',
    async (status) => {
      bench.world.timing = { ...bench.world.timing, endsAs: () => status };
      const outcome = await bench.run();
      expect(messagesOf(outcome)).toEqual([expect.stringContaining(`ended ${status}`)]);
      expectUndone(outcome);
    },
  );

  it.each([
    ['CreateDBSnapshot', 'SnapshotQuotaExceeded'],
    ['RestoreDBInstanceFromDBSnapshot', 'InstanceQuotaExceeded'],
    ['RestoreDBInstanceFromDBSnapshot', 'DBSubnetGroupNotFoundFault'],
    ['RegisterTaskDefinition', 'ClientException'],
    ['UpdateService', 'InvalidParameterException'],
    ['UpdateService', 'AccessDeniedException'],
  ])('%s refused with %s takes back what there is', async (at, code) => {
    bench.world.faults.push({ at, when: 'before', kind: { code, message: 'said AWS' } });
    const outcome = await bench.run();
    expect(messagesOf(outcome)[0]).toContain('said AWS');
    bench.world.faults.length = 0;
    expect(endOf(outcome)).toBe('undone');
    expect({ broken, left: leftovers(bench.account) }).toEqual({ broken: [], left: [] });
    expect(activeOf(bench.account)).toBe(before);
  });

  it('the snapshot of somebody else under our name is neither used nor deleted', async () => {
    bench.account.snapshots.set(`${namespace}-${fresh}-src`, {
      id: `${namespace}-${fresh}-src`,
      source: 'x',
      status: 'available',
      createdAt: 1,
      engine: 'mysql',
      engineVersion: '8',
      tags: [],
      manual: true,
      kmsKey: undefined,
      shared: [],
    });
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringContaining('made by something that release did not make')]);
    expect(endOf(outcome)).toBe('undone');
    expect(bench.account.snapshots.has(`${namespace}-${fresh}-src`)).toBe(true);
  });

  it('a service that would lose tasks is not deployed at all', async () => {
    const service = bench.account.services.get(`common-nonprod/${namespace}`);
    if (service !== undefined) service.minimumHealthyPercent = 50;
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringContaining('minimumHealthyPercent is 50')]);
    expectUndone(outcome);
    expect(bench.world.calls.filter(({ mutating }) => mutating).map(({ operation }) => operation)).toEqual([
      'PutParameter',
      'PutParameter',
    ]);
  });

  it('a clean-up that is refused never fails the release', async () => {
    newBench({ 'records.keep': 0 });
    bench.world.faults.push({ at: 'DeleteDBInstance', when: 'before', kind: 'denied' });
    const outcome = await bench.run();
    expect(kindOf(outcome)).toBe('succeeded');
    expect(outputsOf(outcome, 'clean-up')).toMatchObject({
      deleted: [],
      pending: [{ what: `${namespace}-${before}` }],
    });
    expect(activeOf(bench.account)).toBe(fresh);
  });
});

describe('answers that get lost, are late or are old', () => {
  const changing = [
    'PutParameter',
    'CreateDBSnapshot',
    'RestoreDBInstanceFromDBSnapshot',
    'RebootDBInstance',
    'RegisterTaskDefinition',
    'UpdateService',
    'DeleteDBInstance',
    'ModifyDBInstance',
    'DeleteParameter',
  ];

  it.each(
    changing.flatMap((at) => (['reset', 'server-error', 'throttle'] as const).map((kind) => [at, kind] as const)),
  )('the first answer to %s is lost in a %s, and the SDK tries again', async (at, kind) => {
    newBench({ 'records.keep': 0 });
    bench.world.faults.push({ at, nth: 1, when: kind === 'throttle' ? 'before' : 'after', kind });
    const outcome = await bench.run([], { retries: true });
    expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
    expect({ broken, left: leftovers(bench.account, namespace, 0) }).toEqual({ broken: [], left: [] });
    expect(
      bench.world.calls.filter((call) => call.refused !== undefined && call.operation === at).length,
    ).toBeGreaterThan(0);
    // One more revision than needed is harmless; one more database is not.
    expect(generations()).toEqual([`${namespace}-${fresh}`]);
  });

  it('every read once shows the world before the last change, and nothing goes wrong', async () => {
    await bench.run();
    const reads = bench.world.calls.filter(({ mutating }) => !mutating).map(({ number }) => number);
    for (const number of reads) {
      newBench();
      bench.world.faults.push({ at: number, when: 'before', kind: 'stale' });
      const outcome = await bench.run();
      const where = bench.world.calls[number - 1]?.operation;
      expect({ number, where, end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({
        number,
        where,
        end: 'succeeded',
        said: [],
      });
      expect({ number, broken, left: leftovers(bench.account) }).toEqual({ number, broken: [], left: [] });
    }
  }, 120_000);
});

describe('when AWS cannot be asked', () => {
  it.each(['expired', 'denied', 'throttle', 'server-error', 'reset'] as const)(
    'an answer `%s` that does not end stops the run where it is, and a resume goes on',
    async (kind) => {
      for (const at of ['DescribeDBSnapshots', 'DescribeDBInstances', 'DescribeServices', 'ListTasks']) {
        newBench();
        bench.world.faults.push({ at, when: 'before', kind });
        const outcome = await bench.run();
        expect({
          at,
          end: kindOf(outcome),
          undone: outcome.records.some(({ event }) => event.type === 'undo-started'),
        }).toEqual({ at, end: 'paused', undone: false });
        expect(messagesOf(outcome).at(-1)).toContain('AWS cannot be asked');
        const sent = bench.world.calls.length;
        const still = await bench.run(outcome.records);
        expect(kindOf(still)).toBe('paused');
        expect(bench.world.calls.slice(sent).filter(({ mutating }) => mutating)).toEqual([]);
        bench.world.faults.length = 0;
        const resumed = await bench.run(still.records);
        expect({ at, end: kindOf(resumed) }).toEqual({ at, end: 'succeeded' });
        expect({ at, broken, left: leftovers(bench.account) }).toEqual({ at, broken: [], left: [] });
      }
    },
  );

  it.each(['expired', 'denied', 'throttle', 'reset'] as const)(
    'an answer `%s` that does not end while all is taken back leaves the rest to a resume',
    async (kind) => {
      for (const at of [
        'ListTasks',
        'DescribeServices',
        'DescribeDBInstances',
        'GetParameters',
        'DescribeDBSnapshots',
      ]) {
        newBench();
        bench.world.healthOfNew = 'fail-at-start';
        const blind = () => void bench.world.faults.push({ at, when: 'before', kind });
        const outcome = await bench.run([], {
          onDurable: (records) => {
            if (bench.world.faults.length === 0 && records.some(({ event }) => event.type === 'undo-started')) blind();
          },
        });
        expect({ at, end: endOf(outcome) }).not.toMatchObject({ end: 'undone' });
        expect({ at, broken }).toEqual({ at, broken: [] });
        bench.world.faults.length = 0;
        const resumed = await bench.run(outcome.records);
        expect({ at, broken, left: leftovers(bench.account) }).toEqual({ at, broken: [], left: [] });
        expect({ at, end: endOf(resumed), active: activeOf(bench.account) }).toEqual({
          at,
          end: 'undone',
          active: before,
        });
      }
    },
  );

  it('a role is assumed again before its keys expire, in a restore that outlives them', async () => {
    bench.world.timing = { ...bench.world.timing, restore: 3 * 3600 };
    const plan = recordsPlan(['xy-0146'], {
      'aws.assumeRole': 'arn:aws:iam::111122223333:role/deploy',
      'aws.account': '111122223333',
    });
    const other = new Bench(plan);
    settle(other.account);
    other.world.timing = bench.world.timing;
    const outcome = await other.run([], { key: 'AKIA999999999999' });
    expect(messagesOf(outcome)).toEqual([]);
    expect(kindOf(outcome)).toBe('succeeded');
    const assumed = other.world.calls.filter(({ operation }) => operation === 'AssumeRole').length;
    expect(assumed).toBeGreaterThan(3);
  });

  it('nothing is done with credentials of another account', async () => {
    const other = new Bench(recordsPlan(['xy-0146'], { 'aws.account': '444455556666' }));
    settle(other.account);
    const outcome = await other.run();
    expect(messagesOf(outcome)[0]).toContain('the credentials belong to account 111122223333, not to 444455556666');
    expect(other.world.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });
});

describe('other people', () => {
  it('a run elsewhere holds the fence: this one changes nothing and says who', async () => {
    const entry = {
      kind: 'begin',
      owner: 'other',
      run: 'elsewhere.7',
      release: 'hotfix 1',
      generation: '20261120t110000z',
      at: '2026-11-20T11:00:00Z',
      until: '2026-11-20T17:00:00Z',
    };
    addParameter(bench.account, `/${namespace}/release/log/00000003`, entry);
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringMatching(/busy: run elsewhere\.7 of release hotfix 1/)]);
    expect(bench.world.calls.filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('takes over when the lease of a dead run has ended', async () => {
    const entry = {
      kind: 'begin',
      owner: 'dead',
      run: 'dead.1',
      release: 'r 1',
      generation: '20261120t010000z',
      at: '2026-11-20T01:00:00Z',
      until: '2026-11-20T07:00:00Z',
    };
    addParameter(bench.account, `/${namespace}/release/log/00000003`, entry);
    expect(kindOf(await bench.run())).toBe('succeeded');
  });

  it('somebody takes over in the middle: a run that wakes up late changes nothing more', async () => {
    const later = {
      kind: 'begin',
      owner: 'other',
      run: 'other.1',
      release: 'r 2',
      generation: '20261120t130000z',
      at: 'x',
      until: '2027-01-01T00:00:00Z',
    };
    const operations = ['CreateDBSnapshot', 'RestoreDBInstanceFromDBSnapshot', 'RegisterTaskDefinition'];
    for (const operation of operations) {
      newBench();
      let taken = false;
      const onChange = bench.world.onChange;
      bench.world.onChange = () => {
        onChange?.();
        if (taken || bench.world.calls.at(-1)?.operation !== operation) return;
        taken = true;
        addParameter(bench.account, `/${namespace}/release/log/00000004`, later);
      };
      const outcome = await bench.run();
      expect(messagesOf(outcome).join()).toContain('has taken over');
      expect(broken).toEqual([]);
      const updates = bench.world.calls.filter((call) => call.operation === 'UpdateService');
      expect({ operation, updates: updates.length, active: activeOf(bench.account) }).toEqual({
        operation,
        updates: 0,
        active: operation === 'RegisterTaskDefinition' ? fresh : before,
      });
    }
  });

  it('a pointer that somebody else writes is never written over', async () => {
    const mine = { ts: '20261101t000000z', release: 'by hand', owner: 'a person' };
    const write = (): void => {
      const found = bench.account.parameters.get(`/${namespace}/db/active`);
      found?.versions.push({
        value: JSON.stringify(mine),
        version: (found.versions.at(-1)?.version ?? 0) + 1,
        at: bench.world.now,
      });
    };
    for (const operation of [
      'CreateDBSnapshot',
      'RestoreDBInstanceFromDBSnapshot',
      'RegisterTaskDefinition',
      'UpdateService',
    ]) {
      newBench();
      let written = false;
      const onChange = bench.world.onChange;
      bench.world.onChange = () => {
        onChange?.();
        if (written || bench.world.calls.at(-1)?.operation !== operation) return;
        written = true;
        write();
      };
      const outcome = await bench.run();
      const value = bench.account.parameters.get(`/${namespace}/db/active`)?.versions.at(-1)?.value ?? '';
      expect({ operation, pointer: JSON.parse(value), end: endOf(outcome) }).toEqual({
        operation,
        pointer: mine,
        end: 'undone',
      });
      expect({ operation, broken, left: leftovers(bench.account) }).toEqual({ operation, broken: [], left: [] });
    }
  });

  it('of two runs that start together one goes on, and the other says so', async () => {
    const other = recordsPlan(['xy-0146'], { 'records.poll': '15s' });
    for (let delay = 0; delay < 8; delay += 1) {
      newBench();
      const late = async () => {
        await bench.timeline
          .process('later')
          .clock.sleepUntil(bench.world.now + delay * 20, new AbortController().signal);
        return bench.run([], { run: 'records-2024-06.2', plan: other });
      };
      const [one, two] = await Promise.all([bench.run(), late()]);
      const ends = [one, two].map(kindOf).toSorted();
      expect({ delay, ends, said: [...messagesOf(one), ...messagesOf(two)] }).toEqual({
        delay,
        ends: ['failed', 'succeeded'],
        said: [expect.stringContaining('is busy')],
      });
      expect({ delay, broken, left: leftovers(bench.account) }).toEqual({ delay, broken: [], left: [] });
    }
  });
});
