import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { program, type Report, release, releaseJson, snapshot, stackTrace, unclean } from './program.ts';
import { sampleWorkspace } from './sample.ts';

/* Commands that change nothing, on the sample workspace after both of its releases ran. */

let folder = '';

beforeAll(async () => {
  folder = sampleWorkspace();
  // The two hospitals that get bundles would keep the run open until their receipts are in.
  const hospitals = 'abbey,harbour,hillcrest,holy-cross,moorland,queens-park,riverside,royal-north,st-lukes,st-marys';
  for (const words of ['releases/2024-06.yaml', `releases/etl-2024-06.yaml --tenant ${hospitals}`]) {
    const told = await release(folder, ['run', ...words.split(' '), '--yes']);
    expect(told.code, told.err).toBe(0);
    expect(told.err).not.toContain('Warning');
  }
}, 60_000);

async function json<T>(words: readonly string[]): Promise<T & { readonly exitCode: number }> {
  return releaseJson(folder, words) as Promise<T & { readonly exitCode: number }>;
}

const node = { address: expect.any(String), outcome: 'succeeded', attempts: expect.any(Number) };
const deployed = { tenant: expect.any(String), environment: 'prod', project: 'etl', version: '2024.6' };

/** Words, and the fields of cli.md that must be in the answer. */
const answers: readonly (readonly [words: string, shape: object])[] = [
  [
    'validate',
    {
      diagnostics: [],
      summary: { errors: 0, warnings: 0, releases: expect.any(Number), deployments: expect.any(Number) },
    },
  ],
  [
    'plan releases/etl-2024-06.yaml --tenant abbey',
    { digest: expect.stringMatching(/^sha256:/), release: 'etl-2024-06', version: '2024.6' },
  ],
  ['explain abbey prod pas.server --project etl', { tenant: 'abbey', environment: 'prod', name: 'pas.server' }],
  ['explain abbey prod --project etl', { variables: { code: 'Abbey' } }],
  ['status', { run: 'etl-2024-06.1', release: 'etl-2024-06', state: 'succeeded', gates: [] }],
  ['status 2024-06.1', { run: '2024-06.1', counts: { failed: 0, running: 0, waiting: 0, unknown: 0 } }],
  ['runs', { runs: [{ run: 'etl-2024-06.1' }, { run: '2024-06.1' }] }],
  ['logs etl-2024-06.1 abbey@prod/etl', { run: 'etl-2024-06.1' }],
  ['audit verify', { intact: true }],
  ['lock releases/2024-06.yaml --check', { outcome: 'unchanged' }],
  ['schema', { files: expect.arrayContaining(['tenant', 'lock']), steps: expect.arrayContaining(['script']) }],
  ['doctor', {}],
  ['cache prune', {}],
  ['completion fish', { shell: 'fish', script: expect.stringContaining('validate') }],
];

describe.concurrent('answers in JSON', () => {
  it.each(answers)('%s', async (words, shape) => {
    const told = await release(folder, [...words.split(' '), '--output', 'json']);
    expect(told.code, told.out + told.err).toBe(0);
    expect(told.out.startsWith('{\n  "schemaVersion": 1,')).toBe(true);
    expect(told.out).not.toMatch(unclean);
    expect(JSON.parse(told.out)).toMatchObject(shape);
  });

  it('plan: deployments with their nodes, and waves that name them', async () => {
    const plan = await json<{
      waves: { deployments: string[] }[];
      deployments: { address: string; nodes: object[] }[];
    }>(['plan', 'releases/etl-2024-06.yaml', '--tenant', 'abbey', '--environment', 'prod']);
    expect(plan.waves.flatMap(({ deployments }) => deployments)).toEqual(['abbey@prod/etl']);
    expect(plan.deployments[0]).toMatchObject({
      ...{ address: 'abbey@prod/etl', tenant: 'abbey', environment: 'prod', project: 'etl' },
      ...{ from: '2024.6', to: '2024.6' },
    });
    const nodes = plan.deployments[0]?.nodes ?? [];
    expect(nodes[1]).toMatchObject({
      ...{ address: 'abbey@prod/etl/database#integration-vm', step: 'database', kind: 'package' },
      ...{ target: 'integration-vm', needs: ['abbey@prod/etl/stop-jobs#integration-vm'] },
      package: { id: 'Local.Abbey', version: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('explain: the winner and each loser with place and reason', async () => {
    const told = await json<{ losers: object[] }>(['explain', 'st-marys', 'test', 'batchSize', '--project', 'etl']);
    expect(told).toMatchObject({ winner: { file: expect.any(String), line: expect.any(Number), scope: {} } });
    expect(told.losers.length).toBeGreaterThan(0);
    for (const loser of told.losers)
      expect(loser).toMatchObject({ file: expect.any(String), reason: expect.any(String) });
  });

  it('status: every node of every deployment', async () => {
    const told = await json<{ deployments: { nodes: object[] }[]; startedAt: string; endedAt: string }>(['status']);
    expect(told.startedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(told.deployments.length).toBe(20);
    for (const { nodes } of told.deployments) expect(nodes[0]).toMatchObject(node);
  });

  it('where: a row for each place of the project', async () => {
    const told = await json<{ rows: object[] }>(['where', 'etl']);
    expect(told.rows).toHaveLength(20);
    expect(told.rows).toContainEqual(expect.objectContaining({ ...deployed, tenant: 'abbey', run: 'etl-2024-06.1' }));
  });
});

describe.concurrent('refusals', () => {
  const refusals: readonly (readonly [words: string, code: string])[] = [
    ['explain abbeyy prod', 'REL3010'],
    ['explain abbey prodd', 'REL3010'],
    ['plan releases/2024-07.yaml', 'REL3010'],
    ['plan releases/etl-2024-06.yaml --tenant nobody', 'REL1613'],
    ['status 2024-06.2', 'REL3020'],
    ['logs 2024-06.1 abbey@prod/etl', 'REL3024'],
    ['resume 2024-06.1', 'REL3022'],
    ['cancel 2024-06.1', 'REL3022'],
    ['approve 2024-06.1', 'REL3022'],
    ['run releases/2024-06.yaml --environment prod', 'REL1613'],
    ['run', 'REL3011'],
    ['schema tenent', 'REL3010'],
    ['validate tenents', 'REL3010'],
    ['init', 'REL3012'],
  ];

  it.each(refusals)('%s is refused with %s, and changes nothing', async (words, code) => {
    const before = snapshot(folder);
    const told = await json<Report>(words.split(' '));
    expect(told.exitCode).toBe(2);
    expect(told.diagnostics.map((one) => one.code)).toEqual([code]);
    for (const { hint } of told.diagnostics) expect(hint).toMatch(/\S/);
    expect(snapshot(folder)).toEqual(before);
  });

  it('an unknown option is refused with its like', async () => {
    const told = await release(folder, ['where', '--ouptut', 'json']);
    expect(told).toMatchObject({ code: 2, out: '' });
    expect(told.err).toContain('did you mean "--output"?');
  });
});

describe.concurrent('surroundings', () => {
  it('what is typed cannot act on the terminal, neither in text nor in JSON', async () => {
    const typed = 'a\u202eb\u009b31mc\u001b[2J';
    for (const words of [
      ['status', typed],
      ['status', typed, '--output', 'json'],
      [typed],
      ['explain', typed, 'prod'],
    ]) {
      const told = await release(folder, words);
      expect(told.code).toBe(2);
      expect(told.out + told.err).not.toMatch(unclean);
    }
  });

  it('a workspace is found from a folder inside it, and named with -C', async () => {
    const inside = await release(join(folder, 'tenants', 'hospitals'), ['status', '--output', 'json']);
    const named = await release('/', ['-C', folder, 'status', '--output', 'json']);
    const long = await release('/', ['status', '--directory', folder, '--output', 'json']);
    expect(inside.out).toBe(named.out);
    expect(long.out).toBe(named.out);
    expect(JSON.parse(named.out)).toMatchObject({ run: 'etl-2024-06.1' });
    const outside = await release('/', ['status', '--output', 'json']);
    expect(outside.code).toBe(2);
    expect(JSON.parse(outside.out)).toMatchObject({ diagnostics: [{ code: 'REL1233' }] });
  });

  it('release files are named from where one stands', async () => {
    const told = await release(join(folder, 'releases'), ['lock', '2024-06.yaml', '--check', '--output', 'json']);
    expect(told.code, told.out).toBe(0);
  });

  it.each(['validate', 'status'])(
    '%s: no colours without a terminal, colours when forced, none against NO_COLOR',
    async (words) => {
      const plain = await release(folder, words.split(' '));
      expect(plain.out).not.toMatch(unclean);
      expect(plain.out.length).toBeGreaterThan(0);
      const forced = await release(folder, words.split(' '), { environment: { FORCE_COLOR: '1' } });
      const never = await release(folder, words.split(' '), { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } });
      const flag = await release(folder, [...words.split(' '), '--no-color'], { environment: { FORCE_COLOR: '1' } });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
      expect(forced.out.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain.out);
      expect(never.out).toBe(plain.out);
      expect(flag.out).toBe(plain.out);
    },
  );

  it.each(['logs etl-2024-06.1', 'plan releases/etl-2024-06.yaml --output json', 'schema tenant', '--help'])(
    '%s: a reader that leaves early is no error',
    (words) => {
      const line = `node ${program} ${words} | head -n 1; exit "\${PIPESTATUS[0]}"`;
      const told = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
      expect(told).toMatchObject({ status: 0, stderr: '' });
      expect(told.stdout.split('\n')).toHaveLength(2);
    },
  );

  it('a state folder that cannot be written stops what must write, and nothing else', async () => {
    const closed = sampleWorkspace();
    writeFileSync(join(closed, '.release'), 'not a folder');
    expect((await release(closed, ['validate'])).code).toBe(0);
    const told = await release(closed, ['run', 'releases/2024-06.yaml', '--yes', '--output', 'json']);
    expect(told.code).toBe(2);
    expect(told.err).not.toMatch(stackTrace);
    expect(told.err + told.out).not.toContain('REL3000');
    expect(told.out).toContain('REL3006');
  });

  const asNobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};

  it('a workspace without the right to write can be looked at', async () => {
    const closed = sampleWorkspace();
    chmodSync(closed, 0o555);
    for (const words of [
      ['validate'],
      ['plan', 'releases/2024-06.yaml'],
      ['explain', 'abbey', 'prod', '--project', 'etl'],
    ]) {
      const told = await release(closed, words, asNobody);
      expect(told.code, told.out + told.err).toBe(0);
    }
    const told = await release(closed, ['run', 'releases/2024-06.yaml', '--output', 'json'], asNobody);
    expect(told.code).toBe(2);
    expect(told.out).toMatch(/REL3006/);
    expect(told.out).toContain('Permission is denied');
    chmodSync(closed, 0o755);
  });

  it('nothing is asked without a terminal', async () => {
    const told = await release(sampleWorkspace(), ['run', 'releases/2024-06.yaml', '--output', 'json']);
    expect(told.code, told.err).toBe(0);
    expect(told.err).not.toContain('[y/N]');
  });

  it('the version is said at once, and help without a command', async () => {
    const { version } = JSON.parse(readFileSync(join(program, '../../package.json'), 'utf8'));
    expect(await release('/', ['--version'])).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
    expect(await release('/', ['-V'])).toMatchObject({ code: 0, out: `${version}\n` });
    const bare = await release('/', []);
    expect(bare).toMatchObject({ code: 2, out: '' });
    expect(bare.err).toContain('Usage: release <command>');
  });
});
