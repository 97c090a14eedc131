import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../cli/kit.ts';
import { keepIn } from '../support/aws/seed.ts';
import { type AwsServer, serveAws } from '../support/aws/server.ts';
import { AwsWorld, start } from '../support/aws/world.ts';
import { accountId, activeOf, addDatabase, addParameter, before, leftovers, namespace, settle, tagsOf } from './kit.ts';

/* `release aws …` as people type it, against the imitated AWS over HTTP. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'release-aws-'));
const loaded = Date.now();
let world: AwsWorld;
let server: AwsServer;

beforeAll(() => {
  for (const part of ['release.config.yaml', 'tenants', 'projects', 'variables', 'releases']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  world = new AwsWorld();
  const account = world.account(accountId);
  settle(account);
  server = await serveAws(world, () => world.advanceTo(world.now + 20_000));
  return () => server.close();
});

function worldOf() {
  const environment = {
    PATH: process.env.PATH ?? '',
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: `AKIA${accountId}`,
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  return { environment, now: () => start + Date.now() - loaded };
}

const release = (...words: readonly string[]) => cli(folder, ['aws', ...words], worldOf());

function addOrphan(generation: string, space = namespace): void {
  const account = world.account(accountId);
  addDatabase(account, `${space}-${generation}`, { tags: tagsOf(space, generation) });
  addParameter(account, `/${space}/db/${generation}`, { endpoint: 'x' });
}

describe('release aws show', () => {
  it('shows the generations, which is active, and what needs them', async () => {
    addOrphan('20261001t000000z');
    const { code, out } = await release('show', 'xy-0146', 'qa', '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      tenant: 'xy-0146',
      environment: 'qa',
      namespace,
      active: before,
      fence: null,
      generations: [
        {
          generation: before,
          verdict: 'active',
          referenced: true,
          databases: [{ id: `${namespace}-${before}`, status: 'available' }],
        },
        { generation: '20261001t000000z', verdict: 'retained', referenced: false },
      ],
    });
    const text = await release('show', 'xy-0146', 'qa');
    expect(text.out).toContain(`active is ${before}`);
    expect(text.out).toContain('kept for a way back');
  });

  it('names what there is when nothing is there', async () => {
    const { code, err } = await release('show', 'acme', 'prod');
    expect(code).toBe(2);
    expect(err).toContain('there are: kv-0152 qa');
  });

  it('ends with 3 when AWS cannot be asked', async () => {
    world.faults.push({ at: 'DescribeDBInstances', when: 'before', kind: 'expired' });
    const { code, err } = await release('show', 'xy-0146', 'qa');
    expect({ code, said: err.includes('REL2160') }).toEqual({ code: 3, said: true });
  });
});

describe('release aws activate', () => {
  const kept = '20261001t000000z';
  const back = ['activate', 'xy-0146', 'qa', kept, '--var', 'records.poll=50ms', '--var', 'records.bake=50ms'] as const;
  const changes = () => world.calls.filter(({ mutating }) => mutating).map(({ operation }) => operation);
  const activeNow = () => activeOf(world.account(accountId));
  beforeEach(() => {
    keepIn(world.account(accountId), namespace, kept);
    world.healthOfNew = 'as-the-database';
    rmSync(join(folder, '.release'), { recursive: true, force: true });
  });

  it('shows what it would do, and does nothing without a word of consent', async () => {
    const { code, err, out } = await release(...back);
    expect({ code, out, changes: changes() }).toEqual({ code: 0, out: '', changes: [] });
    expect(err).toContain(`${before} → ${kept}`);
    expect(err).toContain(`${namespace}:1 → ${namespace}:2`);
    expect(err).toContain('Nothing was started. To do it, add --yes.');
    const told = await release(...back, '--output', 'json');
    expect(JSON.parse(told.out)).toMatchObject({
      schemaVersion: 1,
      tenant: 'xy-0146',
      environment: 'qa',
      namespace,
      project: 'records-app',
      generation: kept,
      release: 'records-2024-05 24.5.0',
      database: `${namespace}-${kept}`,
      done: false,
      from: { generation: before },
      to: { generation: kept },
      warnings: [],
    });
  });

  it('does it in a run that can be looked at, and the second time there is nothing to do', async () => {
    const { code, err, out } = await release(...back, '--yes', '--output', 'json');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, run: 'records-2024-05.1', state: 'succeeded' });
    expect({ active: activeNow(), left: leftovers(world.account(accountId)) }).toEqual({ active: kept, left: [] });
    const where = await cli(folder, ['where', 'records-app', '--output', 'json'], worldOf());
    expect(JSON.parse(where.out)).toMatchObject({
      rows: [{ tenant: 'xy-0146', environment: 'qa', version: '24.5.0' }],
    });
    const shown = JSON.parse((await release('show', 'xy-0146', 'qa', '--output', 'json')).out);
    expect(shown.generations).toMatchObject([
      { generation: before, verdict: 'retained' },
      { generation: kept, verdict: 'active' },
    ]);
    const sent = changes().length;
    const again = await release(...back, '--yes');
    expect({ code: again.code, sent: changes().length }).toEqual({ code: 0, sent });
    expect(again.err).toContain('is active already');
  });

  it('takes everything back when its build does not run any more', async () => {
    world.healthOfNew = 'fail-at-start';
    const { code, err } = await release(...back, '--yes');
    expect({ code, active: activeNow(), left: leftovers(world.account(accountId)) }).toEqual({
      code: 1,
      active: before,
      left: [],
    });
    expect(err).toContain('was rolled back');
  });

  it('refuses while a run holds the customer, and names it', async () => {
    const begin = { kind: 'begin', owner: 'o', run: 'records-2024-06.7', release: 'r 1', generation: kept, at: 'then' };
    addParameter(world.account(accountId), `/${namespace}/release/log/00000003`, begin);
    const { code, err } = await release(...back, '--yes');
    expect({ code, err, changes: changes() }).toMatchObject({
      code: 4,
      err: expect.stringContaining('release resume records-2024-06.7'),
      changes: [],
    });
  });

  it.each([
    ['there is no such generation', 'there are: 20261001t000000z'],
    ['its database is not available', `${namespace}-${kept} is storage-full`],
    ['its database was deleted', `there are:`],
    ['nothing tells of it any more', `there is no parameter /${namespace}/db/${kept}`],
    ['no build knows it any more', 'no task definition of xy-0146-qa reads'],
    ['the service is gone', `there is no service ${namespace} in common-nonprod`],
  ])('refuses when %s', async (what, message) => {
    const account = world.account(accountId);
    const database = account.instances.get(`${namespace}-${kept}`);
    const words: string[] = [...back];
    if (what.includes('no such')) words[3] = '20250101t000000z';
    if (what.includes('not available') && database !== undefined) database.status = 'storage-full';
    if (what.includes('was deleted')) account.instances.delete(`${namespace}-${kept}`);
    if (what.includes('tells')) account.parameters.delete(`/${namespace}/db/${kept}`);
    if (what.includes('no build')) account.taskDefinitions.pop();
    if (what.includes('service')) account.services.clear();
    const { code, err } = await release(...words, '--yes');
    const said = message === 'there are:' ? 'nothing else was kept' : message;
    expect({ code, err, changes: changes() }).toMatchObject({
      code: 2,
      err: expect.stringContaining(said),
      changes: [],
    });
  });

  it('says when tasks may not reach the database, and proves it before it stays', async () => {
    const database = world.account(accountId).instances.get(`${namespace}-${kept}`);
    if (database !== undefined) database.securityGroups = ['sg-default'];
    const { err } = await release(...back);
    expect(err).toContain('has the security groups sg-default');
  });
});

describe('release aws unlock', () => {
  const held = {
    kind: 'begin',
    owner: 'o',
    run: 'records-2024-06.7',
    release: 'r 1',
    generation: '20261120t113000z',
    at: '2026-11-20T11:30:00Z',
    until: '2027-01-01T00:00:00Z',
  };
  const logged = () =>
    [...world.account(accountId).parameters.keys()].filter((name) => name.includes(`/${namespace}/release/log/`))
      .length;

  it('lets go of what a run holds, when that run is named', async () => {
    addParameter(world.account(accountId), `/${namespace}/release/log/00000003`, held);
    const asked = await release('unlock', 'xy-0146', 'qa');
    expect({ code: asked.code, err: asked.err, logged: logged() }).toMatchObject({
      code: 2,
      err: expect.stringContaining('--run records-2024-06.7'),
      logged: 3,
    });
    const { code, out } = await release('unlock', 'xy-0146', 'qa', '--run', 'records-2024-06.7', '--output', 'json');
    expect({ code, said: JSON.parse(out) }).toEqual({
      code: 0,
      said: { schemaVersion: 1, namespace, run: 'records-2024-06.7', ended: 'aborted' },
    });
    expect(leftovers(world.account(accountId))).toEqual([]);
  });

  it('says that nobody holds it', async () => {
    const { code, err } = await release('unlock', 'xy-0146', 'qa', '--run', 'x');
    expect({ code, err, logged: logged() }).toMatchObject({
      code: 2,
      err: expect.stringContaining('No run holds'),
      logged: 2,
    });
  });
});

describe('release validate --preflight', () => {
  const only = ['releases/records-2024-06.yaml', '--preflight'] as const;
  const preflight = async () => {
    const { code, out } = await cli(folder, ['validate', ...only, '--output', 'json'], worldOf());
    const { diagnostics } = JSON.parse(out) as {
      readonly diagnostics: readonly { readonly code: string; readonly summary: string; readonly detail?: string }[];
    };
    return { code, said: diagnostics.map(({ summary, detail }) => `${summary} ${detail}`) };
  };

  it('finds nothing where all is there, and changes nothing', async () => {
    addDatabase(world.account(accountId), 'kv-0152-dev');
    expect(await preflight()).toEqual({ code: 0, said: [] });
    expect(world.calls.filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('finds what is missing, has no room, or may not be asked', async () => {
    const account = world.account(accountId);
    account.known.subnetGroups.clear();
    account.limits.instances = 1;
    world.faults.push({ at: 'ListTasks', when: 'before', kind: 'denied' });
    const service = account.services.get(`common-nonprod/${namespace}`);
    if (service !== undefined) service.minimumHealthyPercent = 50;
    const { code, said } = await preflight();
    expect(code).toBe(2);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringContaining(
          'there is no database kv-0152-dev to take a snapshot of This concerns kv-0152-prod, kv-0152-qa.',
        ),
        expect.stringContaining("DB subnet group 'records' does not exist."),
        expect.stringContaining('there is no room for one more: 2 of 1 DBInstances'),
        expect.stringContaining('ecs:ListTasks: AccessDeniedException'),
      ]),
    );
  });
});

describe('release aws orphans', () => {
  it('finds what nobody needs, tells it from what looks alike, and changes nothing', async () => {
    for (const generation of ['20260901t000000z', '20261001t000000z']) addOrphan(generation);
    addOrphan('20260901t000000z', 'xy-0146-qa2');
    addDatabase(world.account(accountId), `${namespace}-20260801t000000z`);
    const { code, out } = await release('orphans', '--output', 'json');
    expect(code).toBe(0);
    const { orphans, applied } = JSON.parse(out) as { readonly orphans: readonly object[]; readonly applied: boolean };
    expect(applied).toBe(false);
    expect(orphans).toEqual([
      {
        tenant: 'xy-0146',
        environment: 'qa',
        namespace,
        generation: '20260901t000000z',
        databases: [`${namespace}-20260901t000000z`],
        snapshots: [],
        parameter: true,
        state: 'found',
      },
    ]);
    expect(world.calls.filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('removes it with --apply, with a final snapshot', async () => {
    for (const generation of ['20260901t000000z', '20261001t000000z']) addOrphan(generation);
    const { code, out } = await release('orphans', '--apply', '--every', '0.05');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('removed') });
    const account = world.account(accountId);
    expect([...account.instances.keys()].toSorted()).toEqual([
      'xy-0146-dev',
      `${namespace}-20261001t000000z`,
      `${namespace}-${before}`,
    ]);
    expect([...account.snapshots.keys()]).toEqual([`${namespace}-20260901t000000z-final`]);
    expect(leftovers(account)).toEqual([]);
    const again = await release('orphans');
    expect(again.out).toContain('No orphans');
  });

  it('leaves what a task depends on, what is young, and what is being deployed', async () => {
    for (const generation of ['20260901t000000z', '20261001t000000z', '20261120t110000z', '20261120t113000z'])
      addOrphan(generation);
    const account = world.account(accountId);
    const [task] = account.tasks;
    if (task !== undefined) {
      const arn = `arn:aws:ecs:eu-west-1:${accountId}:task-definition/report:1`;
      const secrets = [{ name: 'D', valueFrom: `/${namespace}/db/20260901t000000z` }];
      account.taskDefinitions.push({
        arn,
        family: 'report',
        revision: 1,
        input: { containerDefinitions: [{ secrets }] },
        tags: [],
        status: 'ACTIVE',
      });
      account.tasks.push({ ...task, arn: 'report', taskDefinition: arn, service: undefined });
    }
    const entry = {
      kind: 'begin',
      owner: 'o',
      run: 'r.1',
      release: 'r',
      generation: '20261120t113000z',
      at: 'x',
      until: '2027-01-01T00:00:00Z',
    };
    addParameter(account, `/${namespace}/release/log/00000003`, entry);
    const shown = JSON.parse((await release('show', 'xy-0146', 'qa', '--output', 'json')).out) as {
      readonly generations: readonly { readonly generation: string; readonly verdict: string }[];
    };
    expect(shown.generations.map(({ generation, verdict }) => [generation, verdict])).toEqual([
      ['20261120t113000z', 'live'],
      ['20261120t110000z', 'young'],
      [before, 'active'],
      ['20261001t000000z', 'retained'],
      ['20260901t000000z', 'referenced'],
    ]);
    const { out } = await release('orphans', '--output', 'json', '--grace', '10000');
    expect(JSON.parse(out)).toMatchObject({ orphans: [] });
  });
});
