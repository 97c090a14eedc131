import type { DBCluster, DBClusterSnapshot } from '@aws-sdk/client-rds';
import type { AwsAccount } from './account.ts';
import { Batch } from './batch.ts';
import type { Database, DatabaseDriver, RestoreRequest, Snapshot } from './database.ts';
import { isAws } from './failure.ts';
import { findByIds } from './find-by-ids.ts';
import { isSettled, markSettled } from './mark-ready.ts';
import { allPages, sameSet } from './pages.ts';
import { fromRdsTags, toRdsTags } from './tags.ts';

const idsPerCall = 50;

/** Aurora clusters. A restored cluster has no instances: they are made one by one, and deleted before it. */
export function clusterDriver(account: AwsAccount): DatabaseDriver {
  return {
    kind: 'cluster',
    describe: (id) =>
      account
        .shared(
          'clusters',
          () =>
            new Batch(account.clock, idsPerCall, (ids) =>
              findByIds(ids, (some) => describeAll(account, [{ Name: 'db-cluster-id', Values: [...some] }])),
            ),
        )
        .get(id),
    list: () => describeAll(account),
    restore: async (request) => {
      await account.write(
        'rds',
        (rds) => rds.restoreDBClusterFromSnapshot(restoreInput(request)),
        'rds:RestoreDBClusterFromSnapshot',
      );
    },
    settle: (database, request) => settle(account, database, request),
    unprotect: async (id) => {
      const change = { DBClusterIdentifier: id, DeletionProtection: false, ApplyImmediately: true };
      await account.write('rds', (rds) => rds.modifyDBCluster(change), 'rds:ModifyDBCluster');
    },
    remove: (database, finalSnapshot) => remove(account, database, finalSnapshot),
    createSnapshot: async (id, source, tags) => {
      const input = { DBClusterSnapshotIdentifier: id, DBClusterIdentifier: source, Tags: toRdsTags(tags) };
      await account.write('rds', (rds) => rds.createDBClusterSnapshot(input), 'rds:CreateDBClusterSnapshot');
    },
    describeSnapshot: async (id) => {
      try {
        const input = { DBClusterSnapshotIdentifier: id, ...(id.startsWith('arn:') && { IncludeShared: true }) };
        const { DBClusterSnapshots = [] } = await account.read(
          'rds',
          (rds) => rds.describeDBClusterSnapshots(input),
          'rds:DescribeDBClusterSnapshots',
        );
        return DBClusterSnapshots.map(snapshotOf)[0];
      } catch (error) {
        if (isAws(error, 'missing')) return undefined;
        throw error;
      }
    },
    listSnapshots: () =>
      allPages(async (Marker) => {
        const page = await account.read(
          'rds',
          (rds) =>
            rds.describeDBClusterSnapshots({ SnapshotType: 'manual', MaxRecords: 100, ...(Marker && { Marker }) }),
          'rds:DescribeDBClusterSnapshots',
        );
        return { items: (page.DBClusterSnapshots ?? []).map(snapshotOf), next: page.Marker };
      }),
    copySnapshot: async (source, id, tags, kmsKey) => {
      const input = {
        SourceDBClusterSnapshotIdentifier: source,
        TargetDBClusterSnapshotIdentifier: id,
        Tags: toRdsTags(tags),
        ...(kmsKey !== undefined && { KmsKeyId: kmsKey }),
      };
      await account.write('rds', (rds) => rds.copyDBClusterSnapshot(input), 'rds:CopyDBClusterSnapshot');
    },
    shareSnapshot: async (id, other, shared) => {
      const change = shared ? { ValuesToAdd: [other] } : { ValuesToRemove: [other] };
      const input = { DBClusterSnapshotIdentifier: id, AttributeName: 'restore', ...change };
      await account.write(
        'rds',
        (rds) => rds.modifyDBClusterSnapshotAttribute(input),
        'rds:ModifyDBClusterSnapshotAttribute',
      );
    },
    deleteSnapshot: async (id) => {
      const input = { DBClusterSnapshotIdentifier: id };
      await account.write('rds', (rds) => rds.deleteDBClusterSnapshot(input), 'rds:DeleteDBClusterSnapshot');
    },
  };
}

/** Names of the instances of a cluster, the writer first. */
function memberIds(cluster: string, members: number): readonly string[] {
  return Array.from({ length: members }, (_, index) => `${cluster}-${index + 1}`);
}

function describeAll(
  account: AwsAccount,
  filters?: { Name: string; Values: string[] }[],
): Promise<readonly Database[]> {
  return allPages(async (Marker) => {
    const page = await account.read(
      'rds',
      (rds) =>
        rds.describeDBClusters({ MaxRecords: 100, ...(filters && { Filters: filters }), ...(Marker && { Marker }) }),
      'rds:DescribeDBClusters',
    );
    return { items: (page.DBClusters ?? []).map(databaseOf), next: page.Marker };
  });
}

function restoreInput(request: RestoreRequest) {
  return {
    DBClusterIdentifier: request.id,
    SnapshotIdentifier: request.snapshot,
    Engine: request.engine,
    // Otherwise the default of the region, which may be older than the data.
    EngineVersion: request.engineVersion,
    Tags: toRdsTags(request.tags),
    VpcSecurityGroupIds: [...request.securityGroups],
    EnableIAMDatabaseAuthentication: request.iamAuthentication,
    CopyTagsToSnapshot: true,
    ...(request.subnetGroup !== undefined && { DBSubnetGroupName: request.subnetGroup }),
    ...(request.parameterGroup !== undefined && { DBClusterParameterGroupName: request.parameterGroup }),
    ...(request.optionGroup !== undefined && { OptionGroupName: request.optionGroup }),
    ...(request.port !== undefined && { Port: request.port }),
    ...(request.logExports.length > 0 && { EnableCloudwatchLogsExports: [...request.logExports] }),
  };
}

async function settle(account: AwsAccount, database: Database, request: RestoreRequest): Promise<'ready' | 'waiting'> {
  const missing = memberIds(database.id, request.members).filter((id) => !database.members.includes(id));
  if (missing.length > 0 && (database.status === 'available' || database.status === 'backing-up')) {
    for (const id of missing) await createMember(account, id, database, request);
    return 'waiting';
  }
  if (database.status !== 'available' || database.endpoint === undefined || database.pending) return 'waiting';
  const members = await describeMembers(account, database.id);
  if (members.some(({ status }) => status !== 'available')) return 'waiting';
  const change = changesFor(database, request);
  if (change !== undefined) {
    const input = { DBClusterIdentifier: database.id, ApplyImmediately: true, ...change };
    await account.write('rds', (rds) => rds.modifyDBCluster(input), 'rds:ModifyDBCluster');
    if (request.masterPassword !== undefined || request.manageMasterPassword) await markSettled(account, database);
    return 'waiting';
  }
  return 'ready';
}

function changesFor(database: Database, request: RestoreRequest) {
  const { securityGroups, backupDays, masterPassword, manageMasterPassword } = request;
  const change = {
    ...(securityGroups.length > 0 &&
      !sameSet(securityGroups, database.securityGroups) && { VpcSecurityGroupIds: [...securityGroups] }),
    // Not from the start, as for an instance.
    ...(request.deletionProtection && !database.deletionProtection && { DeletionProtection: true }),
    ...(backupDays !== undefined && backupDays !== database.backupDays && { BackupRetentionPeriod: backupDays }),
    ...(masterPassword !== undefined && !isSettled(database) && { MasterUserPassword: masterPassword }),
    ...(manageMasterPassword && !isSettled(database) && { ManageMasterUserPassword: true }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

async function createMember(
  account: AwsAccount,
  id: string,
  cluster: Database,
  request: RestoreRequest,
): Promise<void> {
  const input = {
    DBInstanceIdentifier: id,
    DBClusterIdentifier: cluster.id,
    Engine: cluster.engine,
    DBInstanceClass: request.instanceClass ?? 'db.r6g.large',
    PubliclyAccessible: request.publiclyAccessible,
    Tags: toRdsTags(request.tags),
  };
  try {
    await account.write('rds', (rds) => rds.createDBInstance(input), 'rds:CreateDBInstance');
  } catch (error) {
    // Its own cluster names it or not; the next look decides.
    if (!isAws(error, 'exists')) throw error;
  }
}

async function describeMembers(account: AwsAccount, cluster: string) {
  return allPages(async (Marker) => {
    const page = await account.read(
      'rds',
      (rds) =>
        rds.describeDBInstances({
          Filters: [{ Name: 'db-cluster-id', Values: [cluster] }],
          MaxRecords: 100,
          ...(Marker && { Marker }),
        }),
      'rds:DescribeDBInstances',
    );
    const items = (page.DBInstances ?? []).map((one) => ({
      id: one.DBInstanceIdentifier ?? '',
      status: one.DBInstanceStatus ?? '',
    }));
    return { items, next: page.Marker };
  });
}

async function remove(account: AwsAccount, database: Database, finalSnapshot: string | undefined): Promise<void> {
  for (const { id, status } of await describeMembers(account, database.id)) {
    if (status === 'deleting') continue;
    const input = { DBInstanceIdentifier: id, SkipFinalSnapshot: true };
    await account.write('rds', (rds) => rds.deleteDBInstance(input), 'rds:DeleteDBInstance');
  }
  const how =
    finalSnapshot === undefined
      ? { SkipFinalSnapshot: true }
      : { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: finalSnapshot };
  const input = { DBClusterIdentifier: database.id, ...how };
  await account.write('rds', (rds) => rds.deleteDBCluster(input), 'rds:DeleteDBCluster');
}

function databaseOf(one: DBCluster): Database {
  const { Endpoint, Port } = one;
  const secretArn = one.MasterUserSecret?.SecretArn;
  const members = one.DBClusterMembers ?? [];
  return {
    id: one.DBClusterIdentifier ?? '',
    arn: one.DBClusterArn ?? '',
    status: one.Status ?? '',
    resourceId: one.DbClusterResourceId ?? '',
    createdAt: one.ClusterCreateTime?.getTime() ?? 0,
    engine: one.Engine ?? '',
    engineVersion: one.EngineVersion ?? '',
    ...(Endpoint !== undefined && { endpoint: { address: Endpoint, port: Port ?? 0 } }),
    tags: fromRdsTags(one.TagList),
    securityGroups: (one.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? ''),
    parameterGroup: one.DBClusterParameterGroup ?? '',
    pending: Object.values(one.PendingModifiedValues ?? {}).some((value) => value !== undefined && value !== ''),
    needsReboot: false,
    multiAz: one.MultiAZ ?? false,
    deletionProtection: one.DeletionProtection ?? false,
    backupDays: one.BackupRetentionPeriod ?? 0,
    ...(secretArn !== undefined && { secretArn }),
    members: members.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? ''),
  };
}

function snapshotOf(one: DBClusterSnapshot): Snapshot {
  const arn = one.DBClusterSnapshotArn ?? '';
  return {
    id: one.DBClusterSnapshotIdentifier ?? '',
    arn,
    status: one.Status ?? '',
    source: one.DBClusterIdentifier ?? '',
    createdAt: one.SnapshotCreateTime?.getTime() ?? 0,
    engine: one.Engine ?? '',
    engineVersion: one.EngineVersion ?? '',
    encrypted: one.StorageEncrypted ?? false,
    tags: fromRdsTags(one.TagList),
    account: arn.split(':')[4] ?? '',
  };
}
