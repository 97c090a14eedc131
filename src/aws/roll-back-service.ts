import type { AwsAccount } from './account.ts';
import { primaryOf, type Service } from './ecs-model.ts';
import { describeService, listTasks } from './ecs-read.ts';
import { isAws } from './failure.ts';
import { changedByOthers, Patience } from './others.ts';
import { type KnownDefinition, knownDefinition, type ServiceRequest } from './own-definition.ts';
import { type Polling, poll } from './poll.ts';

export interface RollbackRequest
  extends Pick<ServiceRequest, 'cluster' | 'service' | 'family' | 'own' | 'guard' | 'existing' | 'previous'> {
  /** Before this deployment the service was steady, so it will be again. */
  readonly wasSteady: boolean;
}

/**
 * Puts traffic back to where it was: the service runs its previous task definition again, or is gone when this deployment
 * made it, and no task of the new revision is left. What others have deployed meanwhile is left alone.
 */
export async function rollBackService(account: AwsAccount, request: RollbackRequest, polling: Polling): Promise<void> {
  const definition = await knownDefinition(account, request);
  // What ran before already is no work of this deployment.
  if (definition === undefined || definition.arn === definition.previous) return;
  let good = 0;
  const strange = new Patience();
  await poll(polling, async () => {
    const settled = await stepBack(account, request, definition, strange);
    good = settled ? good + 1 : 0;
    return good >= 3 ? true : undefined;
  });
}

/** True when nothing is left to do. */
async function stepBack(
  account: AwsAccount,
  request: RollbackRequest,
  definition: KnownDefinition,
  strange: Patience,
): Promise<boolean> {
  const { cluster, service, own } = request;
  const found = await describeService(account, cluster, service);
  const { previous } = definition;
  if (found === undefined || found.status !== 'ACTIVE') return noTasks(account, request, definition.arn);
  const current = primaryOf(found)?.taskDefinition ?? found.taskDefinition;
  if (previous === '' && found.createdBy === own.owner) {
    await request.guard();
    await account.write('ecs', (ecs) => ecs.deleteService({ cluster, service, force: true }), 'ecs:DeleteService');
    return false;
  }
  if (current === definition.arn) {
    if (previous === '') throw changedByOthers(service, current);
    await request.guard();
    await account.write(
      'ecs',
      (ecs) => ecs.updateService({ cluster, service, taskDefinition: previous }),
      'ecs:UpdateService',
    );
    return false;
  }
  if (current !== previous) {
    if (await noTasks(account, request, definition.arn)) return true;
    if (strange.isEnough()) throw changedByOthers(service, current);
    return false;
  }
  const steady = isSteady(found) || (!request.wasSteady && found.deployments.length === 1);
  return steady && (await noTasks(account, request, definition.arn));
}

/** One deployment, done, with all its tasks. */
export function isSteady(service: Service): boolean {
  const [only, ...others] = service.deployments;
  if (only === undefined || others.length > 0) return false;
  return (only.rollout === 'COMPLETED' || only.rollout === '') && service.running === service.desired;
}

async function noTasks(
  account: AwsAccount,
  { cluster, service }: RollbackRequest,
  definition: string,
): Promise<boolean> {
  try {
    const tasks = await listTasks(account, cluster, service);
    return tasks.every(({ taskDefinition, status }) => taskDefinition !== definition || status === 'STOPPED');
  } catch (error) {
    if (isAws(error, 'missing')) return true;
    throw error;
  }
}
