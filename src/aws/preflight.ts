import type { AwsAccount } from './account.ts';
import type { DatabaseKind } from './database.ts';
import { databaseDriver } from './driver.ts';
import { describeService, listTasks } from './ecs-read.ts';
import { AwsFailure, isAws } from './failure.ts';
import { readActive } from './inventory.ts';

/** What a deployment will use, as far as it is known before it runs. */
export interface PreflightQuestion {
  readonly namespace: string;
  readonly kinds: readonly DatabaseKind[];
  readonly source: AwsAccount;
  readonly sourceDatabase?: string;
  readonly subnetGroup?: string;
  readonly parameterGroup?: string;
  readonly cluster?: string;
  readonly service?: string;
}

/** Why a deployment could not succeed now: groups and databases that are missing, no room, no rights. Changes nothing. */
export async function preflight(account: AwsAccount, question: PreflightQuestion): Promise<readonly string[]> {
  const checks = [
    () => hasRoom(account),
    () => hasSource(question),
    () => hasGroups(account, question),
    () => hasService(account, question),
    () => canRead(account, question),
  ];
  const found: string[] = [];
  for (const check of checks) found.push(...(await answers(check)));
  return [...new Set(found)];
}

async function answers(check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return [error.message];
  }
}

async function hasRoom(account: AwsAccount): Promise<readonly string[]> {
  // The same for all tenants of an account.
  const { AccountQuotas = [] } = await account.shared('quotas', () =>
    account.read('rds', (rds) => rds.describeAccountAttributes({}), 'rds:DescribeAccountAttributes'),
  );
  return AccountQuotas.flatMap(({ AccountQuotaName: name = '', Used = 0, Max = 0 }) => {
    const counts = name === 'DBInstances' || name === 'ManualSnapshots';
    return counts && Used >= Max ? [`there is no room for one more: ${Used} of ${Max} ${name} are in use`] : [];
  });
}

async function hasSource({ source, sourceDatabase, kinds }: PreflightQuestion): Promise<readonly string[]> {
  if (sourceDatabase === undefined) return [];
  const found = await Promise.all(kinds.map((kind) => databaseDriver(source, kind).describe(sourceDatabase)));
  return found.some((one) => one !== undefined) ? [] : [`there is no database ${sourceDatabase} to take a snapshot of`];
}

async function hasGroups(account: AwsAccount, question: PreflightQuestion): Promise<readonly string[]> {
  const { subnetGroup, parameterGroup, kinds } = question;
  if (subnetGroup !== undefined) {
    const input = { DBSubnetGroupName: subnetGroup };
    await account.read('rds', (rds) => rds.describeDBSubnetGroups(input), 'rds:DescribeDBSubnetGroups');
  }
  if (parameterGroup === undefined) return [];
  if (kinds.includes('cluster')) {
    const input = { DBClusterParameterGroupName: parameterGroup };
    await account.read(
      'rds',
      (rds) => rds.describeDBClusterParameterGroups(input),
      'rds:DescribeDBClusterParameterGroups',
    );
  } else {
    const input = { DBParameterGroupName: parameterGroup };
    await account.read('rds', (rds) => rds.describeDBParameterGroups(input), 'rds:DescribeDBParameterGroups');
  }
  return [];
}

async function hasService(account: AwsAccount, { cluster, service }: PreflightQuestion): Promise<readonly string[]> {
  if (cluster === undefined || service === undefined) return [];
  try {
    const found = await describeService(account, cluster, service);
    if (found === undefined || found.status === 'INACTIVE') return [];
    await listTasks(account, cluster, service);
    if (found.minimumHealthyPercent >= 100 && found.maximumPercent > 100) return [];
    return [
      `service ${service} would lose tasks while it is deployed: its minimumHealthyPercent is ${found.minimumHealthyPercent}`,
    ];
  } catch (error) {
    if (!isAws(error, 'missing')) throw error;
    return [`there is no cluster ${cluster}`];
  }
}

async function canRead(account: AwsAccount, { namespace }: PreflightQuestion): Promise<readonly string[]> {
  await readActive(account, namespace);
  return [];
}
