import { type ChildProcess, spawn } from 'node:child_process';
import { ECS } from '@aws-sdk/client-ecs';
import { RDS } from '@aws-sdk/client-rds';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAws } from '../../src/aws/aws.ts';
import { realClock } from '../../src/cli/real-clock.ts';
import type { Plan } from '../../src/plan/model.ts';
import { openRun } from '../../src/run/host.ts';
import { createMasker } from '../../src/secrets/masker.ts';
import { createExecutor } from '../../src/steps/executor.ts';
import { builtInStepKinds } from '../../src/steps/index.ts';
import { JournalStore } from '../support/simulation.ts';
import { kindOf, messagesOf, namespace, recordsPlan } from './kit.ts';
import { motoServer, startMoto } from './moto.ts';

/*
 * The sample's own steps against moto_server, as far as it goes: fence, snapshot, restore, publish, activate, and, for a
 * customer without a service, the look at it and the service; and everything back again. What moto has no tasks and no
 * rollouts for is left out: the verification, and what comes behind it.
 */
const beforeCutOver = (
  more: readonly { readonly kind: string; readonly with: object }[] = [],
  services = false,
): Plan => {
  const plan = recordsPlan(['xy-0146'], { 'records.poll': '50ms' });
  const [process] = plan.processes;
  if (process === undefined) throw new Error('no process');
  const kept = process.steps.filter(
    ({ kind, id }) =>
      (services ? id !== 'verify' : !kind.startsWith('aws/ecs')) && kind !== 'aws/rds-delete' && kind !== 'note',
  );
  const [first] = kept;
  if (first === undefined) throw new Error('no steps');
  const added = more.map((step, index) => ({ ...first, id: `more${index}`, path: `more${index}`, ...step }));
  const steps = [...kept, ...added].map((step, index) => ({ ...step, needs: index === 0 ? [] : [index - 1] }));
  const { header } = plan;
  return { header, lanes: plan.lanes, processes: [{ ...process, steps: steps as Plan['processes'][number]['steps'] }] };
};

const keys = { AWS_ACCESS_KEY_ID: 'AKIA111122223333', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' };

async function perform(plan: Plan, url: string) {
  const clock = realClock(Date.now);
  const store = new JournalStore(clock);
  const executor = createExecutor({
    plan,
    kinds: builtInStepKinds,
    targets: () => ({ start: () => Promise.reject(new Error('no target here')) }) as never,
    feeds: new Map(),
    cache: {} as never,
    secrets: { read: () => Promise.reject(new Error('no secrets here')) },
    masker: createMasker(),
    clock,
    fetch,
    scratch: '/nowhere',
    aws: createAws({ environment: { ...keys, AWS_ENDPOINT_URL: url }, clock }),
  });
  const runner = { host: 'here', pid: 1, start: 's', user: 'u' };
  const result = await openRun({ run: 'm.1', plan, planDigest: 'd', store, executor, clock, runner, parallel: 8 })
    .result;
  return { result, records: store.records };
}

describe.skipIf(motoServer === undefined)(
  'the sample against moto_server (skipped without moto_server on the PATH)',
  () => {
    let moto: { readonly url: string; readonly child: ChildProcess };
    beforeAll(async () => {
      moto = await startMoto(spawn);
    }, 30_000);
    afterAll(() => void moto.child.kill());

    const client = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIA111122223333', secretAccessKey: 's' } };
    beforeEach(async () => {
      await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
      const rds = new RDS({ ...client, endpoint: moto.url });
      const master = { MasterUsername: 'root', MasterUserPassword: 'password1', AllocatedStorage: 20 };
      await rds.createDBInstance({
        DBInstanceIdentifier: 'xy-0146-dev',
        Engine: 'mysql',
        DBInstanceClass: 'db.t3.micro',
        ...master,
        Tags: [{ Key: 'team', Value: 'records' }],
      });
      await rds.createDBParameterGroup({
        DBParameterGroupName: 'records-mysql8',
        DBParameterGroupFamily: 'mysql8.0',
        Description: 'x',
      });
    }, 60_000);

    /** moto knows subnet groups only with the subnets of EC2. */
    const plan = (more: Parameters<typeof beforeCutOver>[0] = [], services = false): Plan =>
      JSON.parse(JSON.stringify(beforeCutOver(more, services)).replaceAll('"subnetGroup":"records",', '')) as Plan;

    const place = { cluster: 'common-nonprod', services: [namespace] };
    const ecs = (): ECS => new ECS({ ...client, endpoint: moto.url });

    it('makes the service of a customer who has none, on the new database', async () => {
      await ecs().createCluster({ clusterName: place.cluster });
      const outcome = await perform(plan([], true), moto.url);
      expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
      const { services = [] } = await ecs().describeServices({ ...place, include: ['TAGS'] });
      expect(services).toMatchObject([{ status: 'ACTIVE', desiredCount: 2 }]);
      expect(services[0]?.tags).toEqual(expect.arrayContaining([{ key: 'release:namespace', value: namespace }]));
      const { taskDefinition } = await ecs().describeTaskDefinition({
        taskDefinition: services[0]?.taskDefinition,
      });
      const { Parameter } = await new SSM({ ...client, endpoint: moto.url }).getParameter({
        Name: `/${namespace}/db/active`,
      });
      const { ts } = JSON.parse(Parameter?.Value ?? '{}') as { readonly ts: string };
      expect(taskDefinition?.containerDefinitions?.[0]?.secrets).toEqual([
        { name: 'DATABASE', valueFrom: `/${namespace}/db/${ts}` },
      ]);
    }, 60_000);

    it('takes that service back with all the rest', async () => {
      await ecs().createCluster({ clusterName: place.cluster });
      const outcome = await perform(plan([{ kind: 'fail', with: { message: 'no' } }], true), moto.url);
      expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'failed', said: ['more0: no'] });
      const { services = [] } = await ecs().describeServices(place);
      expect(services.filter(({ status }) => status === 'ACTIVE')).toEqual([]);
      const { DBInstances = [] } = await new RDS({ ...client, endpoint: moto.url }).describeDBInstances({});
      expect(DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)).toEqual(['xy-0146-dev']);
    }, 60_000);

    it('makes the database, tells of it, and sets it active', async () => {
      const outcome = await perform(plan(), moto.url);
      expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'succeeded', said: [] });
      const rds = new RDS({ ...client, endpoint: moto.url });
      const { DBInstances = [] } = await rds.describeDBInstances({});
      const made = DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier?.startsWith(`${namespace}-`));
      expect(made?.TagList).toEqual(expect.arrayContaining([{ Key: 'release:namespace', Value: namespace }]));
      expect(made?.TagList).not.toEqual(expect.arrayContaining([{ Key: 'team', Value: 'records' }]));
      const ssm = new SSM({ ...client, endpoint: moto.url });
      const { Parameter } = await ssm.getParameter({ Name: `/${namespace}/db/active` });
      expect(`${namespace}-${(JSON.parse(Parameter?.Value ?? '{}') as { readonly ts: string }).ts}`).toBe(
        made?.DBInstanceIdentifier,
      );
    }, 60_000);

    it('takes everything back', async () => {
      const outcome = await perform(plan([{ kind: 'fail', with: { message: 'no' } }]), moto.url);
      expect({ end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({ end: 'failed', said: ['more0: no'] });
      const rds = new RDS({ ...client, endpoint: moto.url });
      const { DBInstances = [] } = await rds.describeDBInstances({});
      expect(DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)).toEqual(['xy-0146-dev']);
      const { DBSnapshots = [] } = await rds.describeDBSnapshots({ SnapshotType: 'manual' });
      expect(DBSnapshots).toEqual([]);
      const ssm = new SSM({ ...client, endpoint: moto.url });
      const { Parameter } = await ssm.getParameter({ Name: `/${namespace}/db/active` });
      expect(JSON.parse(Parameter?.Value ?? '{}')).toMatchObject({ ts: null });
    }, 60_000);
  },
);
