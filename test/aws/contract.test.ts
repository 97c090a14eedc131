import { type ChildProcess, spawn } from 'node:child_process';
import { ECS } from '@aws-sdk/client-ecs';
import { RDS } from '@aws-sdk/client-rds';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { serveAws } from '../support/aws/server.ts';
import { AwsWorld } from '../support/aws/world.ts';
import { motoServer, startMoto } from './moto.ts';
import { motoDifferences } from './moto-differences.ts';

vi.setConfig({ testTimeout: 90_000 });
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/*
 * What steps rely on of AWS: names, faults, pages, shapes. The same scenarios run against our own imitation and, where it
 * is installed, against moto_server, which nobody here wrote.
 */
interface Clients {
  readonly rds: RDS;
  readonly ecs: ECS;
  readonly ssm: SSM;
  /** The clients of another account. */
  readonly other: () => { readonly rds: RDS };
  /** Lets so many seconds pass, where time is ours. */
  readonly pass: (seconds: number) => void;
}

type Scenario = (clients: Clients) => Promise<void>;

const nameOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no fault',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

const database = {
  DBInstanceClass: 'db.t3.micro',
  Engine: 'mysql',
  MasterUsername: 'root',
  MasterUserPassword: 'password1',
  AllocatedStorage: 20,
};
const containerDefinitions = [{ name: 'app', image: 'x', memory: 128 }];

async function source({ rds, pass }: Clients, id: string, more: object = {}): Promise<void> {
  await rds.createDBInstance({ ...database, DBInstanceIdentifier: id, ...more });
  pass(600);
}

async function snapshot(clients: Clients, id: string, of: string): Promise<void> {
  await source(clients, of);
  await clients.rds.createDBSnapshot({
    DBSnapshotIdentifier: id,
    DBInstanceIdentifier: of,
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  clients.pass(600);
}

const scenarios: { readonly [name: string]: Scenario } = {
  'what is not there has a fault of its own': async ({ rds, ssm, ecs }) => {
    expect(await nameOf(rds.describeDBInstances({ DBInstanceIdentifier: 'nobody' }))).toBe('DBInstanceNotFoundFault');
    expect(await nameOf(rds.describeDBSnapshots({ DBSnapshotIdentifier: 'nobody' }))).toBe('DBSnapshotNotFoundFault');
    expect(await nameOf(rds.deleteDBInstance({ DBInstanceIdentifier: 'nobody', SkipFinalSnapshot: true }))).toBe(
      'DBInstanceNotFoundFault',
    );
    expect(await nameOf(ssm.getParameter({ Name: '/nobody' }))).toBe('ParameterNotFound');
    expect(await nameOf(ssm.deleteParameter({ Name: '/nobody' }))).toBe('ParameterNotFound');
    expect(await nameOf(ecs.describeTaskDefinition({ taskDefinition: 'nobody' }))).toBe('ClientException');
  },
  'a filter finds none without a fault': async ({ rds }) => {
    const { DBInstances } = await rds
      .describeDBInstances({ Filters: [{ Name: 'db-instance-id', Values: ['nobody-a'] }] })
      .catch(() => ({ DBInstances: [] }));
    expect(DBInstances ?? []).toEqual([]);
  },
  'a name is taken once': async (clients) => {
    const { rds, ssm } = clients;
    await snapshot(clients, 'taken-src', 'taken');
    const input = { DBSnapshotIdentifier: 'taken-src', DBInstanceIdentifier: 'taken' };
    expect(await nameOf(rds.createDBSnapshot(input))).toBe('DBSnapshotAlreadyExistsFault');
    const restore = { DBInstanceIdentifier: 'taken', DBSnapshotIdentifier: 'taken-src' };
    expect(await nameOf(rds.restoreDBInstanceFromDBSnapshot(restore))).toBe('DBInstanceAlreadyExistsFault');
    await ssm.putParameter({ Name: '/taken/a', Value: 'x', Type: 'String', Overwrite: false });
    expect(await nameOf(ssm.putParameter({ Name: '/taken/a', Value: 'y', Type: 'String', Overwrite: false }))).toBe(
      'ParameterAlreadyExists',
    );
  },
  'each write of a parameter is a version': async ({ ssm }) => {
    await ssm.putParameter({ Name: '/version/a', Value: 'x', Type: 'String' });
    const { Version } = await ssm.putParameter({ Name: '/version/a', Value: 'y', Type: 'String', Overwrite: true });
    expect(Version).toBe(2);
    const { Parameters } = await ssm.getParameters({ Names: ['/version/a', '/version/b'] });
    expect(Parameters?.map(({ Value, Version: seen }) => [Value, seen])).toEqual([['y', 2]]);
    const { Parameters: history } = await ssm.getParameterHistory({ Name: '/version/a' });
    expect(history?.map(({ Value }) => Value)).toEqual(['x', 'y']);
  },
  'parameters of a path come in pages of ten': async ({ ssm }) => {
    for (let count = 0; count < 13; count += 1)
      await ssm.putParameter({ Name: `/pages/p${count}`, Value: 'x', Type: 'String' });
    expect(await nameOf(ssm.getParametersByPath({ Path: '/pages', MaxResults: 11 }))).toBe('ValidationException');
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await ssm.getParametersByPath({
        Path: '/pages',
        Recursive: true,
        MaxResults: 10,
        ...(token && { NextToken: token }),
      });
      found.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ''));
      token = page.NextToken;
    } while (token);
    expect(found).toHaveLength(13);
  },
  'names of parameters do not begin with aws or ssm': async ({ ssm }) => {
    expect(await nameOf(ssm.putParameter({ Name: '/awsm/x', Value: 'x', Type: 'String' }))).toMatch(
      /AccessDenied|Validation/,
    );
    expect(await nameOf(ssm.putParameter({ Name: '/empty/x', Value: '', Type: 'String' }))).toMatch(
      /Validation|InvalidParameter/,
    );
  },
  'a protected database is not deleted': async (clients) => {
    await source(clients, 'protected', { DeletionProtection: true });
    const input = { DBInstanceIdentifier: 'protected', SkipFinalSnapshot: true };
    expect(await nameOf(clients.rds.deleteDBInstance(input))).toBe('InvalidParameterCombination');
    await clients.rds.modifyDBInstance({
      DBInstanceIdentifier: 'protected',
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    expect(await nameOf(clients.rds.deleteDBInstance(input))).toBe('no fault');
  },
  'a restore has the tags that it is given': async (clients) => {
    await snapshot(clients, 'tags-src', 'tags');
    await clients.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'tags-new',
      DBSnapshotIdentifier: 'tags-src',
      Tags: [{ Key: 'release:namespace', Value: 'x' }],
    });
    const { DBInstances } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: 'tags-new' });
    expect(DBInstances?.[0]?.TagList).toEqual([{ Key: 'release:namespace', Value: 'x' }]);
    expect(DBInstances?.[0]?.DbiResourceId).toMatch(/^db-/);
  },
  'identifiers have no case': async (clients) => {
    await source(clients, 'Upper-Case');
    const { DBInstances } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: 'upper-case' });
    expect(DBInstances?.[0]?.DBInstanceIdentifier).toBe('upper-case');
  },
  'task definitions count revisions, with their tags': async ({ ecs }) => {
    for (const value of ['a', 'b'])
      await ecs.registerTaskDefinition({ family: 'counted', containerDefinitions, tags: [{ key: 'k', value }] });
    const { taskDefinitionArns } = await ecs.listTaskDefinitions({ familyPrefix: 'counted' });
    expect(taskDefinitionArns?.map((arn) => arn.split('/').at(-1))).toEqual(['counted:1', 'counted:2']);
    const { tags } = await ecs.describeTaskDefinition({ taskDefinition: 'counted:2', include: ['TAGS'] });
    expect(tags).toEqual([{ key: 'k', value: 'b' }]);
  },
  'task definitions come newest first when asked': async ({ ecs }) => {
    for (let count = 0; count < 2; count += 1)
      await ecs.registerTaskDefinition({ family: 'sorted', containerDefinitions });
    const { taskDefinitionArns } = await ecs.listTaskDefinitions({ familyPrefix: 'sorted', sort: 'DESC' });
    expect(taskDefinitionArns?.map((arn) => arn.split('/').at(-1))).toEqual(['sorted:2', 'sorted:1']);
  },
  'at most ten services are described at once': async ({ ecs }) => {
    await ecs.createCluster({ clusterName: 'many' }).catch(() => undefined);
    const services = Array.from({ length: 11 }, (_, index) => `s${index}`);
    expect(await nameOf(ecs.describeServices({ cluster: 'many', services }))).toBe('InvalidParameterException');
  },
  'a restore takes no more than it is told': async (clients) => {
    await source(clients, 'told', { MultiAZ: true, DeletionProtection: true });
    await clients.rds.createDBSnapshot({ DBSnapshotIdentifier: 'told-src', DBInstanceIdentifier: 'told' });
    clients.pass(600);
    await clients.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'told-new',
      DBSnapshotIdentifier: 'told-src',
    });
    const { DBInstances } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: 'told-new' });
    expect(DBInstances?.[0]).toMatchObject({ MultiAZ: false, DeletionProtection: false });
  },
  'an endpoint comes when the database does': async (clients) => {
    await snapshot(clients, 'late-src', 'late');
    await clients.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'late-new',
      DBSnapshotIdentifier: 'late-src',
    });
    const { DBInstances } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: 'late-new' });
    expect(DBInstances?.[0]?.Endpoint).toBeUndefined();
  },
  'a deletion needs a final snapshot or a word against it': async (clients) => {
    await source(clients, 'last-words');
    expect(await nameOf(clients.rds.deleteDBInstance({ DBInstanceIdentifier: 'last-words' }))).toBe(
      'InvalidParameterCombination',
    );
  },
  'a service is created once': async ({ ecs }) => {
    await ecs.createCluster({ clusterName: 'once' }).catch(() => undefined);
    await ecs.registerTaskDefinition({ family: 'once', containerDefinitions });
    await ecs.createService({ cluster: 'once', serviceName: 'once', taskDefinition: 'once:1', desiredCount: 1 });
    expect(
      await nameOf(
        ecs.createService({ cluster: 'once', serviceName: 'once', taskDefinition: 'once:1', desiredCount: 2 }),
      ),
    ).toBe('InvalidParameterException');
  },
  'an update moves the deployment': async ({ ecs }) => {
    await ecs.createCluster({ clusterName: 'moves' }).catch(() => undefined);
    for (let count = 0; count < 2; count += 1)
      await ecs.registerTaskDefinition({ family: 'moves', containerDefinitions });
    await ecs.createService({ cluster: 'moves', serviceName: 'moves', taskDefinition: 'moves:1', desiredCount: 1 });
    const { service } = await ecs.updateService({ cluster: 'moves', service: 'moves', taskDefinition: 'moves:2' });
    expect(service?.deployments?.find(({ status }) => status === 'PRIMARY')?.taskDefinition).toMatch(/moves:2$/);
  },
  'a snapshot of another account is copied by its ARN': async (clients) => {
    await snapshot(clients, 'shared-src', 'shared');
    const { DBSnapshots } = await clients.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'shared-src' });
    const arn = DBSnapshots?.[0]?.DBSnapshotArn ?? '';
    const { rds } = clients.other();
    const copy = { SourceDBSnapshotIdentifier: arn, TargetDBSnapshotIdentifier: 'copied' };
    expect(await nameOf(rds.copyDBSnapshot(copy))).toBe('DBSnapshotNotFoundFault');
    await clients.rds.modifyDBSnapshotAttribute({
      DBSnapshotIdentifier: 'shared-src',
      AttributeName: 'restore',
      ValuesToAdd: ['444455556666'],
    });
    expect(await nameOf(rds.copyDBSnapshot(copy))).toBe('no fault');
  },
  'the type of a parameter stays': async ({ ssm }) => {
    await ssm.putParameter({ Name: '/type/a', Value: 'x', Type: 'String' });
    expect(await nameOf(ssm.putParameter({ Name: '/type/a', Value: 'x', Type: 'SecureString', Overwrite: true }))).toBe(
      'HierarchyTypeMismatchException',
    );
  },
};

function clientsAt(endpoint: string, pass: Clients['pass']): Clients {
  const settings = (account: string) => ({
    endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: `AKIA${account}`, secretAccessKey: 's' },
  });
  const own = settings('111122223333');
  return {
    rds: new RDS(own),
    ecs: new ECS(own),
    ssm: new SSM(own),
    other: () => ({ rds: new RDS(settings('444455556666')) }),
    pass,
  };
}

describe('our own imitation of AWS', () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(name, async () => {
      const world = new AwsWorld();
      const server = await serveAws(world);
      try {
        await scenario(clientsAt(server.url, (seconds) => world.advanceTo(world.now + seconds * 1000)));
      } finally {
        await server.close();
      }
    });
  }
});

it('every known difference of moto is a scenario', () => {
  expect(Object.keys(motoDifferences).filter((name) => scenarios[name] === undefined)).toEqual([]);
});

describe.skipIf(motoServer === undefined)(
  `moto_server, the emulator that nobody here wrote (skipped without moto_server on the PATH)`,
  () => {
    let child: ChildProcess;
    let url: string;
    beforeAll(async () => {
      ({ child, url } = await startMoto(spawn));
    }, 30_000);
    afterAll(() => void child.kill());

    for (const [name, scenario] of Object.entries(scenarios)) {
      const play = async (): Promise<void> => {
        await fetch(`${url}/moto-api/reset`, { method: 'POST' });
        await scenario(clientsAt(url, () => {}));
      };
      const difference = motoDifferences[name];
      if (difference === undefined) it(name, play);
      // Should it agree one day, the list has to say so.
      else it.fails(`differs: ${name} (${difference})`, play);
    }
  },
);
