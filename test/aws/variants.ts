import type { Plan, PlanStep } from '../../src/plan/model.ts';
import { activationPlan } from '../../src/steps/aws/activation-plan.ts';
import { awsSpaces } from '../../src/steps/aws/spaces.ts';
import type { JsonMap } from '../../src/util/json.ts';
import { addDatabase, Bench, before, namespace, recordsPlan, settle } from './kit.ts';

/* The sample in other places than its files say: with an Aurora cluster, and with a development database elsewhere. */

/** The sample plan with other inputs for some of its steps. */
function changed(change: (step: PlanStep) => JsonMap): Plan {
  const plan = recordsPlan(['xy-0146'], { 'records.poll': '15s', 'records.bake': '0s' });
  const processes = plan.processes.map((process) => ({
    ...process,
    steps: process.steps.map((step) => ({ ...step, with: { ...step.with, ...change(step) } })),
  }));
  return { ...plan, processes };
}

/** Nothing but the newest generation stays. */
export function withCluster(): Bench {
  const bench = new Bench(
    changed(({ kind }): JsonMap => {
      if (kind === 'aws/rds-snapshot' || kind === 'aws/rds-delete')
        return { kind: 'cluster', ...(kind === 'aws/rds-delete' && { keep: 0 }) };
      if (kind !== 'aws/rds-restore') return {};
      const from = 'steps.snapshot.outputs';
      return {
        kind: 'cluster',
        engine: `{{${from}.engine}}`,
        engineVersion: `{{${from}.engineVersion}}`,
        members: 2,
        parameterGroup: 'records-aurora8',
        masterPassword: 'a-new-password',
      };
    }),
  );
  settle(bench.account);
  const { instances, clusters } = bench.account;
  const source = instances.get('xy-0146-dev');
  if (source !== undefined)
    clusters.set('xy-0146-dev', { ...source, engine: 'aurora-mysql', engineVersion: '8.0.mysql_aurora.3.05' });
  const old = instances.get(`${namespace}-${before}`);
  if (old !== undefined) clusters.set(old.id, { ...old, engine: 'aurora-mysql' });
  instances.clear();
  return bench;
}

/** Where the customer is, when the development database is in the usual account. */
export const otherAccount = '444455556666';

export function withSourceElsewhere(shareKey?: string): Bench {
  const source = { region: 'eu-west-1', account: '111122223333' };
  const aws = { ...source, account: otherAccount, assumeRole: `arn:aws:iam::${otherAccount}:role/deploy` };
  const plan = changed(({ kind }): JsonMap => {
    if (kind === 'note') return {};
    const copied = { source, kmsKey: 'alias/records', ...(shareKey !== undefined && { shareKey }) };
    return {
      aws,
      ...(kind === 'aws/rds-snapshot' && copied),
      ...(kind === 'aws/rds-delete' && { source }),
    };
  });
  const bench = new Bench(plan);
  addDatabase(bench.account, 'xy-0146-dev');
  const account = bench.world.account(otherAccount);
  settle(account);
  account.instances.delete('xy-0146-dev');
  return bench;
}

/** After a release that kept the generation before: a bench that puts this one back. */
export async function afterRelease(): Promise<() => Bench> {
  const released = new Bench(recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.bake': '0s' }));
  settle(released.account);
  await released.run();
  const [space] = awsSpaces(released.plan);
  if (space?.cluster === undefined || space.service === undefined) throw new Error('no space');
  const { cluster, service } = space;
  const taskDefinition = `arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`;
  const origin = { release: 'records-2024-05', version: '24.5.0', from: '24.6.0' };
  const activation = { generation: before, taskDefinition, ...origin };
  const plan = activationPlan(released.plan, { ...space, cluster, service }, activation);
  return () => {
    const bench = new Bench(plan);
    copyInto(bench, released);
    return bench;
  };
}

/** AWS as it is in another bench, an hour later. */
export function copyInto(bench: Bench, { world }: Bench): void {
  bench.world.accounts.clear();
  for (const [key, account] of structuredClone(world.accounts)) bench.world.accounts.set(key, account);
  bench.world.now = world.now + 3_600_000;
}
