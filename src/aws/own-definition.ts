import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import type { AwsAccount } from './account.ts';
import { primaryOf, type TaskDefinition } from './ecs-model.ts';
import { describeService, describeTaskDefinition, revisionsOf } from './ecs-read.ts';
import { timeOfGeneration } from './names.ts';
import { changedByOthers } from './others.ts';
import { type Polling, pause } from './poll.ts';
import { isOwn, type Ownership, type Tags, toEcsTags } from './tags.ts';

/** What a service is to run. */
export interface ServiceRequest {
  readonly cluster: string;
  readonly service: string;
  readonly family: string;
  /** Of RegisterTaskDefinition, without family and tags. */
  readonly definition: object;
  /** ARN of a revision that is there already, and is used in place of a new one. */
  readonly existing: string | undefined;
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

/** What a new revision remembers of the one before it. */
const previousKey = 'release:previous';
const none = 'none';

function previousOf({ tags }: TaskDefinition): string {
  const tag = tags.get(previousKey) ?? none;
  return tag === none ? '' : tag;
}

/** The revision that this deployment leads to, as far as there is one, and the one before it. */
export async function knownDefinition(
  account: AwsAccount,
  request: Pick<ServiceRequest, 'family' | 'own' | 'existing' | 'previous'>,
): Promise<KnownDefinition | undefined> {
  const { existing, previous = '' } = request;
  if (existing !== undefined) return { arn: existing, previous };
  const found = await findOwnDefinition(account, request);
  return found && { arn: found.arn, previous: previousOf(found) };
}

export interface KnownDefinition {
  readonly arn: string;
  /** Empty when there was no service before. */
  readonly previous: string;
}

/** The revision that this deployment has registered already. */
async function findOwnDefinition(
  account: AwsAccount,
  { family, own }: Pick<ServiceRequest, 'family' | 'own'>,
): Promise<TaskDefinition | undefined> {
  for await (const arn of revisionsOf(account, family)) {
    const found = await describeTaskDefinition(account, arn);
    if (found === undefined) continue;
    if (isOwn(found.tags, own)) return found;
    // Older than this deployment: ours cannot be further back.
    if (found.registeredAt > 0 && found.registeredAt < sinceOf(own)) return undefined;
  }
  return undefined;
}

/** Registers it, unless this deployment has done so already. */
export async function ownDefinition(
  account: AwsAccount,
  request: ServiceRequest,
  polling: Polling,
): Promise<KnownDefinition> {
  const known = await knownDefinition(account, request);
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
  return { arn, previous: before };
}

/** Clocks differ a little. */
const skew = 600_000;

function sinceOf({ generation }: Ownership): number {
  const time = timeOfGeneration(generation);
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
