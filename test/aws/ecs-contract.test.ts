import { type ChildProcess, spawn } from 'node:child_process';
import { ECS } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AwsAccount } from '../../src/aws/account.ts';
import { createAws } from '../../src/aws/aws.ts';
import { deployService } from '../../src/aws/deploy-service.ts';
import { primaryOf } from '../../src/aws/ecs-model.ts';
import { describeService, describeTaskDefinition, listTasks, revisionsOf } from '../../src/aws/ecs-read.ts';
import { AwsFailure } from '../../src/aws/failure.ts';
import type { ServiceRequest } from '../../src/aws/own-definition.ts';
import type { Polling } from '../../src/aws/poll.ts';
import { referencedParameters } from '../../src/aws/references.ts';
import { isSteady, rollBackService } from '../../src/aws/roll-back-service.ts';
import { tagsFor } from '../../src/aws/tags.ts';
import { verifyService } from '../../src/aws/verify-service.ts';
import { realClock } from '../../src/cli/real-clock.ts';
import { serveAws } from '../support/aws/server.ts';
import { AwsWorld } from '../support/aws/world.ts';
import { motoServer, startMoto } from './moto.ts';
import { motoEcsDifferences } from './moto-differences.ts';

vi.setConfig({ testTimeout: 90_000 });
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/*
 * What aws/ecs-deploy and aws/ecs-verify are made of, against our own imitation of ECS and against moto_server: what our
 * calls say, and what is read out of the answers. moto has no rollouts and no tasks of services, so scenarios that need
 * them are known differences.
 */
interface Stage {
  readonly ecs: ECS;
  readonly account: AwsAccount;
  readonly polling: Polling;
}

const cluster = 'stage';
const generation = '20261120t120000z';
const own = { namespace: 'app', generation, release: 'r 1', owner: 'owner-1', source: '' };
const parameter = `/app/db/${generation}`;
const containers = (image: string) => [
  { name: 'app', image, memory: 128, secrets: [{ name: 'DATABASE', valueFrom: parameter }] },
];

const request: ServiceRequest = {
  cluster,
  service: 'app',
  family: 'app',
  definition: { containerDefinitions: containers('new') },
  existing: undefined,
  create: { desiredCount: 1 },
  deploymentConfiguration: undefined,
  previous: undefined,
  own,
  tags: tagsFor(own),
  clientToken: own.owner,
  guard: async () => {},
};

const rollback = { ...request, wasSteady: true };

/** A service that was there before. */
async function settled({ ecs }: Stage): Promise<string> {
  await ecs.createCluster({ clusterName: cluster });
  const { taskDefinition } = await ecs.registerTaskDefinition({
    family: 'app',
    containerDefinitions: [{ name: 'app', image: 'old', memory: 128 }],
  });
  const arn = taskDefinition?.taskDefinitionArn ?? '';
  await ecs.createService({ cluster, serviceName: 'app', taskDefinition: arn, desiredCount: 1 });
  return arn;
}

async function failureOf(act: Promise<unknown>): Promise<AwsFailure | undefined> {
  return act.then(
    () => undefined,
    (error: unknown) => (error instanceof AwsFailure ? error : Promise.reject(error)),
  );
}

const scenarios: { readonly [name: string]: (stage: Stage) => Promise<void> } = {
  'a service that is missing is nothing': async ({ ecs, account }) => {
    await ecs.createCluster({ clusterName: cluster });
    expect(await describeService(account, cluster, 'nobody')).toBe(undefined);
  },
  'a service is read as it is judged': async (stage) => {
    const definition = await settled(stage);
    const found = await describeService(stage.account, cluster, 'app');
    expect(found).toMatchObject({
      name: 'app',
      status: 'ACTIVE',
      desired: 1,
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      taskDefinition: definition,
      createdBy: undefined,
    });
    expect(found && primaryOf(found)).toMatchObject({ status: 'PRIMARY', taskDefinition: definition });
    expect(found && primaryOf(found)?.rollout).toMatch(/^(?:IN_PROGRESS|COMPLETED)$/);
  },
  'a service that is missing is made, and carries its tags': async ({ ecs, account, polling }) => {
    await ecs.createCluster({ clusterName: cluster });
    const made = await deployService(account, { ...request, previous: '' }, polling);
    expect(made).toMatchObject({ taskDefinition: expect.stringMatching(/task-definition\/app:1$/), previous: '' });
    const found = await describeService(account, cluster, 'app');
    expect(found).toMatchObject({ createdBy: 'owner-1', taskDefinition: made.taskDefinition, desired: 1 });
  },
  'without `create` a service that is missing is not made': async ({ ecs, account, polling }) => {
    await ecs.createCluster({ clusterName: cluster });
    const failure = await failureOf(deployService(account, { ...request, create: undefined }, polling));
    expect(failure?.code).toBe('NoService');
  },
  'a task definition is registered with its tags, and read with its secrets': async (stage) => {
    await stage.ecs.createCluster({ clusterName: cluster });
    const { taskDefinition } = await deployService(stage.account, { ...request, previous: '' }, stage.polling);
    const found = await describeTaskDefinition(stage.account, taskDefinition);
    expect(found).toMatchObject({ arn: taskDefinition, secrets: [parameter] });
    expect(Object.fromEntries(found?.tags ?? [])).toMatchObject({
      'release:engine': 'release',
      'release:namespace': 'app',
      'release:generation': generation,
      'release:owner': 'owner-1',
      'release:previous': 'none',
    });
  },
  'a deployment that is performed again registers nothing, and makes nothing': async (stage) => {
    const { ecs, account, polling } = stage;
    await ecs.createCluster({ clusterName: cluster });
    const one = await deployService(account, { ...request, previous: '' }, polling);
    const again = await deployService(account, { ...request, previous: '' }, polling);
    expect(again).toEqual(one);
    const { taskDefinitionArns } = await ecs.listTaskDefinitions({ familyPrefix: 'app' });
    expect(taskDefinitionArns).toHaveLength(1);
  },
  'a service that is there moves to the new task definition, and remembers the old one': async (stage) => {
    const before = await settled(stage);
    const made = await deployService(stage.account, { ...request, previous: before }, stage.polling);
    expect(made.previous).toBe(before);
    const found = await describeService(stage.account, cluster, 'app');
    expect(found && primaryOf(found)?.taskDefinition).toBe(made.taskDefinition);
  },
  'the call that moves a service is taken, with a circuit breaker': async ({ ecs, account, polling }) => {
    const before = await settled({ ecs, account, polling });
    const deploymentConfiguration = {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    };
    const wanted = { ...request, previous: before, deploymentConfiguration };
    const stopped = { ...polling, signal: AbortSignal.timeout(1000) };
    await deployService(account, wanted, stopped).catch(() => undefined);
    expect(await describeService(account, cluster, 'app')).toMatchObject({
      taskDefinition: expect.stringMatching(/app:2$/),
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    });
  },
  'a revision that is there is put back without a new one': async (stage) => {
    const before = await settled(stage);
    const { account, polling } = stage;
    const existing = { ...request, existing: before, previous: before };
    expect(await deployService(account, existing, polling)).toMatchObject({ taskDefinition: before, previous: before });
    const { taskDefinitionArns } = await stage.ecs.listTaskDefinitions({ familyPrefix: 'app' });
    expect(taskDefinitionArns).toHaveLength(1);
  },
  'a revision that is not there is refused': async (stage) => {
    const before = await settled(stage);
    const missing = before.replace(/:1$/, ':9');
    expect(await describeTaskDefinition(stage.account, missing)).toBe(undefined);
    const wanted = { ...request, existing: missing, previous: before };
    expect((await failureOf(deployService(stage.account, wanted, stage.polling)))?.reason).toBe('refused');
  },
  'what others have deployed meanwhile is left alone': async (stage) => {
    await settled(stage);
    const wanted = { ...request, previous: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/app:7' };
    expect((await failureOf(deployService(stage.account, wanted, stage.polling)))?.code).toBe('Superseded');
  },
  'a service that runs another task definition is not verified': async (stage) => {
    const before = await settled(stage);
    const other = before.replace(/:1$/, ':2');
    const look = { cluster, service: 'app', taskDefinition: other, bake: 0, tell: () => {} };
    expect((await failureOf(verifyService(stage.account, look, stage.polling)))?.message).toContain('was rolled back');
  },
  'a service of no tasks is not verified': async (stage) => {
    const before = await settled(stage);
    await stage.ecs.updateService({ cluster, service: 'app', desiredCount: 0 });
    const look = { cluster, service: 'app', taskDefinition: before, bake: 0, tell: () => {} };
    const failure = await failureOf(verifyService(stage.account, look, stage.polling));
    expect(failure?.message).toContain('desired count of app is 0');
  },
  'a service is steady once its tasks run, and then it is verified': async (stage) => {
    const before = await settled(stage);
    const look = { cluster, service: 'app', taskDefinition: before, bake: 0, tell: () => {} };
    expect(await verifyService(stage.account, look, stage.polling)).toMatchObject({ running: 1 });
    const found = await describeService(stage.account, cluster, 'app');
    expect(found && isSteady(found)).toBe(true);
    expect(await listTasks(stage.account, cluster, 'app')).toMatchObject([
      { taskDefinition: before, status: 'RUNNING' },
    ]);
  },
  'a cluster without tasks needs no parameter': async ({ ecs, account }) => {
    await ecs.createCluster({ clusterName: cluster });
    expect(await listTasks(account, cluster)).toEqual([]);
    expect(await referencedParameters(account, cluster)).toEqual(new Set());
  },
  'a service that a deployment made is gone when it is taken back': async ({ ecs, account, polling }) => {
    await ecs.createCluster({ clusterName: cluster });
    await deployService(account, { ...request, previous: '' }, polling);
    await rollBackService(account, { ...rollback, previous: '' }, polling);
    const found = await describeService(account, cluster, 'app');
    expect(found?.status ?? 'INACTIVE').toMatch(/^(?:INACTIVE|DRAINING)$/);
  },
  'a deployment that registered nothing has nothing to take back': async (stage) => {
    const before = await settled(stage);
    await rollBackService(stage.account, { ...rollback, previous: before }, stage.polling);
    const { services } = await stage.ecs.describeServices({ cluster, services: ['app'] });
    expect(services?.[0]?.taskDefinition).toBe(before);
  },
  'a service is put back to the task definition before': async (stage) => {
    const before = await settled(stage);
    const { account, polling } = stage;
    await deployService(account, { ...request, previous: before }, polling);
    await rollBackService(account, { ...rollback, previous: before }, polling);
    const found = await describeService(account, cluster, 'app');
    expect(found && primaryOf(found)?.taskDefinition).toBe(before);
  },
  'revisions are not those of families with longer names': async ({ ecs, account }) => {
    for (const family of ['app', 'app-two'])
      await ecs.registerTaskDefinition({ family, containerDefinitions: containers('x') });
    const found: string[] = [];
    for await (const arn of revisionsOf(account, 'app')) found.push(arn.split('/').at(-1) ?? '');
    expect(found).toEqual(['app:1']);
  },
  'revisions are those of the family, the newest first': async ({ ecs, account }) => {
    for (const family of ['app', 'app'])
      await ecs.registerTaskDefinition({ family, containerDefinitions: containers('x') });
    const found: string[] = [];
    for await (const arn of revisionsOf(account, 'app')) found.push(arn.split('/').at(-1) ?? '');
    expect(found).toEqual(['app:2', 'app:1']);
  },
};

const keys = { AWS_ACCESS_KEY_ID: 'AKIA111122223333', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' };

async function play(url: string, scenario: (stage: Stage) => Promise<void>, most = 20_000): Promise<void> {
  const clock = realClock(Date.now);
  const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: 's' };
  const ecs = new ECS({ endpoint: url, region: 'eu-west-1', credentials, maxAttempts: 1 });
  const account = createAws({ environment: { ...keys, AWS_ENDPOINT_URL: url }, clock }).at({});
  // What cannot come true is not waited for.
  const polling = { clock, signal: AbortSignal.timeout(most), every: 50 };
  await scenario({ ecs, account, polling }).finally(() => ecs.destroy());
}

describe('our own imitation of ECS', () => {
  it.each(Object.keys(scenarios))('%s', async (name) => {
    const world = new AwsWorld();
    const server = await serveAws(world, () => world.advanceTo(world.now + 10_000));
    await play(server.url, scenarios[name] ?? Promise.reject).finally(() => server.close());
  });
});

it('every known difference of moto is a scenario', () => {
  expect(Object.keys(motoEcsDifferences).filter((name) => scenarios[name] === undefined)).toEqual([]);
});

describe.skipIf(motoServer === undefined)('ECS of moto_server (skipped without moto_server on the PATH)', () => {
  let child: ChildProcess;
  let url: string;
  beforeAll(async () => {
    ({ child, url } = await startMoto(spawn));
  }, 60_000);
  afterAll(() => void child.kill());

  for (const [name, scenario] of Object.entries(scenarios)) {
    const difference = motoEcsDifferences[name];
    const perform = async (): Promise<void> => {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
      await play(url, scenario, difference === undefined ? undefined : 3000);
    };
    if (difference === undefined) it(name, perform);
    // Should it agree one day, the list has to say so.
    else it.fails(`differs: ${name} (${difference})`, perform);
  }
});
