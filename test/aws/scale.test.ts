import { describe, expect, it } from 'vitest';
import { verifyService } from '../../src/aws/verify-service.ts';
import type { Plan } from '../../src/plan/model.ts';
import { accountId, Bench, kindOf, leftovers, messagesOf, recordsPlan, settle, violations } from './kit.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index + 10}-0146`);
const tenants = names(20);

/** The plan of one customer, for many of them. */
function planForAll(): Plan {
  const plan = recordsPlan(['xy-0146'], { 'records.poll': '30s' });
  const [lane] = plan.lanes;
  const lanes = tenants.map(
    (tenant) =>
      JSON.parse(
        JSON.stringify(lane)
          .replaceAll('xy-0146', tenant)
          .replaceAll('"customer":{"value":"xy"}', `"customer":{"value":"${tenant.slice(0, -5)}"}`),
      ) as Plan['lanes'][number],
  );
  const waves = plan.header.waves.map((wave) => ({ ...wave, lanes: [...lanes.keys()], concurrency: 0 }));
  return { ...plan, header: { ...plan.header, waves }, lanes };
}

/** What AWS allows by default, in calls a second, for what the release calls most. */
const limits: Readonly<Record<string, number>> = {
  GetParameters: 40,
  GetParametersByPath: 40,
  PutParameter: 3,
  DescribeServices: 20,
  ListTasks: 20,
  DescribeTasks: 20,
  UpdateService: 5,
  RegisterTaskDefinition: 5,
  DescribeDBInstances: 10,
  DescribeDBSnapshots: 10,
  CreateDBSnapshot: 5,
  RestoreDBInstanceFromDBSnapshot: 5,
};

/** Most calls a second of each operation, over five seconds. */
function busiest({ world }: Bench): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const most = new Map<string, number>();
  for (const { operation, at } of world.calls) {
    const key = `${operation} ${Math.floor(at / 5000)}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    most.set(operation, Math.max(most.get(operation) ?? 0, count / 5));
  }
  return most;
}

function overLimit(bench: Bench): readonly (readonly [string, number])[] {
  return [...busiest(bench)].filter(([operation, count]) => count > (limits[operation] ?? 20));
}

describe('many customers of one account at once', () => {
  it('stays under the limits of the API in whole releases', async () => {
    const bench = new Bench(planForAll());
    bench.account.limits.instances = 1000;
    for (const tenant of tenants) settle(bench.account, `${tenant}-qa`);
    const outcome = await bench.run();
    expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
    for (const tenant of tenants) {
      const space = `${tenant}-qa`;
      expect([...violations(bench.account, space), ...leftovers(bench.account, space)]).toEqual([]);
    }
    expect(overLimit(bench)).toEqual([]);
  });

  it('verifies a hundred services with a tenth of the calls, and under the limits', async () => {
    const bench = new Bench();
    const hundred = names(100).map((tenant) => `${tenant}-qa`);
    for (const space of hundred) settle(bench.account, space);
    const process = bench.timeline.process('verifier');
    const account = bench.aws(process, `AKIA${accountId}`).at({ region: 'eu-west-1' });
    const polling = () => ({ clock: process.clock, signal: new AbortController().signal, every: 15_000 });
    const verified = await Promise.all(
      hundred.map((space) => {
        const taskDefinition = `arn:aws:ecs:eu-west-1:${accountId}:task-definition/${space}:1`;
        const request = { cluster: 'common-nonprod', service: space, taskDefinition, bake: 0, tell: () => {} };
        return verifyService(account, request, polling());
      }),
    );
    expect(verified.every(({ running }) => running === 2)).toBe(true);
    expect(overLimit(bench)).toEqual([]);
    const looks = bench.world.calls.filter(({ operation }) => operation === 'DescribeServices').length;
    expect(looks).toBeLessThan(60);
  });
});
