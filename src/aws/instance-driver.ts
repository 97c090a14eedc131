import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import type { AwsAccount } from './account.ts';
import { Batch } from './batch.ts';
import type { Database, DatabaseDriver, RestoreRequest, Snapshot } from './database.ts';
import { isAws } from './failure.ts';
import { findByIds } from './find-by-ids.ts';
import { isSettled, markSettled } from './mark-ready.ts';
import { allPages, sameSet } from './pages.ts';
import { fromRdsTags, toRdsTags } from './tags.ts';

const idsPerCall = 50;

/** RDS instances. */
export function instanceDriver(account: AwsAccount): DatabaseDriver {
  const describe = (id: string): Promise<Database | undefined> =>
    account
      .shared(
        'instances',
        () =>
          new Batch(account.clock, idsPerCall, (ids) =>
            findByIds(ids, (some) => describeAll(account, [{ Name: 'db-instance-id', Values: [...some] }])),
          ),
      )
      .get(id);
  return {
    kind: 'instance',
    describe,
    list: async () => (await describeAll(account)).filter(({ members }) => members.length === 0),
    restore: async (request) => {
      await account.write(
        'rds',
        (rds) => rds.restoreDBInstanceFromDBSnapshot(restoreInput(request)),
        'rds:RestoreDBInstanceFromDBSnapshot',
      );
    },
    settle: (database, request) => settle(account, database, request),
    unprotect: async (id) => {
      const change = { DBInstanceIdentifier: id, DeletionProtection: false, ApplyImmediately: true };
      await account.write('rds', (rds) => rds.modifyDBInstance(change), 'rds:ModifyDBInstance');
    },
    remove: async ({ id }, finalSnapshot) => {
      const how =
        finalSnapshot === undefined
          ? { SkipFinalSnapshot: true }
          : { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: finalSnapshot };
      await account.write(
        'rds',
        (rds) => rds.deleteDBInstance({ DBInstanceIdentifier: id, ...how }),
        'rds:DeleteDBInstance',
      );
    },
    createSnapshot: async (id, source, tags) => {
      const input = { DBSnapshotIdentifier: id, DBInstanceIdentifier: source, Tags: toRdsTags(tags) };
      await account.write('rds', (rds) => rds.createDBSnapshot(input), 'rds:CreateDBSnapshot');
    },
    describeSnapshot: async (id) => {
      try {
        const input = { DBSnapshotIdentifier: id, ...(id.startsWith('arn:') && { IncludeShared: true }) };
        const { DBSnapshots = [] } = await account.read(
          'rds',
          (rds) => rds.describeDBSnapshots(input),
          'rds:DescribeDBSnapshots',
        );
        return DBSnapshots.map(snapshotOf)[0];
      } catch (error) {
        if (isAws(error, 'missing')) return undefined;
        throw error;
      }
    },
    listSnapshots: () =>
      allPages(async (Marker) => {
        const page = await account.read(
          'rds',
          (rds) => rds.describeDBSnapshots({ SnapshotType: 'manual', MaxRecords: 100, ...(Marker && { Marker }) }),
          'rds:DescribeDBSnapshots',
        );
        return { items: (page.DBSnapshots ?? []).map(snapshotOf), next: page.Marker };
      }),
    copySnapshot: async (source, id, tags, kmsKey) => {
      const input = {
        SourceDBSnapshotIdentifier: source,
        TargetDBSnapshotIdentifier: id,
        Tags: toRdsTags(tags),
        ...(kmsKey !== undefined && { KmsKeyId: kmsKey }),
      };
      await account.write('rds', (rds) => rds.copyDBSnapshot(input), 'rds:CopyDBSnapshot');
    },
    shareSnapshot: async (id, other, shared) => {
      const change = shared ? { ValuesToAdd: [other] } : { ValuesToRemove: [other] };
      const input = { DBSnapshotIdentifier: id, AttributeName: 'restore', ...change };
      await account.write('rds', (rds) => rds.modifyDBSnapshotAttribute(input), 'rds:ModifyDBSnapshotAttribute');
    },
    deleteSnapshot: async (id) => {
      await account.write('rds', (rds) => rds.deleteDBSnapshot({ DBSnapshotIdentifier: id }), 'rds:DeleteDBSnapshot');
    },
  };
}

function describeAll(
  account: AwsAccount,
  filters?: { Name: string; Values: string[] }[],
): Promise<readonly Database[]> {
  return allPages(async (Marker) => {
    const page = await account.read(
      'rds',
      (rds) =>
        rds.describeDBInstances({ MaxRecords: 100, ...(filters && { Filters: filters }), ...(Marker && { Marker }) }),
      'rds:DescribeDBInstances',
    );
    const alone = (page.DBInstances ?? []).filter(({ DBClusterIdentifier }) => DBClusterIdentifier === undefined);
    return { items: alone.map(databaseOf), next: page.Marker };
  });
}

function restoreInput(request: RestoreRequest) {
  return {
    DBInstanceIdentifier: request.id,
    DBSnapshotIdentifier: request.snapshot,
    Tags: toRdsTags(request.tags),
    VpcSecurityGroupIds: [...request.securityGroups],
    MultiAZ: request.multiAz,
    PubliclyAccessible: request.publiclyAccessible,
    EnableIAMDatabaseAuthentication: request.iamAuthentication,
    CopyTagsToSnapshot: true,
    ...(request.instanceClass !== undefined && { DBInstanceClass: request.instanceClass }),
    ...(request.subnetGroup !== undefined && { DBSubnetGroupName: request.subnetGroup }),
    ...(request.parameterGroup !== undefined && { DBParameterGroupName: request.parameterGroup }),
    ...(request.optionGroup !== undefined && { OptionGroupName: request.optionGroup }),
    ...(request.storageType !== undefined && { StorageType: request.storageType }),
    ...(request.port !== undefined && { Port: request.port }),
    ...(request.logExports.length > 0 && { EnableCloudwatchLogsExports: [...request.logExports] }),
    ...(request.manageMasterPassword && { ManageMasterUserPassword: true }),
  };
}

async function settle(account: AwsAccount, database: Database, request: RestoreRequest): Promise<'ready' | 'waiting'> {
  if (database.status !== 'available' || database.endpoint === undefined || database.pending) return 'waiting';
  const change = changesFor(database, request);
  if (change !== undefined) {
    const input = { DBInstanceIdentifier: database.id, ApplyImmediately: true, ...change };
    await account.write('rds', (rds) => rds.modifyDBInstance(input), 'rds:ModifyDBInstance');
    // The password is the one thing that cannot be read back, and setting it twice is no harm.
    if (request.masterPassword !== undefined) await markSettled(account, database);
    return 'waiting';
  }
  if (!database.needsReboot) return 'ready';
  await account.write(
    'rds',
    (rds) => rds.rebootDBInstance({ DBInstanceIdentifier: database.id }),
    'rds:RebootDBInstance',
  );
  return 'waiting';
}

function changesFor(database: Database, request: RestoreRequest) {
  const { securityGroups, parameterGroup, backupDays, masterPassword } = request;
  const change = {
    ...(securityGroups.length > 0 &&
      !sameSet(securityGroups, database.securityGroups) && { VpcSecurityGroupIds: [...securityGroups] }),
    ...(parameterGroup !== undefined &&
      parameterGroup !== database.parameterGroup && { DBParameterGroupName: parameterGroup }),
    // Not from the start: a restore that goes wrong could not be deleted then, because it cannot be changed either.
    ...(request.deletionProtection && !database.deletionProtection && { DeletionProtection: true }),
    ...(backupDays !== undefined && backupDays !== database.backupDays && { BackupRetentionPeriod: backupDays }),
    ...(masterPassword !== undefined && !isSettled(database) && { MasterUserPassword: masterPassword }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function databaseOf(one: DBInstance): Database {
  const groups = one.DBParameterGroups ?? [];
  const { Address, Port } = one.Endpoint ?? {};
  const secretArn = one.MasterUserSecret?.SecretArn;
  return {
    id: one.DBInstanceIdentifier ?? '',
    arn: one.DBInstanceArn ?? '',
    status: one.DBInstanceStatus ?? '',
    resourceId: one.DbiResourceId ?? '',
    createdAt: one.InstanceCreateTime?.getTime() ?? 0,
    engine: one.Engine ?? '',
    engineVersion: one.EngineVersion ?? '',
    ...(Address !== undefined && { endpoint: { address: Address, port: Port ?? 0 } }),
    tags: fromRdsTags(one.TagList),
    securityGroups: (one.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? ''),
    parameterGroup: groups[0]?.DBParameterGroupName ?? '',
    pending: Object.values(one.PendingModifiedValues ?? {}).some((value) => value !== undefined && value !== ''),
    needsReboot: groups.some(({ ParameterApplyStatus }) => ParameterApplyStatus === 'pending-reboot'),
    multiAz: one.MultiAZ ?? false,
    deletionProtection: one.DeletionProtection ?? false,
    backupDays: one.BackupRetentionPeriod ?? 0,
    ...(secretArn !== undefined && { secretArn }),
    members: [],
  };
}

function snapshotOf(one: DBSnapshot): Snapshot {
  const arn = one.DBSnapshotArn ?? '';
  return {
    id: one.DBSnapshotIdentifier ?? '',
    arn,
    status: one.Status ?? '',
    source: one.DBInstanceIdentifier ?? '',
    createdAt: one.SnapshotCreateTime?.getTime() ?? 0,
    engine: one.Engine ?? '',
    engineVersion: one.EngineVersion ?? '',
    encrypted: one.Encrypted ?? false,
    tags: fromRdsTags(one.TagList),
    account: arn.split(':')[4] ?? '',
  };
}
