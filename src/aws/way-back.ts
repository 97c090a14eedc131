import type { AwsAccount } from './account.ts';
import { primaryOf, type TaskDefinition } from './ecs-model.ts';
import { describeService, describeTaskDefinition, revisionsOf } from './ecs-read.ts';
import type { Inventory } from './inventory.ts';
import { activeParameter, generationParameter, timeOfGeneration } from './names.ts';
import { sameSet } from './pages.ts';
import { parameterName } from './references.ts';
import { tagKeys } from './tags.ts';
import { lookAtGeneration } from './usable-generation.ts';

/** What putting a generation back would do, and why it cannot be done, if so. */
export interface WayBack {
  readonly generation: string;
  readonly database: string;
  /** Id and version of the release that made it; empty when its tags do not say. */
  readonly release: string;
  /** ARN of the revision that reads the parameter of this generation; undefined when there is none any more. */
  readonly taskDefinition: string | undefined;
  readonly from: { readonly generation: string | null; readonly taskDefinition: string };
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export interface WayBackQuestion {
  readonly generation: string;
  readonly cluster: string;
  readonly service: string;
}

/** Undefined when nothing is there of this generation. Changes nothing. */
export async function lookBack(
  account: AwsAccount,
  inventory: Inventory,
  { generation, cluster, service }: WayBackQuestion,
): Promise<WayBack | undefined> {
  const { namespace, databases, active } = inventory;
  const found = databases.find((one) => one.generation === generation);
  if (found === undefined) return undefined;
  const usability = await lookAtGeneration(account, { namespace, generation, kind: found.kind });
  const current = await describeService(account, cluster, service);
  const now = (current && primaryOf(current)?.taskDefinition) || (current?.taskDefinition ?? '');
  const definition = now === '' ? undefined : await definitionFor(account, namespace, generation, now);
  const problems = [
    ...(usability.kind === 'usable' ? [] : [usability.why]),
    ...(now === '' ? [`there is no service ${service} in ${cluster} that could be moved`] : []),
    ...(now !== '' && definition === undefined
      ? [`no task definition of ${familyOf(now)} reads ${generationParameter(namespace, generation)}`]
      : []),
  ];
  const present = databases.find((one) => one.generation === active?.generation);
  const sameGroups = present === undefined || sameSet(present.securityGroups, found.securityGroups);
  const warnings = sameGroups
    ? []
    : [
        `${found.id} has the security groups ${found.securityGroups.join(', ')}, and ${present.id} ${present.securityGroups.join(', ')}`,
      ];
  return {
    generation,
    database: found.id,
    release: found.tags.get(tagKeys.release) ?? '',
    taskDefinition: definition?.arn,
    from: { generation: active?.generation ?? null, taskDefinition: now },
    problems,
    warnings,
  };
}

/** Clocks differ a little. */
const skew = 600_000;

/** The newest revision that depends on this generation, and on no pointer. */
async function definitionFor(
  account: AwsAccount,
  namespace: string,
  generation: string,
  current: string,
): Promise<TaskDefinition | undefined> {
  const [wanted, pointer] = [generationParameter(namespace, generation), activeParameter(namespace)];
  for await (const arn of revisionsOf(account, familyOf(current))) {
    const found = await describeTaskDefinition(account, arn);
    if (found === undefined) continue;
    const names = found.secrets.map(parameterName);
    if (names.includes(wanted) && !names.includes(pointer)) return found;
    // Older than the database itself.
    if (found.registeredAt > 0 && found.registeredAt < timeOfGeneration(generation) - skew) return undefined;
  }
  return undefined;
}

function familyOf(arn: string): string {
  return arn.split('/').at(-1)?.split(':')[0] ?? '';
}
