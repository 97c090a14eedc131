import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { before, keepIn, settleIn } from '../support/aws/seed.ts';
import { type AwsServer, serveAws } from '../support/aws/server.ts';
import { AwsWorld } from '../support/aws/world.ts';
import { folderWith, release, repository, temporaryFolder } from './program.ts';

/* The program as it is shipped, against the imitated AWS over HTTP: killed in the middle, and taken up again. */
const namespace = 'xy-0146-qa';
let world: AwsWorld;
let server: AwsServer;
/** Names of operations that kill the program when they were answered. */
let onCall: (operation: string) => void;

beforeEach(async () => {
  const begun = Date.now();
  world = new AwsWorld();
  world.now = begun;
  onCall = () => {};
  settleIn(world.account(), namespace, 'common-nonprod', begun);
  let seen = 0;
  server = await serveAws(world, () => {
    world.advanceTo(begun + (Date.now() - begun) * 200);
    for (; seen < world.calls.length; seen += 1) onCall(world.calls[seen]?.operation ?? '');
  });
});
afterEach(() => server.close());

function workspace(): string {
  const folder = temporaryFolder();
  for (const part of ['release.config.yaml', 'tenants', 'projects', 'variables', 'releases/records-2024-06.yaml']) {
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  }
  return folder;
}

const words =
  'run releases/records-2024-06.yaml --tenant xy-0146 --environment qa --yes --var records.poll=200ms --var records.bake=100ms';
const environment = (): { readonly [name: string]: string } => ({
  AWS_ENDPOINT_URL: server.url,
  AWS_ACCESS_KEY_ID: 'AKIA111122223333',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key',
});

function databases(): readonly string[] {
  return [...world.account().instances.keys()].filter((id) => id.startsWith(namespace)).toSorted();
}

describe('a secret in the Parameter Store', () => {
  it('reaches a script in its environment, and nothing else', async () => {
    const folder = folderWith({
      'release.config.yaml': 'environments: [prod]\nnamespace: "{{customer}}-{{environment}}"\n',
      'tenants/a.yaml':
        'tenant: a\nenvironments: [prod]\nvariables: { customer: xy, password: { secret: { ssm: "/{{namespace}}/password in eu-west-1" } } }\n',
      'projects/app.yaml':
        'project: app\nsteps:\n  - id: use\n    uses: script\n    with: { env: { PASSWORD: "{{password}}" }, run: "echo got $PASSWORD; test ${#PASSWORD} = 21" }\n',
      'releases/r.yaml': 'release: r\nproject: app\nversion: 1.0.0\nenvironments: [prod]\ntenants: all\n',
    });
    const secret = 'correct-horse-battery';
    const versions = [{ value: secret, version: 1, at: 0 }];
    world
      .account()
      .parameters.set('/xy-prod/password', { name: '/xy-prod/password', type: 'SecureString', tags: [], versions });
    const told = await release(folder, ['run', 'releases/r.yaml', '--yes', '-v'], { environment: environment() });
    expect(told).toMatchObject({ code: 0, err: expect.stringContaining('got ***') });
    expect(told.out + told.err).not.toContain(secret);
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = kept.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(texts.some((text) => text.includes('got ***'))).toBe(true);
    expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  });
});

describe('a kept generation that is put back from the command line', () => {
  it('survives kill -9 between the pointer and the service, is refused meanwhile, and goes on when it is resumed', async () => {
    const folder = workspace();
    const kept = '20261001t000000z';
    keepIn(world.account(), namespace, kept);
    const values = ['--var', 'records.poll=200ms', '--var', 'records.bake=100ms'];
    const typed = ['aws', 'activate', 'xy-0146', 'qa', kept, '--yes', ...values];
    let killed = false;
    const meanwhile = (child: { kill(signal: 'SIGKILL'): boolean }): void => {
      onCall = (name) => {
        if (name !== 'UpdateService' || killed) return;
        killed = true;
        child.kill('SIGKILL');
      };
    };
    const dead = await release(folder, typed, { environment: environment(), meanwhile });
    expect({ killed, code: dead.code }).toEqual({ killed: true, code: 137 });
    const again = await release(folder, typed, { environment: environment() });
    expect({ code: again.code, err: again.err }).toMatchObject({
      code: 4,
      err: expect.stringContaining('release resume records-2024-05.1'),
    });
    const resumed = await release(folder, ['resume', 'records-2024-05.1'], { environment: environment() });
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 });
    const shown = await release(folder, ['aws', 'show', 'xy-0146', 'qa', '--output', 'json'], {
      environment: environment(),
    });
    expect(JSON.parse(shown.out)).toMatchObject({ active: kept, fence: null });
    const moved = world.calls.filter(({ operation }) => operation === 'UpdateService');
    expect({ moved: moved.length, databases: databases() }).toEqual({
      moved: 1,
      databases: [`${namespace}-${kept}`, `${namespace}-${before}`],
    });
  });
});

describe('the records project, from the command line', () => {
  it('survives kill -9 in the middle of a restore and of a rollout', async () => {
    const folder = workspace();
    let told = { code: 137 };
    for (const operation of ['RestoreDBInstanceFromDBSnapshot', 'UpdateService', '']) {
      let killed = false;
      const meanwhile = (child: { kill(signal: 'SIGKILL'): boolean }): void => {
        onCall = (name) => {
          if (name !== operation || killed) return;
          killed = true;
          child.kill('SIGKILL');
        };
      };
      const typed = operation === 'RestoreDBInstanceFromDBSnapshot' ? words.split(' ') : ['resume'];
      told = await release(folder, typed, { environment: environment(), meanwhile });
      expect(killed).toBe(operation !== '');
    }
    expect(told).toMatchObject({ code: 0 });
    expect(databases()).toHaveLength(2);
    expect(databases()[0]).toBe(`${namespace}-${before}`);
    const made = world.calls.filter(
      ({ operation, refused }) => operation === 'RestoreDBInstanceFromDBSnapshot' && refused === undefined,
    );
    expect(made).toHaveLength(1);
    const shown = await release(folder, ['aws', 'show', 'xy-0146', 'qa', '--output', 'json'], {
      environment: environment(),
    });
    expect(JSON.parse(shown.out)).toMatchObject({ active: databases()[1]?.slice(namespace.length + 1), fence: null });
  });

  it('takes everything back when the build is broken, ends with 1, and shows no warning of the SDK', async () => {
    world.healthOfNew = 'fail-at-start';
    const told = await release(workspace(), words.split(' '), { environment: environment() });
    expect({ code: told.code, err: told.err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('was rolled back'),
    });
    expect(told.err).not.toContain('NodeVersionSupportWarning');
    expect(databases()).toEqual([`${namespace}-${before}`]);
  });

  it('ends with 3 while AWS cannot be asked, and a resume goes on', async () => {
    const folder = workspace();
    world.faults.push({ at: 'DescribeDBInstances', when: 'before', kind: 'expired' });
    const told = await release(folder, words.split(' '), { environment: environment() });
    expect({ code: told.code, err: told.err }).toMatchObject({
      code: 3,
      err: expect.stringContaining('AWS cannot be asked'),
    });
    world.faults.length = 0;
    const resumed = await release(folder, ['resume'], { environment: environment() });
    expect({ code: resumed.code, err: resumed.err }).toMatchObject({ code: 0 });
    expect(databases()).toHaveLength(2);
  });
});
