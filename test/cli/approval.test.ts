import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, type Files, folderWith, readText, type Told, writeFiles } from './kit.ts';

const me = userInfo().username;
const gate = 'approve:a@test/p/ask';

/** A run whose one deployment asks, with these inputs. */
const asking = (inputs: string): Files => ({
  'release.config.yaml': 'environments: [test]\n',
  'tenants/a.yaml': 'tenant: a\nname: Clinic A\nenvironments: [test]\nvariables: { count: 3 }\n',
  'projects/p.yaml': `project: p\nsteps:\n  - { id: ask, uses: approval, with: ${inputs} }\n  - { id: go, uses: note, with: { message: hi } }\n`,
  'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\n',
});

const codesOf = ({ out }: Told): readonly string[] =>
  (JSON.parse(out) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);

test('who is not among the approvers decides nothing, and nothing is recorded', async () => {
  const folder = folderWith(asking('{ approvers: [nobody we know] }'));
  expect((await cli(folder, ['run'])).code).toBe(3);
  const before = readText(folder, '.release/runs/r.1/journal.ndjson');
  const files = readdirSync(join(folder, '.release'), { recursive: true }).sort();
  for (const name of ['approve', 'reject']) {
    const told = await cli(folder, [name, 'r.1', '--output', 'json']);
    expect(told.code).toBe(2);
    expect(codesOf(told)).toEqual(['REL3032']);
    expect(told.out).toContain('Only nobody we know may decide');
  }
  expect(readText(folder, '.release/runs/r.1/journal.ndjson')).toBe(before);
  expect(readdirSync(join(folder, '.release'), { recursive: true }).sort()).toEqual(files);
  expect((await cli(folder, ['resume'])).code).toBe(3);
});

test('who may decide is shown beside the gate', async () => {
  const folder = folderWith(asking('{ approvers: [alice, "{{tenant.id}}"] }'));
  await cli(folder, ['run']);
  for (const name of ['status', 'report']) {
    expect((await cli(folder, [name])).out).toContain('approval of ask (only by alice or a, ');
    const { out } = await cli(folder, [name, '--output', 'json']);
    expect(JSON.parse(out)).toMatchObject({ gates: [{ id: gate, approvers: ['alice', 'a'] }] });
  }
  await cli(folder, ['report', '--html', 'page.html']);
  expect(readText(folder, 'page.html')).toContain(', only by alice or a');
});

test('an approver lets the run go on', async () => {
  const folder = folderWith(asking(`{ approvers: [somebody, ${JSON.stringify(me)}] }`));
  await cli(folder, ['run']);
  expect((await cli(folder, ['approve'])).code).toBe(0);
  expect((await cli(folder, ['resume'])).code).toBe(0);
});

test('what the step asks is shown wherever the run waits', async () => {
  const folder = folderWith(asking('{ message: "Is the backup of {{tenant.name}} ({{count}})\\n done?" }'));
  const asked = 'approval of ask: Is the backup of Clinic A (3) done?';
  const ran = await cli(folder, ['run']);
  expect(ran.err).toContain(asked);
  expect((await cli(folder, ['status'])).out).toContain(asked);
  const status = JSON.parse((await cli(folder, ['status', '--output', 'json'])).out) as object;
  expect(status).toMatchObject({
    gates: [{ waitingFor: asked }],
    deployments: [{ nodes: [{ note: asked }, {}] }],
  });
  expect((await cli(folder, ['report', '--output', 'text'])).out).toContain(asked);
});

test('in a run that was cancelled nobody is asked any more', async () => {
  const folder = folderWith(asking('{}'));
  await cli(folder, ['run']);
  expect((await cli(folder, ['cancel', 'r.1'])).code).toBe(0);
  for (const name of ['approve', 'reject']) {
    const told = await cli(folder, [name, 'r.1', '--output', 'json']);
    expect(told.code).toBe(2);
    expect(codesOf(told)).toEqual(['REL3022']);
    expect(codesOf(await cli(folder, [name, '--output', 'json']))).toEqual(['REL3020']);
  }
  expect(existsSync(join(folder, '.release/runs/r.1/inbox'))).toBe(false);
});

test('a wave of a run that was cancelled is not waited for', async () => {
  const release = 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\nwaves: [{ name: w, approve: true }]\n';
  const folder = folderWith({ ...asking('{}'), 'releases/r.yaml': release });
  await cli(folder, ['run']);
  expect((await cli(folder, ['status'])).out).toContain('release approve');
  await cli(folder, ['cancel', 'r.1']);
  expect(JSON.parse((await cli(folder, ['status', '--output', 'json'])).out)).toMatchObject({ gates: [] });
  for (const name of ['status', 'report']) expect((await cli(folder, [name])).out).not.toContain('release approve');
});

test.each([
  ['approve', 'approved', 0],
  ['reject', 'rejected', 1],
] as const)('after %s, whoever looks is told that it waits to be resumed', async (name, decision, code) => {
  const folder = folderWith(asking('{}'));
  await cli(folder, ['run']);
  expect((await cli(folder, [name])).code).toBe(0);
  const words = `${decision} by ${me}, taken up by release resume r.1`;
  for (const command of ['status', 'report']) {
    const { out } = await cli(folder, [command]);
    expect(out).toContain(words);
    expect(out).not.toContain('release approve');
    const told = JSON.parse((await cli(folder, [command, '--output', 'json'])).out) as object;
    expect(told).toMatchObject({ state: 'blocked', gates: [{ id: gate, decided: { decision, by: me } }] });
  }
  expect((await cli(folder, ['report'])).out).toContain('All it waited for is decided; it waits to be resumed.');
  await cli(folder, ['report', '--html', 'page.html']);
  const page = readText(folder, 'page.html');
  expect(page).toContain(`${decision} by ${me}, taken up by`);
  expect(page).not.toContain('release approve');
  expect((await cli(folder, ['resume'])).code).toBe(code);
  expect(JSON.parse((await cli(folder, ['status', '--output', 'json'])).out)).toMatchObject({ gates: [] });
});

test('a decision that the run would not obey counts for nothing, also before it is refused', async () => {
  const folder = folderWith(asking(`{ approvers: [${JSON.stringify(me)}] }`));
  await cli(folder, ['run']);
  const status = async () =>
    JSON.parse((await cli(folder, ['status', '--output', 'json'])).out) as { planDigest: string; gates: object[] };
  const { planDigest, gates } = await status();
  const sent = { kind: 'gate', gate, decision: 'approved', by: 'mallory', planDigest };
  writeFiles(folder, {
    '.release/runs/r.1/inbox/0000000000000001-a.json': JSON.stringify(sent),
    '.release/runs/r.1/inbox/0000000000000002-b.json': JSON.stringify({ ...sent, by: me, planDigest: 'another' }),
  });
  expect((await status()).gates).toEqual(gates);
  expect((await cli(folder, ['approve'])).code).toBe(0);
  const resumed = await cli(folder, ['resume']);
  expect(resumed.code).toBe(0);
  expect(resumed.err).toContain(`not obeyed: mallory approved ${gate}, which only ${me} may decide`);
  expect(resumed.err).toContain('for another plan');
});
