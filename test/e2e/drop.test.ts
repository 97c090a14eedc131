import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isThere } from '../targets/drop/place.ts';
import { hasMono, monoProgram } from '../targets/drop/powershell.ts';
import { codesOf, folderWith, release, releaseJson } from './program.ts';

/* A deployment to a site that nobody reaches: the real program on our side, sh, tar and openssl on the other. */

const canary = 'Kanarienvogel 0815';
const passphrase = 'correct horse';
const environment = { PAS_PASSWORD: canary, RELEASE_DROP_PASSPHRASE: passphrase };

interface Shape {
  readonly awaits?: string;
  readonly fails?: boolean;
  readonly recipient?: string;
}

function workspace({ awaits = 'applied', fails = false, recipient }: Shape = {}): string {
  return folderWith({
    'release.config.yaml':
      'environments: [prod]\ntargets: { central: { type: local, roles: [central], path: central } }\n',
    'tenants/a.yaml': [
      'tenant: a',
      'environments: [prod]',
      'targets:',
      `  vm: { type: drop, roles: [client], path: out, await: ${awaits}${recipient === undefined ? '' : `, recipients: [${recipient}]`} }`,
      '  central: { use: central }',
      'variables:',
      '  password: { secret: { env: PAS_PASSWORD } }',
      '  licence: { secret: { site: licence.key } }',
      '',
    ].join('\n'),
    'projects/app.yaml': [
      'project: app',
      'steps:',
      '  - id: stop',
      '    uses: script',
      '    roles: [client]',
      '    with: { run: "echo stop >>log" }',
      '  - id: count',
      '    uses: script',
      '    roles: [client]',
      '    with:',
      '      env: { LOGIN: "user={{password}};key={{licence}}" }',
      ...(awaits === 'applied' ? ['      outputs: [rows, login]'] : []),
      '      run: |',
      ...(fails ? ['        test -f mended || exit 7'] : []),
      '        printf "%s" "$LOGIN" | cksum >login',
      '        echo "rows=7" >>"$RELEASE_OUTPUT"',
      '        echo "login=$LOGIN" >>"$RELEASE_OUTPUT"',
      '  - id: mend',
      '    uses: script',
      '    roles: [client]',
      '    run: failure',
      '    with: { run: "echo mend >>log" }',
      '  - id: load',
      '    uses: script',
      '    roles: [central]',
      ...(awaits === 'applied'
        ? [
            '    with: { env: { ROWS: "{{steps.count.outputs.rows}} {{steps.count.outputs.login}}" }, run: "echo \\"$ROWS\\" >loaded" }',
          ]
        : ['    with: { run: "echo done >loaded" }']),
      '',
    ].join('\n'),
    'releases/r.yaml': 'release: r\nproject: app\nversion: 1.0.0\nenvironments: [prod]\n',
    values: 'licence.key=L-4711\n',
  });
}

const run = (folder: string, env: Record<string, string> = environment) =>
  release(folder, ['run', 'releases/r.yaml', '--yes'], { environment: env });
const bundle = 'out/a/prod/r.1/app-1.0.0-vm-1';
const receipt = 'site/.release/receipts/r.1.0.vm.1.receipt';
const deploy = (folder: string, ...words: readonly string[]) => {
  const command = [join(bundle, 'deploy.sh'), '--site', 'site', '--values', 'values', ...words];
  const env = { PATH: process.env.PATH, RELEASE_DROP_PASSPHRASE: passphrase };
  return spawnSync('sh', command, { cwd: folder, env, encoding: 'utf8' });
};
const holders = (folder: string, text: string): readonly string[] =>
  spawnSync('grep', ['-rlaF', text, '.'], { cwd: folder, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);

describe('a site that nobody reaches', () => {
  it('is waited for; its receipt brings outputs back, and no secret is anywhere', async () => {
    const folder = workspace();
    expect((await run(folder)).code).toBe(3);
    expect(existsSync(join(folder, 'central/loaded'))).toBe(false);
    const applied = deploy(folder);
    expect(applied.status, applied.stderr).toBe(0);
    expect(readFileSync(join(folder, 'site/login'), 'utf8')).toBe(
      spawnSync('cksum', { input: `user=${canary};key=L-4711`, encoding: 'utf8' }).stdout,
    );
    const imported = await releaseJson<{ receipts: { result: string; steps: { how: string }[] }[]; exitCode: number }>(
      folder,
      ['receipt', 'import', receipt],
    );
    expect(imported).toMatchObject({ exitCode: 0, receipts: [{ result: 'succeeded' }] });
    expect(imported.receipts[0]?.steps.map(({ how }) => how)).toEqual(['succeeded', 'succeeded', 'skipped']);
    expect((await release(folder, ['resume'], { environment })).code).toBe(0);
    expect(readFileSync(join(folder, 'central/loaded'), 'utf8')).toBe('7 ***\n');
    expect(holders(folder, 'Kanarienvogel')).toEqual([]);
    expect(holders(folder, Buffer.from(canary).toString('base64').slice(0, 20))).toEqual([]);
    // What only the site knows was given in a file, and stays with the site.
    expect(holders(folder, 'L-4711')).toEqual(['./values']);
    expect(holders(folder, Buffer.from('L-4711').toString('base64'))).toEqual(['./site/.release/values']);
    expect(statSync(join(folder, 'site/.release/values')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, '.release/drop/signing-key.pem')).mode & 0o077).toBe(0);
    expect((await release(folder, ['audit', 'verify'])).code).toBe(0);
  });

  it('that failed, fails its deployment; resumed, the same bundle goes on at the site', async () => {
    const folder = workspace({ fails: true });
    expect((await run(folder)).code).toBe(3);
    const manifest = readFileSync(join(folder, bundle, 'manifest'));
    expect(deploy(folder).status).toBe(1);
    expect((await release(folder, ['receipt', 'import', receipt])).code).toBe(0);
    const failed = await release(folder, ['resume'], { environment });
    expect(failed.code, failed.err).toBe(1);
    expect(failed.out + failed.err).toContain('a@prod/app/count#vm failed at the site: exit code 7');
    const again = await release(folder, ['resume'], { environment });
    expect(again.code, again.err).toBe(3);
    expect(readFileSync(join(folder, bundle, 'manifest')).equals(manifest)).toBe(true);
    writeFileSync(join(folder, 'site/mended'), '');
    expect(deploy(folder).status).toBe(0);
    expect(readFileSync(join(folder, 'site/log'), 'utf8')).toBe('stop\nmend\n');
    expect((await release(folder, ['receipt', 'import', receipt])).code).toBe(0);
    expect((await release(folder, ['resume'], { environment })).code).toBe(0);
  });

  it('that nobody waits for has its receipt in the journal of the run', async () => {
    const folder = workspace({ awaits: 'written' });
    expect((await run(folder)).code).toBe(0);
    expect(readFileSync(join(folder, 'central/loaded'), 'utf8')).toBe('done\n');
    expect(deploy(folder).status).toBe(0);
    expect((await release(folder, ['receipt', 'import', receipt])).code).toBe(0);
    expect((await release(folder, ['audit', 'verify'])).code).toBe(0);
    const journal = readFileSync(
      join(
        folder,
        '.release/runs/r.1',
        readdirSync(join(folder, '.release/runs/r.1')).find(
          (name) => name.startsWith('journal') || name.startsWith('events'),
        ) ?? '',
      ),
      'utf8',
    );
    expect(journal).toContain('"node":"a@prod/app/count#vm","how":"succeeded"');
    expect(codesOf(await releaseJson(folder, ['receipt', 'import', receipt]))).toEqual(['REL2183']);
  });

  it('that has an age key needs no passphrase, and doctor says whose key it is', async () => {
    const recipient = 'age1ty723kjwta7x4t3fpvh5d9h9hx9hsglk4uxyt45mjmed0zxktgrsqs67z6';
    const folder = workspace({ recipient });
    expect((await run(folder, { PAS_PASSWORD: canary })).code).toBe(3);
    const manifest = readFileSync(join(folder, bundle, 'manifest'), 'utf8');
    for (const name of ['deploy.sh', 'deploy.ps1'])
      expect(manifest).toMatch(new RegExp(`^file [0-9a-f]{64} ${name}$`, 'm'));
    expect(readFileSync(join(folder, bundle, 'deploy.ps1'), 'utf8')).toContain('public static class Ed25519');
    expect(readFileSync(join(folder, bundle, 'secrets.age'), 'latin1')).toMatch(/^age-encryption\.org\/v1\n-> X25519 /);
    expect(existsSync(join(folder, bundle, 'secrets.enc'))).toBe(false);
    expect(holders(folder, 'Kanarienvogel')).toEqual([]);
    expect((await release(folder, ['doctor'], { environment })).out).toContain(`secrets are for ${recipient}`);
  });

  it.skipIf(!hasMono || !isThere(['age']))(
    'may apply it with deploy.ps1, and its receipt counts as any other (skipped where mono, mcs or age is not installed)',
    async () => {
      const identity = spawnSync('age-keygen', { encoding: 'utf8' }).stdout;
      const folder = workspace({ recipient: /age1\S+/.exec(identity)?.[0] ?? '' });
      writeFileSync(join(folder, 'identity'), identity, { mode: 0o400 });
      expect((await run(folder, { PAS_PASSWORD: canary })).code).toBe(3);
      const words = [monoProgram(), join(folder, bundle, 'deploy.ps1'), '--site', join(folder, 'site')];
      const more = ['--values', join(folder, 'values'), '--identity', join(folder, 'identity')];
      const applied = spawnSync('mono', [...words, ...more], { encoding: 'utf8' });
      expect(applied.status, applied.stderr).toBe(0);
      expect(readFileSync(join(folder, 'site/login'), 'utf8')).toBe(
        spawnSync('cksum', { input: `user=${canary};key=L-4711`, encoding: 'utf8' }).stdout,
      );
      const imported = await releaseJson(folder, ['receipt', 'import', receipt]);
      expect(imported).toMatchObject({ exitCode: 0, receipts: [{ result: 'succeeded' }] });
      expect((await release(folder, ['resume'], { environment })).code).toBe(0);
      expect(readFileSync(join(folder, 'central/loaded'), 'utf8')).toBe('7 ***\n');
      expect(holders(folder, 'Kanarienvogel')).toEqual([]);
    },
  );

  it('gets nothing when there is no passphrase for its secrets, and nothing has run then', async () => {
    const folder = workspace();
    const { code, err } = await run(folder, { PAS_PASSWORD: canary });
    expect(code).toBe(2);
    expect(err).toContain('REL2181');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

it('a value that only a site knows is asked for nowhere else, and nothing has run then', async () => {
  const folder = workspace();
  const file = join(folder, 'projects/app.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('env: { ROWS: "', 'env: { LICENCE: "{{licence}}", ROWS: "'));
  const { code, err } = await run(folder);
  expect(code).toBe(2);
  expect(err).toContain('REL2121');
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

describe('a receipt', () => {
  it('is refused when it was changed, signed by another site, imported before, or is about nothing we know', async () => {
    const folder = workspace();
    expect((await run(folder)).code).toBe(3);
    const reasonOf = async (file: string): Promise<string> => {
      const { exitCode, diagnostics } = await releaseJson(folder, ['receipt', 'import', file]);
      expect(exitCode).toBe(2);
      return diagnostics.map(({ summary }) => summary).join();
    };
    expect(deploy(folder).status).toBe(0);
    const whole = readFileSync(join(folder, receipt), 'utf8');
    const write = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
    write('changed', whole.replace('succeeded', 'failed'));
    expect(await reasonOf('changed')).toContain('its signature does not fit');
    write('traversal', whole.replace(/^bundle .*$/m, 'bundle ../../tenants/a'));
    expect(await reasonOf('traversal')).toContain('its signature does not fit');
    write('garbage', Buffer.from([0, 255, 10, 13, 7]));
    expect(await reasonOf('garbage')).toContain('it is no receipt');
    expect(await reasonOf('nowhere')).toContain('there is no such file');
    copyFileSync(join(folder, receipt), join(folder, 'first'));
    expect((await release(folder, ['receipt', 'import', 'first'])).code).toBe(0);
    expect(await reasonOf('first')).toContain('it was imported before');
    // The site set up anew has another key.
    rmSync(join(folder, 'site'), { recursive: true });
    expect(deploy(folder).status).toBe(0);
    expect(await reasonOf(receipt)).toContain('signed by another key');
    expect((await release(folder, ['resume'], { environment })).code).toBe(0);
  });

  it('cannot be had for a bundle with a changed byte', async () => {
    const folder = workspace();
    expect((await run(folder)).code).toBe(3);
    appendFileSync(join(folder, bundle, 'steps/1.script'), '\n');
    expect(deploy(folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('steps/1.script was changed') });
    expect(existsSync(join(folder, receipt))).toBe(false);
  });
});
