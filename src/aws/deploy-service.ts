import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import type { AwsAccount } from './account.ts';
import { type Deployment, primaryOf } from './ecs-model.ts';
import { describeService } from './ecs-read.ts';
import { AwsFailure, isAws } from './failure.ts';
import { changedByOthers, Patience } from './others.ts';
import { ownDefinition, type ServiceRequest } from './own-definition.ts';
import { type Polling, poll } from './poll.ts';
import { toEcsTags } from './tags.ts';

export interface Deployed {
  readonly taskDefinition: string;
  readonly deployment: string;
  /** Empty when the service is new. */
  readonly previous: string;
}

/** Registers the task definition once, and makes it that of the service. Never forces a deployment, so it can be repeated. */
export async function deployService(account: AwsAccount, request: ServiceRequest, polling: Polling): Promise<Deployed> {
  const { arn: definition, previous } = await ownDefinition(account, request, polling);
  const strange = new Patience();
  const primary = await poll(polling, () => advance(account, request, definition, previous, strange));
  return { taskDefinition: definition, deployment: primary.id, previous };
}

async function advance(
  account: AwsAccount,
  request: ServiceRequest,
  definition: string,
  previous: string,
  strange: Patience,
): Promise<Deployment | undefined> {
  const { cluster, service } = request;
  const found = await describeService(account, cluster, service);
  if (found === undefined || found.status === 'INACTIVE') return create(account, request, definition);
  if (found.status === 'DRAINING') return undefined;
  const primary = primaryOf(found);
  if (primary?.taskDefinition === definition) return primary;
  const current = primary?.taskDefinition ?? found.taskDefinition;
  if (current !== previous) {
    if (strange.isEnough()) throw changedByOthers(service, current);
    return undefined;
  }
  await request.guard();
  const changed = await account.write(
    'ecs',
    (ecs) =>
      ecs.updateService({
        cluster,
        service,
        taskDefinition: definition,
        ...(request.deploymentConfiguration !== undefined && {
          deploymentConfiguration: request.deploymentConfiguration,
        }),
      }),
    'ecs:UpdateService',
  );
  return deploymentIn(changed.service?.deployments, definition);
}

async function create(
  account: AwsAccount,
  request: ServiceRequest,
  definition: string,
): Promise<Deployment | undefined> {
  const { cluster, service, tags, clientToken, deploymentConfiguration } = request;
  if (request.create === undefined) {
    throw new AwsFailure(
      'refused',
      'NoService',
      `there is no service ${service} in ${cluster}, and \`create\` does not say how to make it`,
    );
  }
  await request.guard();
  const input = {
    ...request.create,
    cluster,
    serviceName: service,
    taskDefinition: definition,
    clientToken,
    tags: toEcsTags(tags),
    ...(deploymentConfiguration !== undefined && { deploymentConfiguration }),
  };
  try {
    const made = await account.write(
      'ecs',
      (ecs) => ecs.createService(input as CreateServiceCommandInput),
      'ecs:CreateService',
    );
    return deploymentIn(made.service?.deployments, definition);
  } catch (error) {
    // A service of that name has just come up, or is on its way out.
    if (isAws(error, 'refused') && /not idempotent|draining/i.test(error.message)) return undefined;
    throw error;
  }
}

function deploymentIn(
  deployments:
    | readonly {
        readonly id?: string | undefined;
        readonly status?: string | undefined;
        readonly taskDefinition?: string | undefined;
      }[]
    | undefined,
  definition: string,
): Deployment | undefined {
  const found = deployments?.find(
    ({ status, taskDefinition }) => status === 'PRIMARY' && taskDefinition === definition,
  );
  if (found === undefined) return undefined;
  return {
    id: found.id ?? '',
    status: 'PRIMARY',
    taskDefinition: definition,
    rollout: '',
    reason: '',
    desired: 0,
    running: 0,
    failed: 0,
  };
}
