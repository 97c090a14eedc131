import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { codesOf, type Files, folderWith, release, releaseJson, stackTrace, type Told, unclean } from './program.ts';

/* Commands that act, on a small workspace whose script waits, fails or succeeds as files in its folder say. */

const small: Files = {
  'release.config.yaml': 'environments: [test]\ntagSets: { ring: { values: [canary, broad], one: true } }\n',
  'tenants/acme.yaml': 'tenant: acme\ntags: [ring/canary]\nenvironments: [test]\n',
  'tenants/globex.yaml': 'tenant: globex\ntags: [ring/broad]\nenvironments: [test]\n',
  'projects/web.yaml': `project: web
steps:
  - id: deploy
    uses: script
    with:
      env: { WHO: "{{tenant.id}}" }
      run: |
        echo "began $WHO" >> began
        while test -f "hold-$WHO"; do sleep 0.05; done
        if test -f "broken-$WHO"; then exit 7; fi
        echo "$WHO" >> done
  - { id: tell, uses: note, with: { message: "told {{tenant.id}}" } }
`,
  'releases/r.yaml': `release: r
project: web
version: 1.0.0
environments: [test]
waves:
  - { name: canary, tenants: { tags: [ring/canary] } }
  - { name: everyone }
`,
};
const withWave = (wave: string): Files => ({
  ...small,
  'releases/r.yaml': String(small['releases/r.yaml']).replace('{ name: everyone }', wave),
});

interface Status {
  readonly state: string;
  readonly counts: { readonly [state: string]: number };
  readonly gates: readonly { readonly id: string; readonly kind: string }[];
}
const statusOf = (folder: string): Promise<Status> => releaseJson<Status>(folder, ['status']);
const linesOf = (folder: string, file: string): readonly string[] =>
  existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim().split('\n') : [];

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen within 20 seconds');
    await wait(20);
  }
}

/** Starts a run and gives it, with its end, once a script of it runs. */
async function begun(folder: string, words: readonly string[]): Promise<{ child: ChildProcess; end: Promise<Told> }> {
  let child: ChildProcess | undefined;
  const end = release(folder, words, {
    meanwhile: (started) => {
      child = started;
    },
  });
  await until(() => linesOf(folder, 'began').length > 0);
  if (child === undefined) throw new Error('the process did not start');
  return { child, end };
}

describe.concurrent('run', () => {
  it('0: done; JSON is one document, and progress is not in it', async () => {
    const folder = folderWith(small);
    const told = await release(folder, ['run', '--output', 'json']);
    expect(told.code).toBe(0);
    expect(JSON.parse(told.out)).toMatchObject({ schemaVersion: 1, run: 'r.1', state: 'succeeded' });
    expect(linesOf(folder, 'done')).toEqual(['acme', 'globex']);
    expect(await releaseJson(folder, ['where'])).toMatchObject({ rows: [{ version: '1.0.0' }, { version: '1.0.0' }] });
  });

  it('0: events are NDJSON, one on each line', async () => {
    const told = await release(folderWith(small), ['run', '--output', 'ndjson']);
    const events = told.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event.type);
    expect([events[0], events.at(-1)]).toEqual(['run-started', 'run-finished']);
  });

  it('1: a tenant failed; what failed is named, and resume does the rest once', async () => {
    const folder = folderWith({ ...small, 'broken-acme': '' });
    const told = await release(folder, ['run']);
    expect(told.code).toBe(1);
    expect(told.err + told.out).toMatch(/exit code 7/);
    expect(told.err + told.out).toContain('release resume r.1');
    expect(told.err + told.out).not.toMatch(unclean);
    expect(linesOf(folder, 'done')).toEqual([]);
    rmSync(join(folder, 'broken-acme'));
    expect((await release(folder, ['resume'])).code).toBe(0);
    expect(linesOf(folder, 'done')).toEqual(['acme', 'globex']);
  });

  it('2: a mistake in a file starts nothing', async () => {
    const folder = folderWith({ ...small, 'tenants/acme.yaml': 'tenant: acme\nenvironment: [test]\n' });
    const told = await releaseJson(folder, ['run']);
    expect(told.exitCode).toBe(2);
    expect(codesOf(told)).toContain('REL1101');
    expect(existsSync(join(folder, '.release/runs'))).toBe(false);
    expect(linesOf(folder, 'began')).toEqual([]);
  });

  it('3: waits for a person; approve and resume end it, and everyone has their own exit code', async () => {
    const folder = folderWith(withWave('{ name: everyone, approve: true }'));
    expect((await release(folder, ['run', '--yes'])).code).toBe(3);
    expect(await statusOf(folder)).toMatchObject({ state: 'blocked', gates: [{ kind: 'approval' }] });
    expect(linesOf(folder, 'done')).toEqual(['acme']);
    expect((await release(folder, ['resume', 'r.1'])).code).toBe(3);
    expect(await releaseJson(folder, ['approve', 'r.1', '--note', 'seen'])).toMatchObject({
      exitCode: 0,
      decision: 'approved',
    });
    expect((await release(folder, ['resume', 'r.1'])).code).toBe(0);
    expect(linesOf(folder, 'done')).toEqual(['acme', 'globex']);
  });

  it('3 and 1: what is rejected does not go on', async () => {
    const folder = folderWith(withWave('{ name: everyone, approve: true }'));
    await release(folder, ['run']);
    expect(await releaseJson(folder, ['reject', 'r.1', '--note', 'no'])).toMatchObject({
      exitCode: 0,
      decision: 'rejected',
    });
    expect((await release(folder, ['resume'])).code).toBe(1);
    expect(linesOf(folder, 'done')).toEqual(['acme']);
  });

  it('3: a freeze blocks, and --wait is not needed to say until when', async () => {
    const config = `${small['release.config.yaml']}freezes: [{ name: long, from: 2020-01-01T00:00, to: 2099-01-01T00:00 }]\n`;
    const folder = folderWith({ ...small, 'release.config.yaml': config });
    const told = await release(folder, ['run']);
    expect(told.code).toBe(3);
    expect(told.err + told.out).toContain('2099-01-01');
    expect(linesOf(folder, 'began')).toEqual([]);
  });

  it('4: another run holds the lock', async () => {
    const folder = folderWith({ ...small, 'hold-acme': '' });
    const { end } = await begun(folder, ['run']);
    const told = await release(folder, ['run', '--no-wait', '--output', 'json']);
    expect(told.code).toBe(4);
    expect(JSON.parse(told.out)).toMatchObject({ run: 'r.2', counts: { succeeded: 0 } });
    expect(told.err).toContain('REL3029: Run r.1 holds acme@test/web');
    expect(codesOf(await releaseJson(folder, ['resume', 'r.1']))).toEqual(['REL3028']);
    rmSync(join(folder, 'hold-acme'));
    expect((await end).code).toBe(0);
    expect((await release(folder, ['resume', 'r.2'])).code).toBe(0);
  });

  it('5: failed tenants inside the budget', async () => {
    const folder = folderWith({ ...withWave('{ name: everyone, budget: { tenants: 1 } }'), 'broken-globex': '' });
    expect((await release(folder, ['run'])).code).toBe(5);
    expect(await statusOf(folder)).toMatchObject({ counts: { succeeded: 1, failed: 1 } });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: %i, and the script that went on is found again', async (signal, code) => {
    const folder = folderWith({ ...small, 'hold-acme': '' });
    const { child, end } = await begun(folder, ['run']);
    child.kill(signal);
    const told = await end;
    expect(told.code).toBe(code);
    expect(told.err).not.toMatch(stackTrace);
    rmSync(join(folder, 'hold-acme'));
    expect((await release(folder, ['resume'])).code).toBe(0);
    expect(linesOf(folder, 'began')).toEqual(['began acme', 'began globex']);
    expect(linesOf(folder, 'done')).toEqual(['acme', 'globex']);
  });

  it('cancel reaches a run in another process, and its script', async () => {
    const folder = folderWith({ ...small, 'hold-acme': '' });
    const { end } = await begun(folder, ['run']);
    expect((await releaseJson(folder, ['cancel', 'r.1'])).exitCode).toBe(0);
    expect((await end).code).toBe(1);
    expect(await statusOf(folder)).toMatchObject({ state: 'cancelled' });
    rmSync(join(folder, 'hold-acme'));
    await wait(200);
    expect(linesOf(folder, 'done')).toEqual([]);
  });

  it('two at once queue, and each does its part', async () => {
    const folder = folderWith({ ...small, 'hold-acme': '' });
    const { end } = await begun(folder, ['run', '--tenant', 'acme']);
    const second = release(folder, ['run', '--tenant', 'acme']);
    await wait(300);
    rmSync(join(folder, 'hold-acme'));
    expect([(await end).code, (await second).code]).toEqual([0, 0]);
    expect(linesOf(folder, 'done')).toEqual(['acme', 'acme']);
  });
});

describe.concurrent('the way of a release', () => {
  it('init, validate, plan --out, run of that plan, lock --check, diff of exit codes', async () => {
    const folder = folderWith({});
    const made = await releaseJson<{ files: string[] }>(folder, ['init', 'mine']);
    expect(made.files).toContain('release.config.yaml');
    const home = join(folder, 'mine');
    expect((await release(home, ['validate'])).code).toBe(0);
    expect((await release(home, ['plan', '--detailed-exitcode'])).code).toBe(2);
    expect((await release(home, ['plan', '--out', 'plan.ndjson'])).code).toBe(0);
    expect((await release(home, ['run', 'plan.ndjson', '--yes'])).code).toBe(0);
    expect((await release(home, ['plan', '--detailed-exitcode'])).code).toBe(0);
    expect((await release(folder, ['-C', 'mine', 'lock', '--check'])).code).toBe(2);
    expect((await release(folder, ['-C', 'mine', 'lock'])).code).toBe(0);
    expect((await release(folder, ['-C', 'mine', 'lock', '--check'])).code).toBe(0);
    expect((await releaseJson(folder, ['init', 'mine'])).exitCode).toBe(2);
  });

  it('a changed value is refused after a lock, and taken with what the message says', async () => {
    const project = String(small['projects/web.yaml']).replace('told {{tenant.id}}', '{{greeting}} {{tenant.id}}');
    const values = (greeting: string): string => `variableSet: all\nvariables: { greeting: ${greeting} }\n`;
    const folder = folderWith({ ...small, 'projects/web.yaml': project, 'variables/all.yaml': values('hi') });
    expect((await release(folder, ['lock'])).code).toBe(0);
    writeFileSync(join(folder, 'variables/all.yaml'), values('ho'));
    const refused = await releaseJson(folder, ['run', '--frozen']);
    expect(codesOf(refused)).toEqual(['REL1702']);
    const typed = /release (lock \S+ --update \S+)/.exec(refused.diagnostics[0]?.hint ?? '')?.[1] ?? '';
    expect((await release(folder, typed.split(' '))).code).toBe(0);
    expect((await release(folder, ['run', '--frozen'])).code).toBe(0);
    expect((await release(folder, ['logs'])).out).toContain('ho acme');
  });

  it('steps are left out, values given and tenants chosen on the command line', async () => {
    const folder = folderWith(small);
    const words = ['run', '--tenant', 'globex', '--skip', 'deploy', '--parallel', '1', '-v', '--yes'];
    expect((await release(folder, words)).code).toBe(0);
    expect(linesOf(folder, 'began')).toEqual([]);
    const { lines } = await releaseJson<{ lines: { text: string }[] }>(folder, ['logs']);
    expect(lines.map(({ text }) => text)).toEqual(['told globex']);
  });
});
