import { describe, expect, it } from 'vitest';
import {
  activeOf,
  addParameter,
  Bench,
  before,
  kindOf,
  leftovers,
  messagesOf,
  namespace,
  recordsPlan,
  violations,
} from './kit.ts';
import { afterRelease, copyInto } from './variants.ts';

/* A generation that was kept is put back by a run of its own, whose steps are those of a release. */
const fresh = '20261120t120000z';
const prepare = await afterRelease();
const service = (bench: Bench) => bench.account.services.get(`common-nonprod/${namespace}`);
const operations = (bench: Bench): readonly string[] =>
  bench.world.calls
    .filter(({ mutating }) => mutating)
    .map(({ operation, input }) => `${operation} ${input.Name ?? ''}`);

function watched(bench: Bench): { readonly bench: Bench; readonly broken: string[] } {
  const broken: string[] = [];
  bench.world.onChange = () => broken.push(...violations(bench.account));
  return { bench, broken };
}

describe('a kept generation that is put back', () => {
  it('gets the pointer, then the service, under the fence, and nothing else is changed', async () => {
    const { bench, broken } = watched(prepare());
    const outcome = await bench.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome), bugs: bench.bugs }).toEqual({
      end: 'succeeded',
      said: [],
      bugs: [],
    });
    expect({ active: activeOf(bench.account), broken, left: leftovers(bench.account) }).toEqual({
      active: before,
      broken: [],
      left: [],
    });
    expect(service(bench)?.deployments.map(({ taskDefinition }) => taskDefinition.split('/').at(-1))).toEqual([
      `${namespace}:1`,
    ]);
    expect(operations(bench)).toEqual([
      `PutParameter /${namespace}/release/log/00000005`,
      `PutParameter /${namespace}/db/active`,
      'UpdateService ',
      `PutParameter /${namespace}/release/log/00000006`,
    ]);
    expect([...bench.account.instances.keys()]).toContain(`${namespace}-${fresh}`);
    const sent = bench.world.calls.length;
    expect(kindOf(await bench.run(outcome.records.slice(0, 1)))).toBe('succeeded');
    expect(bench.world.calls.slice(sent).filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('is given up when its tasks do not run, and all is as before', async () => {
    const { bench, broken } = watched(prepare());
    bench.world.health.set(`arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`, 'fail-at-start');
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringContaining('was rolled back')]);
    expect({ active: activeOf(bench.account), broken, left: leftovers(bench.account) }).toEqual({
      active: fresh,
      broken: [],
      left: [],
    });
    expect(service(bench)?.deployments.map(({ taskDefinition }) => taskDefinition.split('/').at(-1))).toEqual([
      `${namespace}:2`,
    ]);
  });

  it.each([
    ['is being deleted', 'is deleting'],
    ['is stopped', 'is stopped'],
    ['is gone', 'there is no database'],
    ['was made anew under its name', 'tells of a database that is gone'],
  ])('whose database %s meanwhile is left alone', async (what, message) => {
    const bench = prepare();
    const database = bench.account.instances.get(`${namespace}-${before}`);
    if (what === 'is gone') bench.account.instances.delete(`${namespace}-${before}`);
    else if (what.startsWith('was made')) {
      const parameter = bench.account.parameters.get(`/${namespace}/db/${before}`);
      const value = { ...JSON.parse(parameter?.versions.at(-1)?.value ?? '{}'), resource: 'db-OLD' };
      addParameter(bench.account, `/${namespace}/db/${before}`, value);
    } else if (database !== undefined) database.status = what === 'is stopped' ? 'stopped' : 'deleting';
    const outcome = await bench.run();
    expect(messagesOf(outcome)).toEqual([expect.stringContaining(message)]);
    expect({
      active: activeOf(bench.account),
      held: leftovers(bench.account).includes('the fence is still held'),
    }).toEqual({ active: fresh, held: false });
    expect(operations(bench).some((name) => name.startsWith('UpdateService'))).toBe(false);
  });

  it('is waited for while it is changed', async () => {
    const bench = prepare();
    const database = bench.account.instances.get(`${namespace}-${before}`);
    if (database === undefined) throw new Error('no database');
    database.status = 'modifying';
    bench.account.queue.push({
      at: bench.world.now + 100_000,
      kind: 'database',
      of: 'instances',
      id: database.id,
      resource: database.resourceId,
      status: 'available',
    });
    expect(kindOf(await bench.run())).toBe('succeeded');
  });

  it('helps a service that does not work any more', async () => {
    const bench = prepare();
    for (const task of bench.account.tasks)
      if (task.status === 'RUNNING') [task.status, task.stoppedReason] = ['STOPPED', 'Essential container exited'];
    const outcome = await bench.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
    expect(violations(bench.account)).toEqual([]);
  });

  it('stays when the next release cleans up: what counts is which was in use last', async () => {
    const back = prepare();
    await back.run();
    const third = new Bench(recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.bake': '0s' }));
    copyInto(third, back);
    const outcome = await third.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
    const active = activeOf(third.account);
    const stay = [...third.account.instances.keys()].filter((id) => id.startsWith(`${namespace}-`)).toSorted();
    expect(stay).toEqual([`${namespace}-${before}`, `${namespace}-${active}`]);
    expect([...third.account.snapshots.keys()]).toContain(`${namespace}-${fresh}-final`);
  });

  it('stays kept when nobody could put it back', async () => {
    const back = prepare();
    back.world.health.set(`arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`, 'fail-at-start');
    await back.run();
    const third = new Bench(recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.keep': 2 }));
    copyInto(third, back);
    // Longer ago than the log goes back.
    for (const number of ['1', '2']) third.account.parameters.delete(`/${namespace}/release/log/0000000${number}`);
    await third.run();
    expect([...third.account.instances.keys()]).toEqual(
      expect.arrayContaining([`${namespace}-${before}`, `${namespace}-${fresh}`]),
    );
  });

  it('takes no harm from a read that shows the world before the last change', async () => {
    const calm = prepare();
    await calm.run();
    const reads = calm.world.calls.filter(({ mutating }) => !mutating).map(({ number }) => number);
    expect(reads.length).toBeGreaterThan(15);
    for (const number of reads) {
      const { bench, broken } = watched(prepare());
      bench.world.faults.push({ at: number, when: 'before', kind: 'stale' });
      const outcome = await bench.run();
      expect({ number, end: kindOf(outcome), said: messagesOf(outcome), broken }).toEqual({
        number,
        end: 'succeeded',
        said: [],
        broken: [],
      });
      expect({ number, active: activeOf(bench.account), left: leftovers(bench.account) }).toEqual({
        number,
        active: before,
        left: [],
      });
    }
  });

  it.each(['PutParameter', 'UpdateService'])('leaves a pointer alone that somebody writes after its %s', async (at) => {
    const { bench, broken } = watched(prepare());
    const theirs = JSON.stringify({ ts: fresh, release: 'by hand', owner: 'a person' });
    const onChange = bench.world.onChange;
    let written = false;
    bench.world.onChange = () => {
      onChange?.();
      const found = bench.account.parameters.get(`/${namespace}/db/active`);
      const own = found?.versions.at(-1);
      if (written || bench.world.calls.at(-1)?.operation !== at || !own?.value.includes(before)) return;
      written = true;
      found?.versions.push({ value: theirs, version: own.version + 1, at: bench.world.now });
    };
    const outcome = await bench.run();
    expect(messagesOf(outcome)[0]).toContain('this deployment changes nothing more');
    expect(bench.account.parameters.get(`/${namespace}/db/active`)?.versions.at(-1)?.value).toBe(theirs);
    expect({ broken, left: leftovers(bench.account) }).toEqual({ broken: [], left: [] });
    expect(service(bench)?.deployments[0]?.taskDefinition).toMatch(/:2$/);
  });

  it('of two runs that start together one goes on', async () => {
    const { bench, broken } = watched(prepare());
    const release = recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.bake': '0s' });
    const [one, two] = await Promise.all([bench.run(), bench.run([], { run: 'records-2024-06.2', plan: release })]);
    expect([kindOf(one), kindOf(two)].toSorted()).toEqual(['failed', 'succeeded']);
    expect([...messagesOf(one), ...messagesOf(two)]).toEqual([expect.stringContaining('is busy')]);
    expect({ broken, left: leftovers(bench.account) }).toEqual({ broken: [], left: [] });
  });
});
