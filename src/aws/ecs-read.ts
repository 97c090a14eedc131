import type { Service as EcsService, Task as EcsTask } from '@aws-sdk/client-ecs';
import type { AwsAccount } from './account.ts';
import { Batch } from './batch.ts';
import type { Service, Task, TaskDefinition } from './ecs-model.ts';
import { isAws } from './failure.ts';
import { allPages } from './pages.ts';
import { fromEcsTags, tagKeys } from './tags.ts';

const servicesPerCall = 10;
const tasksPerCall = 100;

/** Undefined when ECS knows no such service (any more). */
export async function describeService(
  account: AwsAccount,
  cluster: string,
  name: string,
): Promise<Service | undefined> {
  const batch = account.shared(`services ${cluster}`, () => {
    const ask = async (names: readonly string[]): Promise<ReadonlyMap<string, Service>> => {
      const { services = [] } = await account.read(
        'ecs',
        (ecs) => ecs.describeServices({ cluster, services: [...names], include: ['TAGS'] }),
        'ecs:DescribeServices',
      );
      return new Map(services.map((one) => [one.serviceName ?? '', serviceOf(one)]));
    };
    return new Batch(account.clock, servicesPerCall, ask);
  });
  return batch.get(name);
}

/** Tasks that run or are about to, and those that are on their way out. `service` absent: all of the cluster. */
export async function listTasks(account: AwsAccount, cluster: string, service?: string): Promise<readonly Task[]> {
  const arns: string[] = [];
  // What is being stopped still runs, and counts among the stopped.
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const found = await allPages(async (nextToken) => {
      const page = await account.read(
        'ecs',
        (ecs) =>
          ecs.listTasks({
            cluster,
            desiredStatus,
            ...(service !== undefined && { serviceName: service }),
            ...(nextToken && { nextToken }),
          }),
        'ecs:ListTasks',
      );
      return { items: page.taskArns ?? [], next: page.nextToken };
    });
    arns.push(...found);
  }
  const tasks: Task[] = [];
  for (let from = 0; from < arns.length; from += tasksPerCall) {
    const some = arns.slice(from, from + tasksPerCall);
    const { tasks: found = [] } = await account.read(
      'ecs',
      (ecs) => ecs.describeTasks({ cluster, tasks: some }),
      'ecs:DescribeTasks',
    );
    tasks.push(...found.map(taskOf));
  }
  return tasks;
}

/** Revisions never change, so each is asked for once in the life of the process. */
export function describeTaskDefinition(account: AwsAccount, arn: string): Promise<TaskDefinition | undefined> {
  const known = account.shared('task definitions', () => new Map<string, Promise<TaskDefinition | undefined>>());
  const found = known.get(arn) ?? readTaskDefinition(account, arn);
  known.set(arn, found);
  found.catch(() => known.delete(arn));
  return found;
}

async function readTaskDefinition(account: AwsAccount, arn: string): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition, tags } = await account.read(
      'ecs',
      (ecs) => ecs.describeTaskDefinition({ taskDefinition: arn, include: ['TAGS'] }),
      'ecs:DescribeTaskDefinition',
    );
    if (taskDefinition === undefined) return undefined;
    const containers = taskDefinition.containerDefinitions ?? [];
    const logSecrets = containers.flatMap(({ logConfiguration }) => logConfiguration?.secretOptions ?? []);
    const secrets = [...containers.flatMap((one) => one.secrets ?? []), ...logSecrets];
    return {
      arn: taskDefinition.taskDefinitionArn ?? arn,
      tags: fromEcsTags(tags),
      secrets: secrets.map(({ valueFrom }) => valueFrom ?? ''),
      registeredAt: taskDefinition.registeredAt?.getTime() ?? 0,
    };
  } catch (error) {
    // What ECS says of a revision that is not there.
    if (isAws(error, 'refused') && error.code === 'ClientException') return undefined;
    throw error;
  }
}

/** Newest first. */
export async function* revisionsOf(account: AwsAccount, family: string): AsyncGenerator<string> {
  let nextToken: string | undefined;
  do {
    const from = nextToken;
    const page = await account.read(
      'ecs',
      (ecs) =>
        ecs.listTaskDefinitions({
          familyPrefix: family,
          status: 'ACTIVE',
          sort: 'DESC',
          maxResults: 20,
          ...(from !== undefined && { nextToken: from }),
        }),
      'ecs:ListTaskDefinitions',
    );
    // The prefix also fits longer families.
    yield* (page.taskDefinitionArns ?? []).filter((arn) => arn.split('/').at(-1)?.split(':')[0] === family);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
}

function serviceOf(one: EcsService): Service {
  const { minimumHealthyPercent, maximumPercent } = one.deploymentConfiguration ?? {};
  return {
    name: one.serviceName ?? '',
    arn: one.serviceArn ?? '',
    status: one.status === 'ACTIVE' || one.status === 'DRAINING' ? one.status : 'INACTIVE',
    desired: one.desiredCount ?? 0,
    running: one.runningCount ?? 0,
    minimumHealthyPercent: minimumHealthyPercent ?? 100,
    maximumPercent: maximumPercent ?? 200,
    taskDefinition: one.taskDefinition ?? '',
    createdBy: fromEcsTags(one.tags).get(tagKeys.owner),
    deployments: (one.deployments ?? []).map((each) => ({
      id: each.id ?? '',
      status: each.status ?? '',
      taskDefinition: each.taskDefinition ?? '',
      rollout: each.rolloutState ?? '',
      reason: each.rolloutStateReason ?? '',
      desired: each.desiredCount ?? 0,
      running: each.runningCount ?? 0,
      failed: each.failedTasks ?? 0,
    })),
  };
}

function taskOf(one: EcsTask): Task {
  return {
    arn: one.taskArn ?? '',
    taskDefinition: one.taskDefinitionArn ?? '',
    startedBy: one.startedBy ?? '',
    status: one.lastStatus ?? '',
    stoppedReason: one.stoppedReason ?? '',
  };
}
