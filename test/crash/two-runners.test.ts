import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hasRunningScripts } from '../../src/targets/local/forget-run.ts';
import { builtProgram } from './build.ts';
import type { Place, Told } from './place.ts';
import { isRunning, letGo, slowPlace } from './slow.ts';

const built = builtProgram();

/** A run that is in the middle of its first step. */
async function running(place: Place): Promise<{ readonly ended: Promise<Told>; readonly pid: number }> {
  let pid = 0;
  const ended = place.release(['run', 'releases/slow.yaml', '--yes'], {
    meanwhile: (child) => {
      pid = child.pid ?? 0;
    },
  });
  await isRunning(place);
  return { ended, pid };
}

/** The same, whose runner was killed; the step goes on. */
async function cutOff(): Promise<{ readonly place: Place; readonly pid: number }> {
  const place = slowPlace(built());
  await plan(place);
  const { ended, pid } = await running(place);
  process.kill(pid, 'SIGKILL');
  await ended;
  return { place, pid };
}

const plan = (place: Place): Promise<Told> => place.expect(0, ['lock', 'releases/other.yaml']);

test('a run that a living process drives is not taken up by another', async () => {
  const place = slowPlace(built());
  const first = await running(place);
  const told = await place.expect(4, ['resume', 'slow.1']);
  expect(told.err).toContain(`Process ${first.pid}`);
  letGo(place);
  expect((await first.ended).code).toBe(0);
  expect(place.effects()).toEqual(['slow.1/0.0.1', 'slow.1/0.1.1']);
  place.remove();
}, 240_000);

test('of two resumes at the same moment one drives the run', async () => {
  const place = slowPlace(built());
  const first = await running(place);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  // The script ends once two have been sent away; until then nobody can be done.
  let away = 0;
  const all = ['resume', 'resume', 'resume'].map(async (word) => {
    const told = await place.release([word, 'slow.1']);
    away++;
    if (away === 2) letGo(place);
    return told.code;
  });
  const codes = (await Promise.all(all)).sort();
  expect(codes).toEqual([0, 4, 4]);
  expect(place.effects()).toEqual(['slow.1/0.0.1', 'slow.1/0.1.1']);
  await place.expect(0, ['audit', 'verify']);
  place.remove();
}, 240_000);

test('a second run of the same deployment queues, or ends with 4 when told not to wait', async () => {
  const place = slowPlace(built());
  await plan(place);
  const first = await running(place);
  const refused = await place.expect(4, ['run', 'releases/other.yaml', '--yes', '--no-wait']);
  expect(refused.err).toContain('slow.1 holds');
  const second = place.release(['run', 'releases/other.yaml', '--yes']);
  await sleep(1_500);
  expect(place.effects()).toEqual(['slow.1/0.0.1']);
  letGo(place);
  expect((await first.ended).code).toBe(0);
  expect((await second).code).toBe(0);
  const names = place.effects().map((ticket) => ticket.split('/')[0]);
  expect(names).toEqual(['slow.1', 'slow.1', 'other.2', 'other.2']);
  place.remove();
}, 240_000);

test('a lock of a killed process is taken over, also when its number lives again; that of a living one is not', async () => {
  const { place, pid } = await cutOff();
  // The dead runner's number belongs to us now, say its locks; its start mark does not.
  for (const file of locksOf(place)) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${pid}`, `"pid":${process.pid}`));
  }
  letGo(place);
  await scriptsEnded(place);
  await place.expect(0, ['run', 'releases/other.yaml', '--yes', '--no-wait']);
  // And a lock that names us as we are is alive.
  const [lock = ''] = locksOf(place).filter((file) => !file.includes('run%3A'));
  const start = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const runner = { host: hostOf(place), pid: process.pid, start: `${boot}:${start}`, user: 'us' };
  const holder = { run: 'nobody.1', runner, since: new Date().toISOString() };
  const fence = Number(/(\d+)\.lock$/.exec(lock)?.[1]);
  writeFileSync(lock, JSON.stringify({ fence, holder, renewedAt: 0 }));
  const told = await place.expect(4, ['run', 'releases/other.yaml', '--yes', '--no-wait']);
  expect(told.err).toContain('nobody.1 holds');
  place.remove();
}, 240_000);

test('what a killed runner has begun goes on, and another run does not do the same beside it', async () => {
  const { place } = await cutOff();
  const refused = await place.expect(4, ['run', 'releases/other.yaml', '--yes', '--no-wait']);
  expect(refused.err).toContain('Run slow.1 is cut off, and what it began for ann@prod/slow still goes on');
  const told = await place.expect(0, ['status', 'slow.1', '--output', 'json']);
  expect(JSON.parse(told.out)).toMatchObject({ state: 'running', driven: false });
  const waiting = place.release(['run', 'releases/other.yaml', '--yes']);
  await sleep(1_500);
  expect(place.effects()).toEqual(['slow.1/0.0.1']);
  const { runs } = JSON.parse((await place.expect(0, ['runs', '--output', 'json'])).out);
  expect(runs).toMatchObject([
    { run: 'other.2', driven: true },
    { run: 'other.1', driven: false },
    { run: 'slow.1', driven: false },
  ]);
  letGo(place);
  expect((await waiting).code).toBe(0);
  const names = place.effects().map((ticket) => ticket.split('/')[0]);
  expect(names).toEqual(['slow.1', 'other.2', 'other.2']);
  place.remove();
}, 240_000);

test('who cancels a run that was cut off stops what it began, and another run goes on at once', async () => {
  const { place } = await cutOff();
  await place.expect(0, ['cancel', 'slow.1']);
  letGo(place);
  await place.expect(0, ['run', 'releases/other.yaml', '--yes', '--no-wait']);
  place.remove();
}, 240_000);

async function scriptsEnded(place: Place): Promise<void> {
  while (hasRunningScripts(join(place.folder, '.release/local'), 'slow.1')) await sleep(10);
}

function locksOf(place: Place): readonly string[] {
  const root = join(place.folder, '.release/locks');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.lock'))
    .map((name) => join(root, name));
}

function hostOf(place: Place): string {
  const [first] = place.journal('slow.1');
  return first?.event.type === 'run-started' ? first.event.runner.host : '';
}
