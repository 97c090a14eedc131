import { definition, type EcsContext, rollBack, stop } from './ecs.ts';
import type { AccountState, DeploymentState, Happening, ServiceState, TaskState } from './state.ts';

/** How tasks of a task definition do. By default they run when the database they were told of can be reached. */
export type TaskHealth = 'as-the-database' | 'fail-at-start' | 'never-start' | 'crash-later';

export interface HappeningContext extends EcsContext {
  readonly health: (taskDefinition: string) => TaskHealth;
  /** Told of each moment at which a service had no task that runs. */
  readonly onStart?: (task: TaskState) => void;
}

export function happen(context: HappeningContext, one: Happening): void {
  const { account } = context;
  switch (one.kind) {
    case 'database': {
      const found = account[one.of].get(one.id);
      if (found === undefined || found.resourceId !== one.resource || found.status === 'deleting') return;
      found.status = one.status;
      if (one.status === 'available' || one.status === 'backing-up') found.hasEndpoint = true;
      if (one.status === 'available') found.pending = {};
      return;
    }
    case 'database-gone':
      if (account[one.of].get(one.id)?.resourceId === one.resource) account[one.of].delete(one.id);
      return;
    case 'snapshot': {
      const found = account[one.of].get(one.id);
      if (found !== undefined) found.status = one.status;
      return;
    }
    case 'service-gone': {
      const found = account.services.get(one.service);
      if (found === undefined) return;
      found.status = 'INACTIVE';
      for (const task of account.tasks) if (task.service === found.key) stop(task, 'the service was deleted');
      return;
    }
    case 'task-up': {
      const found = account.tasks.find(({ arn }) => arn === one.task);
      if (found?.status === 'PENDING') found.status = 'RUNNING';
      return;
    }
    case 'start-tasks':
    case 'check-rollout':
    case 'drain':
    case 'crash': {
      const service = account.services.get(one.service);
      const deployment = service?.deployments.find(({ id }) => id === one.deployment);
      if (service !== undefined && deployment !== undefined) rollOut(context, one.kind, service, deployment);
      return;
    }
    default:
      one satisfies never;
  }
}

function rollOut(
  context: HappeningContext,
  kind: 'start-tasks' | 'check-rollout' | 'drain' | 'crash',
  service: ServiceState,
  deployment: DeploymentState,
): void {
  const { account, after } = context;
  const own = account.tasks.filter((task) => task.deployment === deployment.id && task.status !== 'STOPPED');
  const again = { service: service.key, deployment: deployment.id };
  switch (kind) {
    case 'start-tasks':
      startTasks(context, service, deployment, own.length);
      return;
    case 'check-rollout':
      if (deployment.status !== 'PRIMARY') return;
      if (own.filter(({ status }) => status === 'RUNNING').length < service.desired)
        after(10, { kind: 'check-rollout', ...again });
      else after(10, { kind: 'drain', ...again });
      return;
    case 'drain': {
      if (deployment.status !== 'PRIMARY') return;
      const others = account.tasks.filter((task) => task.service === service.key && task.deployment !== deployment.id);
      const stopping = others.filter(({ status }) => status === 'RUNNING' || status === 'PENDING');
      for (const task of stopping) task.status = 'STOPPING';
      if (stopping.length > 0) {
        after(20, { kind: 'drain', ...again });
        return;
      }
      for (const task of others) stop(task, 'a newer deployment took over');
      deployment.rollout = 'COMPLETED';
      service.deployments = service.deployments.filter((one) => one === deployment);
      if (context.health(deployment.taskDefinition) === 'crash-later') after(15, { kind: 'crash', ...again });
      return;
    }
    case 'crash': {
      const [task] = own;
      if (task === undefined || deployment.status !== 'PRIMARY') return;
      stop(task, 'Essential container in task exited');
      startTasks(context, service, deployment, own.length - 1);
      after(15, { kind: 'crash', ...again });
      return;
    }
    default:
      kind satisfies never;
  }
}

function startTasks(
  context: HappeningContext,
  service: ServiceState,
  deployment: DeploymentState,
  there: number,
): void {
  const { account, after } = context;
  const again = { service: service.key, deployment: deployment.id };
  const health = context.health(deployment.taskDefinition);
  if (health === 'never-start') return;
  for (let count = there; count < service.desired; count += 1) {
    const made = startTask(context, service, deployment);
    if (health !== 'fail-at-start' && made.secrets.every((secret) => reaches(account, secret))) {
      after(15, { kind: 'task-up', task: made.arn });
      continue;
    }
    stop(made, 'ResourceInitializationError: unable to pull secrets or reach the database');
    deployment.failed += 1;
  }
  if (deployment.failed === 0) {
    if (deployment.rollout === 'IN_PROGRESS') after(20, { kind: 'check-rollout', ...again });
    return;
  }
  const enough = deployment.failed >= Math.max(3, service.desired);
  if (service.breaker.enable && enough && deployment.status === 'PRIMARY') {
    if (service.breaker.rollback) rollBack(context, service, deployment);
    else deployment.rollout = 'FAILED';
    return;
  }
  after(20, { kind: 'start-tasks', ...again });
}

function startTask({ account, now }: HappeningContext, service: ServiceState, deployment: DeploymentState): TaskState {
  const made: TaskState = {
    arn: `arn:aws:ecs:${account.region}:${account.id}:task/${service.cluster}/${account.nextId++}`,
    cluster: service.cluster,
    service: service.key,
    deployment: deployment.id,
    taskDefinition: deployment.taskDefinition,
    status: 'PENDING',
    startedAt: now,
    secrets: secretsOf(definition(account, deployment.taskDefinition).input),
  };
  account.tasks.push(made);
  return made;
}

export function secretsOf(taskDefinition: { readonly [key: string]: unknown }): readonly string[] {
  const containers = (taskDefinition.containerDefinitions ?? []) as {
    readonly secrets?: { readonly valueFrom: string }[];
  }[];
  return containers
    .flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom))
    .filter((name) => name.includes('/db/'));
}

/** Whether the parameter is there and the database it tells of takes connections. */
export function reaches(account: AccountState, parameter: string): boolean {
  const value = account.parameters.get(parameter)?.versions.at(-1)?.value;
  if (value === undefined) return false;
  const { endpoint } = JSON.parse(value) as { readonly endpoint?: string };
  const found = [...account.instances.values(), ...account.clusters.values()].find(({ id }) =>
    endpoint?.startsWith(`${id}.`),
  );
  if (found === undefined) return false;
  return found.hasEndpoint && found.status !== 'deleting';
}
