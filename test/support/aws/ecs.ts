import { AwsFault } from './fault.ts';
import type { Input } from './rds.ts';
import type { AccountState, DeploymentState, ServiceState, TaskDefinitionState, TaskState } from './state.ts';

export interface EcsContext {
  readonly account: AccountState;
  readonly now: number;
  readonly after: (seconds: number, happening: object) => void;
}

type EcsTag = { key: string; value: string };

export const ecsOperations: { readonly [operation: string]: (context: EcsContext, input: Input) => object } = {
  RegisterTaskDefinition: ({ account }, input) => {
    const { tags, ...rest } = input;
    const family = String(input.family);
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(family))
      throw new AwsFault('ClientException', 'Family contains invalid characters.');
    if (!Array.isArray(input.containerDefinitions) || input.containerDefinitions.length === 0) {
      throw new AwsFault('ClientException', 'Container definitions must not be empty.');
    }
    const revision = account.taskDefinitions.filter((one) => one.family === family).length + 1;
    const made: TaskDefinitionState = {
      arn: `arn:aws:ecs:${account.region}:${account.id}:task-definition/${family}:${revision}`,
      family,
      revision,
      input: rest,
      tags: (tags as EcsTag[] | undefined) ?? [],
      status: 'ACTIVE',
    };
    account.taskDefinitions.push(made);
    return { taskDefinition: definitionOf(made), tags: made.tags };
  },
  DescribeTaskDefinition: ({ account }, input) => {
    const found = definition(account, String(input.taskDefinition));
    const withTags = Array.isArray(input.include) && input.include.includes('TAGS');
    return { taskDefinition: definitionOf(found), ...(withTags && { tags: found.tags }) };
  },
  ListTaskDefinitions: ({ account }, input) => {
    const size = Number(input.maxResults ?? 100);
    const found = account.taskDefinitions
      .filter(({ family, status }) => family === input.familyPrefix && status === (input.status ?? 'ACTIVE'))
      .map(({ arn }) => arn);
    if (input.sort === 'DESC') found.reverse();
    const from = Number(input.nextToken ?? 0);
    return {
      taskDefinitionArns: found.slice(from, from + size),
      ...(from + size < found.length && { nextToken: String(from + size) }),
    };
  },
  DeregisterTaskDefinition: ({ account }, input) => {
    const found = definition(account, String(input.taskDefinition));
    found.status = 'INACTIVE';
    return { taskDefinition: definitionOf(found) };
  },
  CreateCluster: (_, input) => ({ cluster: { clusterName: input.clusterName, status: 'ACTIVE' } }),
  CreateService: (context, input) => {
    const { account } = context;
    const { cluster, key } = placeOf(input.cluster, input.serviceName);
    const found = account.services.get(key);
    if (found !== undefined && found.status !== 'INACTIVE') {
      if (found.clientToken !== undefined && found.clientToken === input.clientToken)
        return { service: serviceOf(account, found) };
      throw new AwsFault('InvalidParameterException', 'Creation of service was not idempotent.');
    }
    const configuration = (input.deploymentConfiguration ?? {}) as Partial<Configuration>;
    const made: ServiceState = {
      key,
      cluster,
      name: String(input.serviceName),
      arn: `arn:aws:ecs:${account.region}:${account.id}:service/${key}`,
      status: 'ACTIVE',
      desired: Number(input.desiredCount ?? 1),
      deployments: [],
      minimumHealthyPercent: configuration.minimumHealthyPercent ?? 100,
      maximumPercent: configuration.maximumPercent ?? 200,
      breaker: configuration.deploymentCircuitBreaker ?? { enable: false, rollback: false },
      tags: (input.tags as EcsTag[] | undefined) ?? [],
      clientToken: input.clientToken === undefined ? undefined : String(input.clientToken),
    };
    account.services.set(key, made);
    deploy(context, made, definition(account, String(input.taskDefinition)).arn);
    return { service: serviceOf(account, made) };
  },
  UpdateService: (context, input) => {
    const { account } = context;
    const found = activeService(account, input);
    if (input.desiredCount !== undefined) found.desired = Number(input.desiredCount);
    const configuration = input.deploymentConfiguration as Partial<Configuration> | undefined;
    if (configuration?.deploymentCircuitBreaker !== undefined) found.breaker = configuration.deploymentCircuitBreaker;
    const primary = found.deployments[0];
    const wanted =
      input.taskDefinition === undefined
        ? primary?.taskDefinition
        : definition(account, String(input.taskDefinition)).arn;
    const same = wanted === primary?.taskDefinition;
    if (!same || input.forceNewDeployment === true) deploy(context, found, wanted ?? '');
    return { service: serviceOf(account, found) };
  },
  DeleteService: (context, input) => {
    const { account, after } = context;
    const found = activeService(account, input);
    if (input.force !== true && found.desired > 0)
      throw new AwsFault('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
    found.status = 'DRAINING';
    found.desired = 0;
    found.deployments = [];
    after(30, { kind: 'service-gone', service: found.key });
    return { service: serviceOf(account, found) };
  },
  DescribeServices: ({ account }, input) => {
    const names = (input.services ?? []) as string[];
    if (names.length > 10)
      throw new AwsFault('InvalidParameterException', 'Services cannot have more than 10 entries.');
    const found = names.map((name) => account.services.get(placeOf(input.cluster, name).key));
    return {
      services: found.flatMap((one) => (one === undefined ? [] : [serviceOf(account, one)])),
      failures: names.flatMap((name, index) => (found[index] === undefined ? [{ arn: name, reason: 'MISSING' }] : [])),
    };
  },
  ListTasks: ({ account }, input) => {
    const cluster = String(input.cluster ?? 'default');
    const service = input.serviceName === undefined ? undefined : placeOf(cluster, input.serviceName).key;
    const wanted = String(input.desiredStatus ?? 'RUNNING');
    const found = account.tasks
      .filter((task) => task.cluster === cluster && (service === undefined || task.service === service))
      .filter(({ status }) => (status === 'STOPPED' || status === 'STOPPING') === (wanted === 'STOPPED'))
      .map(({ arn }) => arn);
    const size = Number(input.maxResults ?? 100);
    const from = Number(input.nextToken ?? 0);
    return {
      taskArns: found.slice(from, from + size),
      ...(from + size < found.length && { nextToken: String(from + size) }),
    };
  },
  DescribeTasks: ({ account }, input) => {
    const wanted = (input.tasks ?? []) as string[];
    if (wanted.length > 100)
      throw new AwsFault('InvalidParameterException', 'Tasks cannot have more than 100 entries.');
    const found = account.tasks.filter(({ arn }) => wanted.includes(arn));
    return {
      tasks: found.map((task) => ({
        taskArn: task.arn,
        taskDefinitionArn: task.taskDefinition,
        lastStatus: task.status === 'STOPPING' ? 'DEACTIVATING' : task.status,
        desiredStatus: task.status === 'STOPPED' || task.status === 'STOPPING' ? 'STOPPED' : 'RUNNING',
        startedBy: task.deployment,
        startedAt: task.startedAt / 1000,
        stoppedReason: task.stoppedReason,
      })),
      failures: wanted
        .filter((arn) => !found.some((task) => task.arn === arn))
        .map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },
  ListServiceDeployments: ({ account }, input) => {
    const found = account.services.get(placeOf(input.cluster, input.service).key);
    const shown = (found?.deployments ?? []).map((one) => ({
      serviceDeploymentArn: deploymentArn(account, found, one),
      status: statusOf(one),
      targetServiceRevisionArn: `revision/${one.id}`,
    }));
    const wanted = input.status as string[] | undefined;
    return { serviceDeployments: wanted === undefined ? shown : shown.filter(({ status }) => wanted.includes(status)) };
  },
  StopServiceDeployment: (context, input) => {
    const { account } = context;
    const arn = String(input.serviceDeploymentArn);
    const found = [...account.services.values()].find((one) =>
      one.deployments.some((each) => deploymentArn(account, one, each) === arn),
    );
    const primary = found?.deployments[0];
    if (
      found === undefined ||
      primary === undefined ||
      primary.rollout !== 'IN_PROGRESS' ||
      deploymentArn(account, found, primary) !== arn
    ) {
      throw new AwsFault('ConflictException', 'The service deployment is not in progress.');
    }
    rollBack(context, found, primary);
    return { serviceDeploymentArn: arn };
  },
  ListTagsForResource: ({ account }, input) => {
    const arn = String(input.resourceArn);
    return { tags: [...account.services.values()].find((one) => one.arn === arn)?.tags ?? [] };
  },
};

interface Configuration {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly deploymentCircuitBreaker: ServiceState['breaker'];
}

function statusOf({ rollout }: DeploymentState): string {
  return { IN_PROGRESS: 'IN_PROGRESS', COMPLETED: 'SUCCESSFUL', FAILED: 'ROLLBACK_IN_PROGRESS' }[rollout];
}

function deploymentArn(
  { id, region }: AccountState,
  service: ServiceState | undefined,
  deployment: DeploymentState,
): string {
  return `arn:aws:ecs:${region}:${id}:service-deployment/${service?.key}/${deployment.id}`;
}

function placeOf(cluster: unknown, service: unknown): { readonly cluster: string; readonly key: string } {
  const name =
    String(cluster ?? 'default')
      .split('/')
      .at(-1) ?? '';
  return { cluster: name, key: `${name}/${String(service).split('/').at(-1)}` };
}

export function definition({ taskDefinitions }: AccountState, given: string): TaskDefinitionState {
  const found = taskDefinitions.findLast(
    ({ arn, family, revision }) => given === arn || given === `${family}:${revision}` || given === family,
  );
  if (found === undefined) throw new AwsFault('ClientException', 'Unable to describe task definition.');
  return found;
}

function activeService({ services }: AccountState, input: Input): ServiceState {
  const found = services.get(placeOf(input.cluster, input.service).key);
  if (found === undefined) throw new AwsFault('ServiceNotFoundException', 'Service not found.');
  if (found.status !== 'ACTIVE') throw new AwsFault('ServiceNotActiveException', 'Service was not ACTIVE.');
  return found;
}

function deploy({ account, now, after }: EcsContext, service: ServiceState, taskDefinition: string): void {
  for (const one of service.deployments) one.status = 'ACTIVE';
  const made: DeploymentState = {
    id: `ecs-svc/${account.nextId++}`,
    status: 'PRIMARY',
    taskDefinition,
    rollout: 'IN_PROGRESS',
    failed: 0,
    desired: service.desired,
    createdAt: now,
  };
  service.deployments.unshift(made);
  after(10, { kind: 'start-tasks', service: service.key, deployment: made.id });
}

/** The circuit breaker, or somebody who stops the deployment: the last one that had completed is PRIMARY again, under a new id. */
export function rollBack(context: EcsContext, service: ServiceState, failed: DeploymentState): void {
  failed.rollout = 'FAILED';
  const good = service.deployments.find(({ rollout }) => rollout === 'COMPLETED');
  if (good === undefined) return;
  for (const task of context.account.tasks)
    if (task.deployment === failed.id) stop(task, 'the deployment was rolled back');
  service.deployments = service.deployments.filter((one) => one !== failed);
  deploy(context, service, good.taskDefinition);
}

export function stop(task: TaskState, reason: string): void {
  if (task.status === 'STOPPED') return;
  task.status = 'STOPPED';
  task.stoppedReason = reason;
}

function definitionOf({ arn, family, revision, input, status }: TaskDefinitionState): object {
  return { ...input, taskDefinitionArn: arn, family, revision, status };
}

function serviceOf(account: AccountState, service: ServiceState): object {
  const of = (deployment: string, status: TaskState['status']): number =>
    account.tasks.filter((task) => task.deployment === deployment && task.status === status).length;
  const running = service.deployments.reduce((sum, { id }) => sum + of(id, 'RUNNING'), 0);
  return {
    serviceName: service.name,
    serviceArn: service.arn,
    clusterArn: `arn:aws:ecs:${account.region}:${account.id}:cluster/${service.cluster}`,
    status: service.status,
    desiredCount: service.desired,
    runningCount: running,
    pendingCount: service.deployments.reduce((sum, { id }) => sum + of(id, 'PENDING'), 0),
    taskDefinition: service.deployments[0]?.taskDefinition,
    deploymentConfiguration: {
      minimumHealthyPercent: service.minimumHealthyPercent,
      maximumPercent: service.maximumPercent,
      deploymentCircuitBreaker: service.breaker,
    },
    deployments: service.deployments.map((one) => ({
      id: one.id,
      status: one.status,
      taskDefinition: one.taskDefinition,
      rolloutState: one.rollout,
      desiredCount: one.desired,
      runningCount: of(one.id, 'RUNNING'),
      pendingCount: of(one.id, 'PENDING'),
      failedTasks: one.failed,
      createdAt: one.createdAt / 1000,
    })),
    events: [],
    tags: service.tags,
  };
}
