import type { CreateServiceCommandInput, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import type { AwsAccount } from './account.ts';
import { type Deployment, primaryOf, type Service, type TaskDefinition } from './ecs-model.ts';
import { describeService, describeTaskDefinition, listTasks, revisionsOf } from './ecs-read.ts';
import { AwsFailure, isAws } from './failure.ts';
import { type Polling, pause, poll } from './poll.ts';
import { isOwn, type Ownership, type Tags, toEcsTags } from './tags.ts';

export interface ServiceRequest {
  readonly cluster: string;
  readonly service: string;
  readonly family: string;
  /** Of RegisterTaskDefinition, without family and tags. */
  readonly definition: object;
  /** Of CreateService, for when there is no service yet; undefined: then it fails. */
  readonly create: object | undefined;
  readonly deploymentConfiguration: object | undefined;
  /** The task definition that was PRIMARY before this deployment, as it was recorded; empty when there was no service. */
  readonly previous: string | undefined;
  readonly own: Ownership;
  readonly tags: Tags;
  /** At most 36 characters; the same for the same deployment. */
  readonly clientToken: string;
  /** Called right before the service is changed; throws when that is not allowed any more. */
  readonly guard: () => Promise<void>;
}

export interface Deployed {
  readonly taskDefinition: string;
  readonly deployment: string;
  /** Empty when the service is new. */
  readonly previous: string;
}

/** What a new revision remembers of the one before it. */
export const previousKey = 'release:previous';
const none = 'none';

/** Registers the task definition once, and makes it that of the service. Never forces a deployment, so it can be repeated. */
export async function deployService(account: AwsAccount, request: ServiceRequest, polling: Polling): Promise<Deployed> {
  const definition = await ownDefinition(account, request, polling);
  const previous = previousOf(definition);
  const strange = new Patience();
  const primary = await poll(polling, () => advance(account, request, definition.arn, previous, strange));
  return { taskDefinition: definition.arn, deployment: primary.id, previous };
}

function previousOf({ tags }: TaskDefinition): string {
  const tag = tags.get(previousKey) ?? none;
  return tag === none ? '' : tag;
}

/** The revision that this deployment has registered already. */
export async function findOwnDefinition(
  account: AwsAccount,
  { family, own }: Pick<ServiceRequest, 'family' | 'own'>,
  since: number,
): Promise<TaskDefinition | undefined> {
  for await (const arn of revisionsOf(account, family)) {
    const found = await describeTaskDefinition(account, arn);
    if (found === undefined) continue;
    if (isOwn(found.tags, own)) return found;
    // Older than this deployment: ours cannot be further back.
    if (found.registeredAt > 0 && found.registeredAt < since) return undefined;
  }
  return undefined;
}

async function ownDefinition(account: AwsAccount, request: ServiceRequest, polling: Polling): Promise<TaskDefinition> {
  const known = await findOwnDefinition(account, request, sinceOf(request.own));
  if (known !== undefined) return known;
  const before = await currentDefinition(account, request, polling);
  const tags = new Map([...request.tags, [previousKey, before === '' ? none : before]]);
  const input = { ...request.definition, family: request.family, tags: toEcsTags(tags) };
  const { taskDefinition } = await account.write(
    'ecs',
    // The shape was checked against the schema of the step; AWS checks it once more.
    (ecs) => ecs.registerTaskDefinition(input as unknown as RegisterTaskDefinitionCommandInput),
    'ecs:RegisterTaskDefinition',
  );
  const arn = taskDefinition?.taskDefinitionArn ?? '';
  return { arn, tags, secrets: [], registeredAt: account.clock.now() };
}

/** Clocks differ a little. */
const skew = 600_000;

export function sinceOf({ generation }: Ownership): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})(\d{2})z$/.exec(generation) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isFinite(time) ? time - skew : 0;
}

/** What the service runs before we touch it, in agreement with what was recorded at the start. */
async function currentDefinition(account: AwsAccount, request: ServiceRequest, polling: Polling): Promise<string> {
  const { cluster, service, previous } = request;
  for (let looks = 1; ; looks += 1) {
    const found = await describeService(account, cluster, service);
    const living = found !== undefined && found.status === 'ACTIVE';
    const current = living ? (primaryOf(found)?.taskDefinition ?? found.taskDefinition) : '';
    if (previous === undefined || previous === current) return current;
    // The recorded one may have been read before a change of ours or of others was visible.
    if (looks >= 3) throw changedByOthers(service, current);
    await pause(polling, 1000);
  }
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

export interface RollbackRequest extends Pick<ServiceRequest, 'cluster' | 'service' | 'family' | 'own' | 'guard'> {}

/**
 * Puts traffic back to where it was: the service runs its previous task definition again, or is gone when this deployment
 * made it, and no task of the new revision is left. What others have deployed meanwhile is left alone.
 */
export async function rollBackService(account: AwsAccount, request: RollbackRequest, polling: Polling): Promise<void> {
  const definition = await findOwnDefinition(account, request, sinceOf(request.own));
  if (definition === undefined) return;
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
  definition: TaskDefinition,
  strange: Patience,
): Promise<boolean> {
  const { cluster, service, own } = request;
  const found = await describeService(account, cluster, service);
  const previous = previousOf(definition);
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
  return isSteady(found) && (await noTasks(account, request, definition.arn));
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

/** A look may show what was long ago: what it says against us is believed when it says so again and again. */
class Patience {
  #looks = 0;

  isEnough(): boolean {
    this.#looks += 1;
    return this.#looks >= 3;
  }
}

function changedByOthers(service: string, current: string): AwsFailure {
  const what = current === '' ? 'is gone' : `runs ${current.split('/').at(-1)} now`;
  return new AwsFailure(
    'refused',
    'Superseded',
    `service ${service} ${what}, which this deployment did not do; nothing is changed`,
  );
}
