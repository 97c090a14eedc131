import { AwsFault } from './fault.ts';
import { databaseName, snapshotName } from './rds-names.ts';
import type { AccountState, DatabaseState, SnapshotState, Tag } from './state.ts';

export type Input = { readonly [key: string]: unknown };

/** What an operation sees: one account, the others (for what they share), and the time. */
export interface RdsContext {
  readonly account: AccountState;
  readonly accounts: readonly AccountState[];
  readonly now: number;
  readonly after: (seconds: number, happening: object) => void;
  readonly timing: RdsTiming;
}

/** Seconds. Each is what real instances need, shortened or not. */
export interface RdsTiming {
  readonly snapshot: number;
  readonly restore: number;
  readonly backup: number;
  readonly modify: number;
  readonly remove: number;
  /** How a restore of this database ends instead of `available`. */
  readonly endsAs: (id: string) => string | undefined;
  /** A parameter group given at restore is in use only after a reboot. */
  readonly needsReboot: boolean;
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

export const rdsOperations: { readonly [operation: string]: (context: RdsContext, input: Input) => object } = {
  CreateDBSnapshot: (context, input) =>
    createSnapshot(context, 'snapshots', input.DBSnapshotIdentifier, input.DBInstanceIdentifier, input),
  CreateDBClusterSnapshot: (context, input) =>
    createSnapshot(context, 'clusterSnapshots', input.DBClusterSnapshotIdentifier, input.DBClusterIdentifier, input),
  CopyDBSnapshot: (context, input) =>
    copySnapshot(context, 'snapshots', input.SourceDBSnapshotIdentifier, input.TargetDBSnapshotIdentifier, input),
  CopyDBClusterSnapshot: (context, input) =>
    copySnapshot(
      context,
      'clusterSnapshots',
      input.SourceDBClusterSnapshotIdentifier,
      input.TargetDBClusterSnapshotIdentifier,
      input,
    ),
  ModifyDBSnapshotAttribute: (context, input) => share(context, 'snapshots', input.DBSnapshotIdentifier, input),
  ModifyDBClusterSnapshotAttribute: (context, input) =>
    share(context, 'clusterSnapshots', input.DBClusterSnapshotIdentifier, input),
  DescribeDBSnapshots: (context, input) => describeSnapshots(context, 'snapshots', input.DBSnapshotIdentifier, input),
  DescribeDBClusterSnapshots: (context, input) =>
    describeSnapshots(context, 'clusterSnapshots', input.DBClusterSnapshotIdentifier, input),
  DeleteDBSnapshot: ({ account }, input) => deleteSnapshot(account, 'snapshots', input.DBSnapshotIdentifier),
  DeleteDBClusterSnapshot: ({ account }, input) =>
    deleteSnapshot(account, 'clusterSnapshots', input.DBClusterSnapshotIdentifier),
  RestoreDBInstanceFromDBSnapshot: (context, input) => {
    const snapshot = findSnapshot(context, 'snapshots', input.DBSnapshotIdentifier);
    return {
      DBInstance: instanceOf(context, create(context, 'instances', input.DBInstanceIdentifier, snapshot, input)),
    };
  },
  RestoreDBClusterFromSnapshot: (context, input) => {
    if (input.Engine === undefined) throw new AwsFault('MissingParameter', 'Engine is required');
    const snapshot = findSnapshot(context, 'clusterSnapshots', input.SnapshotIdentifier);
    const given = { ...input, DBParameterGroupName: input.DBClusterParameterGroupName };
    return { DBCluster: clusterOf(context, create(context, 'clusters', input.DBClusterIdentifier, snapshot, given)) };
  },
  CreateDBInstance: (context, input) => {
    const { account } = context;
    if (input.DBClusterIdentifier === undefined) {
      return {
        DBInstance: instanceOf(context, create(context, 'instances', input.DBInstanceIdentifier, undefined, input)),
      };
    }
    const cluster = account.clusters.get(String(input.DBClusterIdentifier));
    if (cluster === undefined) throw new AwsFault('DBClusterNotFoundFault', 'DBCluster not found', 404);
    return {
      DBInstance: instanceOf(
        context,
        create(context, 'instances', input.DBInstanceIdentifier, undefined, input, cluster),
      ),
    };
  },
  DescribeDBInstances: (context, input) => {
    const { account } = context;
    const wanted = filtered(input, 'db-instance-id', input.DBInstanceIdentifier);
    const found = [...account.instances.values()].filter(
      ({ id, cluster }) => (wanted === undefined || wanted.has(id)) && inCluster(input, cluster),
    );
    if (input.DBInstanceIdentifier !== undefined && found.length === 0) {
      throw new AwsFault('DBInstanceNotFound', `DBInstance ${String(input.DBInstanceIdentifier)} not found.`, 404);
    }
    return page(found, input, 'DBInstances', (each) => instanceOf(context, each));
  },
  DescribeDBClusters: (context, input) => {
    const wanted = filtered(input, 'db-cluster-id', input.DBClusterIdentifier);
    const found = [...context.account.clusters.values()].filter(({ id }) => wanted === undefined || wanted.has(id));
    if (input.DBClusterIdentifier !== undefined && found.length === 0) {
      throw new AwsFault('DBClusterNotFoundFault', `DBCluster ${String(input.DBClusterIdentifier)} not found.`, 404);
    }
    return page(found, input, 'DBClusters', (each) => clusterOf(context, each));
  },
  ModifyDBInstance: (context, input) => {
    const found = findInstance(context.account, input.DBInstanceIdentifier);
    modify(context, 'instances', found, input);
    return { DBInstance: instanceOf(context, found) };
  },
  ModifyDBCluster: (context, input) => {
    const found = findCluster(context.account, input.DBClusterIdentifier);
    modify(context, 'clusters', found, input);
    return { DBCluster: clusterOf(context, found) };
  },
  RebootDBInstance: (context, input) => {
    const found = findInstance(context.account, input.DBInstanceIdentifier);
    mustBeAvailable(found);
    found.status = 'rebooting';
    found.parameterStatus = 'in-sync';
    becomes(context, 'instances', found, 'available', context.timing.modify);
    return { DBInstance: instanceOf(context, found) };
  },
  DeleteDBInstance: (context, input) => {
    const found = findInstance(context.account, input.DBInstanceIdentifier);
    if (found.cluster !== undefined && input.FinalDBSnapshotIdentifier !== undefined) {
      throw new AwsFault('InvalidParameterCombination', 'Final snapshots are taken of the cluster');
    }
    remove(context, 'instances', 'snapshots', found, input, found.cluster !== undefined);
    return { DBInstance: instanceOf(context, found) };
  },
  DeleteDBCluster: (context, input) => {
    const { account } = context;
    const found = findCluster(account, input.DBClusterIdentifier);
    const members = [...account.instances.values()].filter(({ cluster }) => cluster === found.id);
    if (members.some(({ status }) => status !== 'deleting')) {
      throw new AwsFault(
        'InvalidDBClusterStateFault',
        'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
      );
    }
    remove(context, 'clusters', 'clusterSnapshots', found, input, false);
    return { DBCluster: clusterOf(context, found) };
  },
  AddTagsToResource: ({ account }, input) => {
    const [kind, id] = String(input.ResourceName).split(':').slice(5);
    const all = {
      db: account.instances,
      cluster: account.clusters,
      snapshot: account.snapshots,
      'cluster-snapshot': account.clusterSnapshots,
    };
    const found = all[kind as keyof typeof all]?.get(id ?? '');
    if (found === undefined) throw new AwsFault('DBInstanceNotFound', 'not found', 404);
    for (const tag of tagsOf(input)) {
      found.tags = [...found.tags.filter(({ Key }) => Key !== tag.Key), tag];
    }
    return {};
  },
  DescribeAccountAttributes: ({ account }) => ({
    AccountQuotas: [
      { AccountQuotaName: 'DBInstances', Used: account.instances.size, Max: account.limits.instances },
      { AccountQuotaName: 'ManualSnapshots', Used: manual(account), Max: account.limits.snapshots },
    ],
  }),
  DescribeDBSubnetGroups: ({ account }, input) => {
    const name = String(input.DBSubnetGroupName);
    if (!account.known.subnetGroups.has(name))
      throw new AwsFault('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, 404);
    return { DBSubnetGroups: [{ DBSubnetGroupName: name }] };
  },
  DescribeDBParameterGroups: ({ account }, input) => {
    const name = String(input.DBParameterGroupName);
    if (!account.known.parameterGroups.has(name))
      throw new AwsFault('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`, 404);
    return { DBParameterGroups: [{ DBParameterGroupName: name }] };
  },
};

function manual({ snapshots }: AccountState): number {
  return [...snapshots.values()].length;
}

function filtered(input: Input, filter: string, one: unknown): ReadonlySet<string> | undefined {
  if (one !== undefined) return new Set([String(one).toLowerCase()]);
  const filters = Array.isArray(input.Filters) ? (input.Filters as { Name: string; Values: string[] }[]) : [];
  const found = filters.find(({ Name }) => Name === filter);
  return found && new Set(found.Values.map((value) => value.toLowerCase()));
}

function inCluster(input: Input, cluster: string | undefined): boolean {
  const wanted = filtered(input, 'db-cluster-id', undefined);
  return wanted === undefined || (cluster !== undefined && wanted.has(cluster));
}

function page<T>(all: readonly T[], input: Input, name: string, show: (one: T) => object): object {
  const size = Number(input.MaxRecords ?? 100);
  if (size < 20 || size > 100) throw new AwsFault('InvalidParameterValue', 'MaxRecords must be 20 to 100');
  const from = Number(input.Marker ?? 0);
  const shown = all.slice(from, from + size);
  return { ...(from + size < all.length && { Marker: String(from + size) }), [name]: shown.map(show) };
}

const tagsOf = (input: Input): Tag[] => (Array.isArray(input.Tags) ? (input.Tags as Tag[]) : []);

function findInstance({ instances }: AccountState, id: unknown): DatabaseState {
  const found = instances.get(String(id).toLowerCase());
  if (found === undefined) throw new AwsFault('DBInstanceNotFound', `DBInstance ${String(id)} not found.`, 404);
  return found;
}

function findCluster({ clusters }: AccountState, id: unknown): DatabaseState {
  const found = clusters.get(String(id).toLowerCase());
  if (found === undefined) throw new AwsFault('DBClusterNotFoundFault', `DBCluster ${String(id)} not found.`, 404);
  return found;
}

type Snapshots = 'snapshots' | 'clusterSnapshots';

/** By name in the own account, or by ARN in one that shares it. */
function findSnapshot(context: RdsContext, of: Snapshots, given: unknown): SnapshotState {
  const text = String(given);
  const [owner, id] = text.startsWith('arn:')
    ? [text.split(':')[4], text.split(':')[6] ?? '']
    : [context.account.id, text];
  const found = context.accounts.find((one) => one.id === owner)?.[of].get(id.toLowerCase());
  const visible = owner === context.account.id || found?.shared.includes(context.account.id);
  if (found === undefined || !visible) throw notFound(of, text);
  return found;
}

function notFound(of: Snapshots, id: string): AwsFault {
  const code = of === 'snapshots' ? 'DBSnapshotNotFound' : 'DBClusterSnapshotNotFoundFault';
  return new AwsFault(code, `${id} not found`, 404);
}

function createSnapshot(context: RdsContext, of: Snapshots, name: unknown, source: unknown, input: Input): object {
  const { account, timing } = context;
  const id = snapshotName(name);
  const found = of === 'snapshots' ? findInstance(account, source) : findCluster(account, source);
  if (account[of].has(id)) throw exists(of, id);
  mustBeAvailable(found);
  const made = addSnapshot(context, of, id, {
    source: found.id,
    engine: found.engine,
    engineVersion: found.engineVersion,
    tags: tagsOf(input),
  });
  if (of === 'snapshots') {
    found.status = 'backing-up';
    becomes(context, 'instances', found, 'available', timing.snapshot);
  }
  return of === 'snapshots'
    ? { DBSnapshot: snapshotOf(context.account, of, made) }
    : { DBClusterSnapshot: snapshotOf(context.account, of, made) };
}

function exists(of: Snapshots, id: string): AwsFault {
  const code = of === 'snapshots' ? 'DBSnapshotAlreadyExists' : 'DBClusterSnapshotAlreadyExistsFault';
  return new AwsFault(code, `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`);
}

function addSnapshot(
  context: RdsContext,
  of: Snapshots,
  id: string,
  from: Pick<SnapshotState, 'source' | 'engine' | 'engineVersion' | 'tags'> & { readonly kmsKey?: string },
): SnapshotState {
  const { account, now, after, timing } = context;
  if (account[of].size >= account.limits.snapshots) {
    throw new AwsFault('SnapshotQuotaExceeded', 'You have reached the maximum number of snapshots.');
  }
  const made: SnapshotState = {
    id,
    status: 'creating',
    createdAt: now,
    manual: true,
    kmsKey: from.kmsKey,
    shared: [],
    ...from,
  };
  account[of].set(id, made);
  after(timing.snapshot, { kind: 'snapshot', of, id, status: 'available' });
  return made;
}

function copySnapshot(context: RdsContext, of: Snapshots, source: unknown, target: unknown, input: Input): object {
  const found = findSnapshot(context, of, source);
  const id = snapshotName(target);
  if (context.account[of].has(id)) throw exists(of, id);
  if (found.status !== 'available') throw new AwsFault('InvalidDBSnapshotState', 'The snapshot is not available');
  const kmsKey = textOf(input.KmsKeyId) ?? found.kmsKey;
  const { engine, engineVersion } = found;
  const made = addSnapshot(context, of, id, {
    source: found.source,
    engine,
    engineVersion,
    tags: tagsOf(input),
    ...(kmsKey && { kmsKey }),
  });
  return of === 'snapshots'
    ? { DBSnapshot: snapshotOf(context.account, of, made) }
    : { DBClusterSnapshot: snapshotOf(context.account, of, made) };
}

function share(context: RdsContext, of: Snapshots, name: unknown, input: Input): object {
  const found = findSnapshot(context, of, name);
  if (found.kmsKey === 'alias/aws/rds')
    throw new AwsFault('InvalidParameterValue', 'A snapshot with the default key cannot be shared');
  for (const id of texts(input.ValuesToAdd)) if (!found.shared.includes(id)) found.shared.push(id);
  for (const id of texts(input.ValuesToRemove)) {
    const place = found.shared.indexOf(id);
    if (place >= 0) found.shared.splice(place, 1);
  }
  return {};
}

function describeSnapshots(context: RdsContext, of: Snapshots, name: unknown, input: Input): object {
  const single = textOf(name);
  const found = single === undefined ? [...context.account[of].values()] : [findSnapshot(context, of, single)];
  const owner = single?.startsWith('arn:') ? (single.split(':')[4] ?? '') : context.account.id;
  const account = context.accounts.find(({ id }) => id === owner) ?? context.account;
  return page(found, input, of === 'snapshots' ? 'DBSnapshots' : 'DBClusterSnapshots', (each) =>
    snapshotOf(account, of, each),
  );
}

function deleteSnapshot(account: AccountState, of: Snapshots, name: unknown): object {
  const id = String(name).toLowerCase();
  const found = account[of].get(id);
  if (found === undefined) throw notFound(of, id);
  if (found.status === 'creating') throw new AwsFault('InvalidDBSnapshotState', 'The snapshot is being created');
  account[of].delete(id);
  return of === 'snapshots'
    ? { DBSnapshot: snapshotOf(account, of, found) }
    : { DBClusterSnapshot: snapshotOf(account, of, found) };
}

type Databases = 'instances' | 'clusters';

function create(
  context: RdsContext,
  of: Databases,
  name: unknown,
  snapshot: SnapshotState | undefined,
  input: Input,
  cluster?: DatabaseState,
): DatabaseState {
  const { account, now, timing } = context;
  const id = databaseName(name);
  if (account[of].has(id)) {
    if (of === 'instances') throw new AwsFault('DBInstanceAlreadyExists', 'DB instance already exists');
    throw new AwsFault('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
  }
  if (account.instances.size >= account.limits.instances) {
    throw new AwsFault('InstanceQuotaExceeded', 'You have exceeded your quota of DB instances');
  }
  if (snapshot !== undefined && snapshot.status !== 'available')
    throw new AwsFault('InvalidDBSnapshotState', 'The snapshot is not available');
  const known = { ...account.known };
  const parameterGroup = textOf(input.DBParameterGroupName) ?? `default.${(snapshot ?? cluster)?.engine ?? 'mysql'}8.0`;
  const subnetGroup = textOf(input.DBSubnetGroupName) ?? 'default';
  if (input.DBParameterGroupName !== undefined && !known.parameterGroups.has(parameterGroup)) {
    throw new AwsFault('DBParameterGroupNotFound', `DBParameterGroup not found: ${parameterGroup}`, 404);
  }
  if (input.DBSubnetGroupName !== undefined && !known.subnetGroups.has(subnetGroup)) {
    throw new AwsFault('DBSubnetGroupNotFoundFault', `DB subnet group '${subnetGroup}' does not exist.`, 404);
  }
  const sourceTags = snapshot && [...context.accounts].flatMap((one) => one.instances.get(snapshot.source)?.tags ?? []);
  const given = tagsOf(input);
  const made: DatabaseState = {
    id,
    status: 'creating',
    resourceId: `${of === 'instances' ? 'db' : 'cluster'}-${account.nextId++}`,
    createdAt: now,
    engine: snapshot?.engine ?? cluster?.engine ?? 'mysql',
    engineVersion:
      textOf(input.EngineVersion) ?? (of === 'clusters' ? 'regions-default' : (snapshot?.engineVersion ?? '8.0')),
    // Without tags in the call RDS gives those of the database that the snapshot was taken of.
    tags: given.length > 0 ? [...given] : [...(sourceTags ?? [])],
    securityGroups: texts(input.VpcSecurityGroupIds).length > 0 ? texts(input.VpcSecurityGroupIds) : ['sg-default'],
    parameterGroup,
    parameterStatus: timing.needsReboot && input.DBParameterGroupName !== undefined ? 'pending-reboot' : 'in-sync',
    subnetGroup,
    instanceClass: textOf(input.DBInstanceClass) ?? 'db.t4g.micro',
    multiAz: input.MultiAZ === true,
    deletionProtection: input.DeletionProtection === true,
    publiclyAccessible: input.PubliclyAccessible === true,
    backupRetention: Number(input.BackupRetentionPeriod ?? 1),
    pending: {},
    hasEndpoint: false,
    snapshot: snapshot?.id ?? '',
    masterPassword: 'from-development',
    managedPassword: input.ManageMasterUserPassword === true,
    ...(cluster && { cluster: cluster.id }),
  };
  account[of].set(id, made);
  const bad = timing.endsAs(id);
  if (bad !== undefined) becomes(context, of, made, bad, timing.restore);
  else {
    becomes(context, of, made, 'backing-up', timing.restore);
    becomes(context, of, made, 'available', timing.restore + timing.backup);
  }
  return made;
}

function becomes(
  { after }: RdsContext,
  of: Databases,
  { id, resourceId }: DatabaseState,
  status: string,
  seconds: number,
): void {
  after(seconds, { kind: 'database', of, id, resource: resourceId, status });
}

function mustBeAvailable({ status, id }: DatabaseState): void {
  if (status !== 'available')
    throw new AwsFault('InvalidDBInstanceState', `Database ${id} is not currently in the available state.`);
}

function modify(context: RdsContext, of: Databases, found: DatabaseState, input: Input): void {
  mustBeAvailable(found);
  if (input.DeletionProtection !== undefined) found.deletionProtection = input.DeletionProtection === true;
  let slow = false;
  if (input.MasterUserPassword !== undefined) {
    found.pending = { MasterUserPassword: '****' };
    found.masterPassword = String(input.MasterUserPassword);
    slow = true;
  }
  if (input.BackupRetentionPeriod !== undefined) {
    found.backupRetention = Number(input.BackupRetentionPeriod);
    slow = true;
  }
  if (Array.isArray(input.VpcSecurityGroupIds)) found.securityGroups = texts(input.VpcSecurityGroupIds);
  if (input.DBParameterGroupName !== undefined && input.DBParameterGroupName !== found.parameterGroup) {
    found.parameterGroup = String(input.DBParameterGroupName);
    found.parameterStatus = 'pending-reboot';
  }
  if (!slow) return;
  // A moment passes before the status tells of it.
  context.after(5, { kind: 'database', of, id: found.id, resource: found.resourceId, status: 'modifying' });
  becomes(context, of, found, 'available', context.timing.modify);
}

function remove(
  context: RdsContext,
  of: Databases,
  snapshots: Snapshots,
  found: DatabaseState,
  input: Input,
  isMember: boolean,
): void {
  const { account, timing, after } = context;
  if (found.status === 'deleting')
    throw new AwsFault('InvalidDBInstanceState', `Instance ${found.id} is already being deleted.`);
  if (found.deletionProtection) {
    throw new AwsFault(
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    );
  }
  const skip = input.SkipFinalSnapshot === true;
  const final = textOf(input.FinalDBSnapshotIdentifier);
  if (!isMember && skip === (final !== undefined)) {
    throw new AwsFault(
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified, and never both.',
    );
  }
  if (final !== undefined) {
    const id = snapshotName(final);
    if (account[snapshots].has(id)) throw exists(snapshots, id);
    mustBeAvailable(found);
    addSnapshot(context, snapshots, id, {
      source: found.id,
      engine: found.engine,
      engineVersion: found.engineVersion,
      tags: [...found.tags],
    });
  }
  account.queue = account.queue.filter((one) => !(one.kind === 'database' && one.resource === found.resourceId));
  found.status = 'deleting';
  after(timing.remove, { kind: 'database-gone', of, id: found.id, resource: found.resourceId });
}

function instanceOf({ account }: RdsContext, one: DatabaseState): object {
  return {
    DBInstanceIdentifier: one.id,
    DBInstanceStatus: one.status,
    DbiResourceId: one.resourceId,
    DBInstanceArn: `arn:aws:rds:${account.region}:${account.id}:db:${one.id}`,
    DBInstanceClass: one.instanceClass,
    Engine: one.engine,
    EngineVersion: one.engineVersion,
    InstanceCreateTime: new Date(one.createdAt),
    ...(one.hasEndpoint && {
      Endpoint: { Address: `${one.id}.${account.id}.${account.region}.rds.example`, Port: 3306 },
    }),
    MultiAZ: one.multiAz,
    DeletionProtection: one.deletionProtection,
    PubliclyAccessible: one.publiclyAccessible,
    BackupRetentionPeriod: one.backupRetention,
    VpcSecurityGroups: one.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBParameterGroups: [{ DBParameterGroupName: one.parameterGroup, ParameterApplyStatus: one.parameterStatus }],
    DBSubnetGroup: { DBSubnetGroupName: one.subnetGroup },
    PendingModifiedValues: one.pending,
    TagList: one.tags,
    ...(one.cluster && { DBClusterIdentifier: one.cluster }),
    ...(one.managedPassword && {
      MasterUserSecret: {
        SecretArn: `arn:aws:secretsmanager:${account.region}:${account.id}:secret:rds!${one.resourceId}`,
        SecretStatus: 'active',
      },
    }),
  };
}

function clusterOf({ account }: RdsContext, one: DatabaseState): object {
  const members = [...account.instances.values()].filter(({ cluster }) => cluster === one.id);
  return {
    DBClusterIdentifier: one.id,
    Status: one.status,
    DbClusterResourceId: one.resourceId,
    DBClusterArn: `arn:aws:rds:${account.region}:${account.id}:cluster:${one.id}`,
    Engine: one.engine,
    EngineVersion: one.engineVersion,
    ClusterCreateTime: new Date(one.createdAt),
    ...(one.hasEndpoint && { Endpoint: `${one.id}.cluster.${account.region}.rds.example`, Port: 3306 }),
    DeletionProtection: one.deletionProtection,
    DBClusterParameterGroup: one.parameterGroup,
    DBSubnetGroup: one.subnetGroup,
    VpcSecurityGroups: one.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBClusterMembers: members.map(({ id }, index) => ({
      DBInstanceIdentifier: id,
      IsClusterWriter: index === 0,
      DBClusterParameterGroupStatus: one.parameterStatus,
    })),
    PendingModifiedValues: one.pending,
    TagList: one.tags,
  };
}

function snapshotOf(account: AccountState, of: Snapshots, one: SnapshotState): object {
  const common = {
    Engine: one.engine,
    EngineVersion: one.engineVersion,
    Status: one.status,
    SnapshotType: 'manual',
    SnapshotCreateTime: new Date(one.createdAt),
    TagList: one.tags,
    ...(one.kmsKey && { KmsKeyId: one.kmsKey }),
  };
  if (of === 'snapshots') {
    return {
      ...common,
      DBSnapshotIdentifier: one.id,
      DBInstanceIdentifier: one.source,
      Encrypted: one.kmsKey !== undefined,
      DBSnapshotArn: `arn:aws:rds:${account.region}:${account.id}:snapshot:${one.id}`,
    };
  }
  return {
    ...common,
    DBClusterSnapshotIdentifier: one.id,
    DBClusterIdentifier: one.source,
    StorageEncrypted: one.kmsKey !== undefined,
    DBClusterSnapshotArn: `arn:aws:rds:${account.region}:${account.id}:cluster-snapshot:${one.id}`,
  };
}
