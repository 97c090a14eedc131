import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cutConnections, type Sshd, SshWorld, sshMissing } from '../support/ssh/sshd.ts';
import { folderWith, release, releaseJson, temporaryFolder } from './program.ts';

const secret = 'hunter2-very-secret-value';
const environment = { TOKEN: secret };

/** Says what it does, and waits for the file `go` where its line says so. */
const slow = [
  'echo ran >>runs',
  'i=0; while [ $i -lt 40 ]; do echo "line $i"; i=$((i+1)); sleep 0.01; done',
  'echo "token $TOKEN"',
  'while [ ! -e go ]; do sleep 0.05; done',
  'while [ $i -lt 80 ]; do echo "line $i"; i=$((i+1)); done',
].join('; ');

describe.skipIf(sshMissing !== undefined)(`targets of the type ssh ${sshMissing ?? ''}`, () => {
  let world: SshWorld;
  let hosts: readonly Sshd[];

  beforeAll(async () => {
    world = new SshWorld(join(temporaryFolder(), 'world'));
    hosts = [await world.host('first'), await world.host('second')];
  });
  afterAll(() => world.stop());

  const ssh = (index: number, path: string, more = '') =>
    `{ type: ssh, roles: [${path.split('/').at(-1)}], host: 127.0.0.1, port: ${hosts[index]?.port}, configFile: ${world.config}, path: ${path}${more} }`;
  const step = (id: string, role: string, run: string) =>
    `  - { id: ${id}, uses: script, roles: [${role}], with: { run: ${JSON.stringify(run)}, env: { TOKEN: "{{token}}", WHO: "{{tenant.id}}" } } }`;
  const project = (...steps: readonly string[]) => ['project: app', 'steps:', ...steps, ''].join('\n');
  const releaseFile = 'project: app\nversion: 1.0.0\nenvironments: [test]\ntenants: all\n';

  function workspace(there: string, process: string, central = ''): string {
    const tenant = (id: string, index: number) =>
      [
        `tenant: ${id}`,
        'environments: [test]',
        `targets: { central: { use: central }, own: ${ssh(index, join(there, id, 'client'))} }`,
        'variables: { token: { secret: { env: TOKEN } } }',
        '',
      ].join('\n');
    return folderWith({
      'release.config.yaml': `environments: [test]\ntargets: { central: ${ssh(0, join(there, 'central'), central)} }\n`,
      'tenants/a.yaml': tenant('a', 0),
      'tenants/b.yaml': tenant('b', 1),
      'projects/app.yaml': process,
      'projects/web.yaml': process.replace('project: app', 'project: web'),
      'releases/one.yaml': `release: one\n${releaseFile}`,
      'releases/two.yaml': `release: two\n${releaseFile.replace('app', 'web')}`,
    });
  }

  const there =
    (...path: readonly string[]) =>
    (folder: string) =>
      join(folder, ...path);
  const text = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const linesOf = async (folder: string, node: string) => {
    const told = await release(folder, ['logs', 'one.1', node, '--output', 'ndjson']);
    return told.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
  };
  const expected = [
    ...Array.from({ length: 40 }, (_, index) => `line ${index}`),
    'token ***',
    ...Array.from({ length: 40 }, (_, index) => `line ${index + 40}`),
  ];

  it('go on after kill -9 in mid script: resume finds them, nothing runs twice, no line is lost', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('slow', 'client', slow)));
    const places = ['a', 'b'].map((id) => there(id, 'client')(far));
    const killed = await release(folder, ['run', 'one'], {
      environment,
      meanwhile: (child) => {
        void vi
          .waitFor(() => expect(places.map((place) => text(join(place, 'runs')))).toEqual(['ran\n', 'ran\n']), 30_000)
          .then(() => new Promise((resolve) => setTimeout(resolve, 700)))
          .finally(() => child.kill('SIGKILL'));
      },
    });
    expect(killed.code).toBe(137);
    for (const place of places) writeFileSync(join(place, 'go'), '');
    const told = await release(folder, ['resume'], { environment });
    expect([told.code, told.err]).toEqual([0, told.err]);
    expect(places.map((place) => text(join(place, 'runs')))).toEqual(['ran\n', 'ran\n']);
    expect(await linesOf(folder, 'a@test/app/slow')).toEqual(expected);
    expect(await linesOf(folder, 'b@test/app/slow')).toEqual(expected);
    for (const place of places) expect(readdirSync(join(place, '.release/tickets'))).toEqual([]);
    expect(filesWith(far, secret)).toEqual([]);
    expect(filesWith(join(folder, '.release'), secret)).toEqual([]);
  });

  it('get their connection back when it is cut in mid script', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('slow', 'client', slow)));
    const place = there('b', 'client')(far);
    let cut = 0;
    const told = await release(folder, ['run', 'one'], {
      environment,
      meanwhile: () => {
        void vi
          .waitFor(
            () => expect(['a', 'b'].map((id) => text(there(id, 'client', 'runs')(far)))).toEqual(['ran\n', 'ran\n']),
            30_000,
          )
          .then(() => {
            cut = hosts.map(cutConnections).reduce((sum, one) => sum + one, 0);
            for (const id of ['a', 'b']) writeFileSync(there(id, 'client', 'go')(far), '');
          });
      },
    });
    expect(cut).toBeGreaterThan(0);
    expect([told.code, told.err]).toEqual([0, told.err]);
    expect(text(join(place, 'runs'))).toBe('ran\n');
    expect(await linesOf(folder, 'b@test/app/slow')).toEqual(expected);
  });

  it('that are away block their tenants only, and resume goes on when they are back', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('tell', 'client', 'echo ran >>runs')));
    await hosts[1]?.stop();
    const told = await release(folder, ['run', 'one'], { environment });
    expect([told.code, told.err]).toEqual([3, told.err]);
    expect(['a', 'b'].map((id) => text(there(id, 'client', 'runs')(far)))).toEqual(['ran\n', '']);
    expect((await release(folder, ['status'])).out).toMatch(/REL2191 .*cannot be reached/);
    await hosts[1]?.start();
    expect((await release(folder, ['resume'], { environment })).code).toBe(0);
    expect(text(there('b', 'client', 'runs')(far))).toBe('ran\n');
  });

  const turn = 'echo "begin" >>log; sleep 0.4; echo "end" >>log';

  it('that tenants share run so many scripts at once as they say', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('turn', 'central', turn)), ', maxParallel: 1');
    expect((await release(folder, ['run', 'one'], { environment })).code).toBe(0);
    expect(text(there('central', 'log')(far))).toBe('begin\nend\nbegin\nend\n');
    const freely = temporaryFolder();
    const without = workspace(freely, project(step('turn', 'central', turn)));
    expect((await release(without, ['run', 'one'], { environment })).code).toBe(0);
    expect(text(there('central', 'log')(freely))).toBe('begin\nbegin\nend\nend\n');
  });

  it('with a mutex run one script at a time, whichever runs and projects want them', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('turn', 'central', turn)), ', mutex: true');
    const runs = await Promise.all(
      ['one', 'two'].map((name) => release(folder, ['run', name, '--wait'], { environment })),
    );
    expect(runs.map(({ code, err }) => (code === 0 ? 0 : err))).toEqual([0, 0]);
    expect(text(there('central', 'log')(far))).toBe('begin\nend\n'.repeat(4));
  });

  it('are looked at by the doctor, and a run says in words why one cannot be reached', async () => {
    const far = temporaryFolder();
    const folder = workspace(far, project(step('turn', 'central', turn)));
    const fine = await release(folder, ['doctor'], { environment });
    expect(fine.out).toMatch(/target own of b.*127\.0\.0\.1/s);
    const known = join(world.folder, 'known_hosts');
    const before = text(known);
    writeFileSync(known, '');
    const doctor = await release(folder, ['doctor'], { environment });
    expect(doctor.out + doctor.err).toMatch(/has a key that is not known here/);
    const told = await releaseJson<{ exitCode: number }>(folder, ['run', 'one'], { environment });
    expect(told.exitCode).toBe(1);
    expect((await release(folder, ['status'])).out).toMatch(/REL2192 .*has a key that is not known here/);
    writeFileSync(known, before);
    expect(text(there('central', 'log')(far))).toBe('');
  });
});

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
