import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, type Files, folderWith, readText, type Told } from './kit.ts';

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

test('an approver lets the run go on', async () => {
  const folder = folderWith(asking(`{ approvers: [somebody, ${JSON.stringify(userInfo().username)}] }`));
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
