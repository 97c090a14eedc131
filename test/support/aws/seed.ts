import type { AccountState, DatabaseState, Tag } from './state.ts';

/** The generation that is there already. */
export const before = '20261101t000000z';

export function tagsOf(space: string, generation: string): Tag[] {
  const pairs = {
    engine: 'release',
    namespace: space,
    generation,
    release: 'records-2024-05 24.5.0',
    owner: 'earlier',
  };
  return Object.entries(pairs).map(([key, Value]) => ({ Key: `release:${key}`, Value }));
}

export function addDatabase(account: AccountState, id: string, more: Partial<DatabaseState> = {}): DatabaseState {
  const made: DatabaseState = {
    id,
    status: 'available',
    resourceId: `db-${account.nextId++}`,
    createdAt: 0,
    engine: 'mysql',
    engineVersion: '8.0.39',
    tags: [],
    securityGroups: ['sg-records'],
    parameterGroup: 'records-mysql8',
    parameterStatus: 'in-sync',
    subnetGroup: 'records',
    instanceClass: 'db.t4g.micro',
    multiAz: false,
    deletionProtection: true,
    publiclyAccessible: false,
    backupRetention: 1,
    pending: {},
    hasEndpoint: true,
    snapshot: '',
    masterPassword: 'x',
    managedPassword: false,
    ...more,
  };
  account.instances.set(id, made);
  return made;
}

export function addParameter(account: AccountState, name: string, value: object): void {
  account.parameters.set(name, {
    name,
    type: 'String',
    tags: [],
    versions: [{ value: JSON.stringify(value), version: 1, at: 0 }],
  });
}

/** A customer whose service runs on a database, as an earlier release left it; and the database of development. */
export function settleIn(account: AccountState, space: string, cluster: string, now: number): void {
  const database = `${space}-${before}`;
  addDatabase(account, `${space.slice(0, space.lastIndexOf('-'))}-dev`, { tags: [{ Key: 'team', Value: 'records' }] });
  addDatabase(account, database, { tags: tagsOf(space, before) });
  addParameter(account, `/${space}/db/${before}`, {
    endpoint: `${database}.${account.id}.eu-west-1.rds.example`,
    port: 3306,
  });
  addParameter(account, `/${space}/db/active`, { ts: before, release: 'records-2024-05 24.5.0', owner: 'earlier' });
  const entry = {
    owner: 'earlier',
    run: 'earlier.1',
    release: 'records-2024-05 24.5.0',
    generation: before,
    at: '2026-11-01T00:00:00.000Z',
  };
  addParameter(account, `/${space}/release/log/00000001`, { kind: 'begin', ...entry });
  addParameter(account, `/${space}/release/log/00000002`, { kind: 'committed', ...entry });
  const arn = `arn:aws:ecs:${account.region}:${account.id}:task-definition/${space}:1`;
  const secrets = [`/${space}/db/${before}`];
  const containerDefinitions = [
    { name: 'app', image: 'old', secrets: secrets.map((valueFrom) => ({ name: 'DATABASE', valueFrom })) },
  ];
  account.taskDefinitions.push({
    arn,
    family: space,
    revision: 1,
    input: { containerDefinitions },
    tags: [],
    status: 'ACTIVE',
  });
  const deployment = `ecs-svc/old-${space}`;
  account.services.set(`${cluster}/${space}`, {
    key: `${cluster}/${space}`,
    cluster,
    name: space,
    arn: `arn:aws:ecs:${account.region}:${account.id}:service/${cluster}/${space}`,
    status: 'ACTIVE',
    desired: 2,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    breaker: { enable: true, rollback: true },
    tags: [],
    clientToken: undefined,
    deployments: [
      {
        id: deployment,
        status: 'PRIMARY',
        taskDefinition: arn,
        rollout: 'COMPLETED',
        failed: 0,
        desired: 2,
        createdAt: now,
      },
    ],
  });
  for (const count of [1, 2]) {
    account.tasks.push({
      arn: `arn:aws:ecs:task/${space}/${count}`,
      cluster,
      service: `${cluster}/${space}`,
      deployment,
      taskDefinition: arn,
      status: 'RUNNING',
      startedAt: now,
      secrets,
    });
  }
}

/** An older generation that was kept: its database, what tells of it, and the revision that used it. */
export function keepIn(account: AccountState, space: string, generation: string): void {
  const database = `${space}-${generation}`;
  addDatabase(account, database, { tags: tagsOf(space, generation) });
  const endpoint = `${database}.${account.id}.eu-west-1.rds.example`;
  addParameter(account, `/${space}/db/${generation}`, { endpoint, port: 3306 });
  const secrets = [{ name: 'DATABASE', valueFrom: `/${space}/db/${generation}` }];
  const revision = account.taskDefinitions.filter(({ family }) => family === space).length + 1;
  account.taskDefinitions.push({
    arn: `arn:aws:ecs:${account.region}:${account.id}:task-definition/${space}:${revision}`,
    family: space,
    revision,
    input: { containerDefinitions: [{ name: 'app', image: 'older', secrets }] },
    tags: [],
    status: 'ACTIVE',
  });
}
