import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lives } from '../contract/target.ts';
import { writeRawTgz } from '../feeds/archives.ts';
import { somePort } from '../targets/agent/place.ts';
import { builtProgram } from './build.ts';

/* The program itself on both sides: runners and agents that are killed, wait for each other, and come back. */

vi.setConfig({ testTimeout: 120_000 });
const build = builtProgram();
const lines = 40;

/** Leaves a mark when it starts, counts slowly, and says the secret at the end. */
const work = `echo "$RELEASE_TENANT" >>"$MARKS"; i=0
while [ $i -lt ${lines} ]; do echo "line $i"; i=$((i+1)); sleep 0.1; done
echo "<$PASSWORD>"; echo "done=yes" >>"$RELEASE_OUTPUT"`;

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-agents-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly err: () => string;
}

const secret = 'correct-horse-battery';

function start(words: readonly string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [build().program, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended, err: () => err };
}

const runner = (...words: readonly string[]) => start(words, { ANN_PASSWORD: secret, MARKS: join(folder, 'marks') });
const tell = (...words: readonly string[]) => runner(...words).ended;

async function fingerprint(...words: readonly string[]): Promise<string> {
  return (await tell('agent', 'pair', ...words)).out.trim();
}

type Mode = 'listen' | 'poll';

/** Tenant ann behind an agent, bob on this machine. */
async function workspace(mode: Mode, port: number, patience = '20s') {
  write('release.config.yaml', configuration(port, patience));
  writeRawTgz(file('packages/Tool.1.0.0.tgz'), [
    { name: 'tool.txt', content: 'tool' },
    { name: 'post-deploy.sh', content: 'echo hooked' },
  ]);
  write('projects/app.yaml', project);
  const runs = await fingerprint('--runner');
  const shown = await fingerprint('--folder', 'site');
  const target = mode === 'listen' ? `mode: listen, address: "127.0.0.1:${port}"` : 'mode: poll, id: ann-vm';
  write('tenants/ann.yaml', tenant('ann', `type: agent, ${target}, fingerprint: "${shown}"`));
  write('tenants/bob.yaml', tenant('bob', 'type: local, path: sites/bob'));
  write(
    'releases/one.yaml',
    'release: one\nversion: "1.0.0"\nproject: app\nenvironments: [prod]\nwaves: [{ name: all }]\n',
  );
  return { port, mode, runs, shown };
}

function configuration(port: number, patience: string): string {
  return `environments: [prod]
lifecycles: { one: { phases: [{ name: prod, environments: [prod] }] } }
feeds: { local: { type: folder, path: packages } }
agents: { listen: "127.0.0.1:${port}", patience: ${patience} }
`;
}

const project = `project: app
lifecycle: one
tenancy: tenanted
steps:
  - { id: install, uses: package, roles: [vm], package: { id: Tool, version: "1.0.0" } }
  - id: work
    uses: script
    roles: [vm]
    with:
      outputs: [done]
      env: { PASSWORD: "{{password}}", MARKS: "{{marks}}" }
      run: |
${work.replaceAll(/^/gm, '        ')}
  - { id: after, uses: script, roles: [vm], with: { env: { DONE: "{{steps.work.outputs.done}}" }, run: 'echo "then $DONE"' } }
`;

function tenant(name: string, target: string): string {
  return `tenant: ${name}
environments: [prod]
targets: { vm: { roles: [vm], ${target} } }
variables: { password: { secret: { env: ANN_PASSWORD } }, marks: ${join(folder, 'marks')} }
`;
}

const file = (path: string): string => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  return join(folder, path);
};
const write = (path: string, text: string): void => writeFileSync(file(path), text);
const marks = (): readonly string[] => {
  try {
    return readFileSync(join(folder, 'marks'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

function agent({ mode, port, runs }: Awaited<ReturnType<typeof workspace>>, more: readonly string[] = []): Started {
  const where =
    mode === 'listen'
      ? ['--host', '127.0.0.1', '--port', `${port}`]
      : ['--server', `127.0.0.1:${port}`, '--id', 'ann-vm'];
  return start(['agent', mode, ...where, '--runner', runs, '--folder', 'site', ...more]);
}

const annWorks = () => expect.poll(marks, { timeout: 60_000, interval: 50 }).toContain('ann');
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function expectWholeLog(): Promise<void> {
  const { out } = await tell('logs', 'one.1', 'ann@prod/app/work#vm');
  const wanted = Array.from({ length: lines }, (_, index) => `line ${index}`);
  expect(
    out
      .split('\n')
      .filter((line) => /line \d/.test(line))
      .map((line) => /line \d+/.exec(line)?.[0]),
  ).toEqual(wanted);
  expect(out).toContain('<***>');
  expect(marks().filter((mark) => mark === 'ann')).toHaveLength(1);
}

describe.each(['listen', 'poll'] as const)('an agent that is to %s', (mode) => {
  it('is killed in mid-script and started again: nothing runs twice, the log has no gap', async () => {
    const place = await workspace(mode, somePort());
    const first = agent(place);
    const run = runner('run', 'releases/one.yaml', '--yes');
    await annWorks();
    await pause(500);
    first.child.kill('SIGKILL');
    await first.ended;
    await pause(1_000);
    agent(place);
    expect(await run.ended).toMatchObject({ code: 0 });
    await expectWholeLog();
    expect(readFileSync(file('site/applications/ann/prod/Tool/current/tool.txt'), 'utf8')).toBe('tool');
    expect((await tell('logs', 'one.1', 'ann@prod/app/install#vm')).out).toContain('hooked');
    expect((await tell('logs', 'one.1', 'ann@prod/app/after#vm')).out).toContain('then yes');
  });

  it('goes on without its runner, which is killed and resumes', async () => {
    const place = await workspace(mode, somePort());
    agent(place);
    const run = runner('run', 'releases/one.yaml', '--yes');
    await annWorks();
    await pause(500);
    run.child.kill('SIGKILL');
    await run.ended;
    await pause(1_000);
    expect(await tell('resume', '--wait')).toMatchObject({ code: 0 });
    await expectWholeLog();
  });

  it('is away: only its tenant waits, visibly, and a resume goes on once it is there', async () => {
    const place = await workspace(mode, somePort(), '1s');
    expect(await tell('run', 'releases/one.yaml', '--yes')).toMatchObject({ code: 3 });
    expect(marks()).toEqual(['bob']);
    const status = JSON.parse((await tell('status', '--output', 'json')).out);
    expect(status).toMatchObject({
      state: 'blocked',
      gates: [
        { id: 'target:ann@prod/app/install#vm', kind: 'target', waitingFor: expect.stringMatching(/agent .* is away/) },
      ],
    });
    agent(place);
    expect(await tell('resume', '--wait')).toMatchObject({ code: 0 });
    await expectWholeLog();
  });

  it('comes late, and a run that waits goes on by itself', async () => {
    const place = await workspace(mode, somePort(), '1s');
    const run = runner('run', 'releases/one.yaml', '--yes', '--wait');
    await expect.poll(run.err, { timeout: 60_000, interval: 100 }).toMatch(/is away/);
    agent(place);
    expect(await run.ended).toMatchObject({ code: 0 });
    await expectWholeLog();
  });
});

const endless = `project: app
lifecycle: one
tenancy: tenanted
steps:
  - { id: work, uses: script, roles: [vm], with: { env: { PIDS: "{{marks}}" }, run: 'echo $$ >>"$PIDS"; exec sleep 300' } }
  - { id: after, uses: script, roles: [vm], with: { env: { PIDS: "{{marks}}" }, run: 'echo after >>"$PIDS"' } }
`;

/** The one script that was started. */
async function endlessScript(): Promise<number> {
  await expect.poll(marks, { timeout: 60_000, interval: 50 }).toHaveLength(1);
  return Number(marks()[0]);
}

const statusNow = async () => JSON.parse((await tell('status', 'one.1', '--output', 'json')).out);
const ofAnn = ['--tenant', 'ann', '--yes'];

describe.each(['listen', 'poll'] as const)('a cancel while an agent that is to %s is away', (mode) => {
  it('is kept by the runner that waits, and stops the script when the agent is back', async () => {
    const place = await workspace(mode, somePort(), '1s');
    write('projects/app.yaml', endless);
    const first = agent(place);
    const run = runner('run', 'releases/one.yaml', ...ofAnn, '--wait');
    const script = await endlessScript();
    first.child.kill('SIGKILL');
    await expect.poll(run.err, { timeout: 60_000, interval: 50 }).toMatch(/waits for target/);
    expect(await tell('cancel', 'one.1')).toMatchObject({ code: 0, out: expect.stringContaining('asked process') });
    await expect
      .poll(statusNow, { timeout: 60_000, interval: 200 })
      .toMatchObject({ state: 'blocked', cancelling: true, gates: [{ id: 'target:ann@prod/app/work#vm' }] });
    expect(lives(script)).toBe(true);
    agent(place);
    expect(await run.ended).toMatchObject({ code: 1, err: expect.stringContaining('cancelled') });
    expect(lives(script)).toBe(false);
    expect(await statusNow()).toMatchObject({ state: 'cancelled', gates: [] });
    expect(marks()).toHaveLength(1);
  });

  it('is kept by the journal, said honestly, and goes on with the next command', async () => {
    const place = await workspace(mode, somePort(), '1s');
    write('projects/app.yaml', endless);
    const first = agent(place);
    const run = runner('run', 'releases/one.yaml', ...ofAnn, '--wait');
    const script = await endlessScript();
    for (const { child, ended } of [first, run]) {
      child.kill('SIGKILL');
      await ended;
    }
    const asked = await tell('cancel', 'one.1');
    expect(asked).toMatchObject({ code: 3, err: expect.stringContaining('something may still run') });
    expect(asked.err).toContain('release resume one.1 --skip ann@prod/app/work#vm');
    expect((await tell('resume', 'one.1')).code).toBe(3);
    expect(lives(script)).toBe(true);
    agent(place);
    expect(await tell('cancel', 'one.1', '--wait')).toMatchObject({ code: 0 });
    expect(lives(script)).toBe(false);
    expect(await statusNow()).toMatchObject({ state: 'cancelled' });
    expect(marks()).toHaveLength(1);
  });
});

it('stops what a runner that was killed left with the agent, when the run is cancelled', async () => {
  const place = await workspace('listen', somePort());
  write('projects/app.yaml', endless);
  agent(place);
  const run = runner('run', 'releases/one.yaml', ...ofAnn);
  const script = await endlessScript();
  run.child.kill('SIGKILL');
  await run.ended;
  expect(await tell('cancel', 'one.1')).toMatchObject({ code: 0 });
  expect(lives(script)).toBe(false);
  expect(await statusNow()).toMatchObject({ state: 'cancelled' });
});

it('does not wait for an agent that was never there', async () => {
  await workspace('poll', somePort(), '1s');
  expect(await tell('run', 'releases/one.yaml', ...ofAnn)).toMatchObject({ code: 3 });
  expect(await tell('cancel', 'one.1')).toMatchObject({ code: 0 });
  expect(await statusNow()).toMatchObject({ state: 'cancelled' });
});

it('undoes on an agent that was away when it is back', async () => {
  const place = await workspace('poll', somePort(), '1s');
  write(
    'projects/app.yaml',
    `project: app
lifecycle: one
tenancy: tenanted
steps:
  - { id: install, uses: package, roles: [vm], package: { id: Tool, version: "1.0.0" } }
  - { id: break, uses: script, roles: [here], with: { env: { GO: "{{marks}}" }, run: 'until [ -f "$GO" ]; do sleep 0.1; done; exit 1' } }
`,
  );
  for (const name of ['tenants/ann.yaml', 'tenants/bob.yaml']) {
    const text = readFileSync(file(name), 'utf8');
    write(name, text.replace('targets: {', 'targets: { here: { type: local, roles: [here] },'));
  }
  writeFileSync(file('releases/one.yaml'), 'onFailure: undo\n', { flag: 'a' });
  const first = agent(place);
  const run = runner('run', 'releases/one.yaml', ...ofAnn, '--wait');
  const current = file('site/applications/ann/prod/Tool/current');
  await expect.poll(statusNow, { timeout: 60_000, interval: 200 }).toMatchObject({
    deployments: [{ nodes: [{ outcome: 'succeeded' }, { outcome: 'running' }] }],
  });
  first.child.kill('SIGKILL');
  await first.ended;
  write('marks', '');
  await expect.poll(statusNow, { timeout: 60_000, interval: 200 }).toMatchObject({
    state: 'blocked',
    gates: [{ id: 'target:ann@prod/app/install#vm', kind: 'target' }],
  });
  expect(existsSync(current)).toBe(true);
  run.child.kill('SIGKILL');
  await run.ended;
  expect(await tell('resume', 'one.1')).toMatchObject({ code: 3, err: expect.stringMatching(/is away/) });
  agent(place);
  expect(await tell('resume', 'one.1', '--wait')).toMatchObject({ code: 1 });
  expect(existsSync(current)).toBe(false);
  expect(await statusNow()).toMatchObject({ state: 'failed', deployments: [{ state: 'undone' }] });
});

it('keeps secrets off disk, arguments, and the environment of the agent', async () => {
  const place = await workspace('poll', somePort());
  const site = agent(place);
  const run = runner('run', 'releases/one.yaml', '--yes');
  await annWorks();
  await pause(300);
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  expect(processes.filter((pid) => read(`/proc/${pid}/cmdline`).includes(secret))).toEqual([]);
  expect(read(`/proc/${site.child.pid}/environ`)).not.toContain(secret);
  expect(filesWith(folder, secret)).toEqual([]);
  expect(await run.ended).toMatchObject({ code: 0 });
  expect(filesWith(folder, secret)).toEqual([]);
  // Nothing of the run stays on the machine of the agent but what was deployed.
  const left = readdirSync(join(folder, 'site/.release-agent'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => name.includes('one.1'))).toEqual([]);
  expect(filesWith(join(folder, 'site'), 'line 1')).toEqual([]);
  for (const key of ['site/.release-agent/agent.pem', '.release/agents/runner.pem']) {
    expect(statSync(join(folder, key)).mode & 0o777, key).toBe(0o600);
  }
});

it('refuses an agent with another key, an agent refuses another runner, and both say so', async () => {
  const place = await workspace('listen', somePort(), '5s');
  const strange = agent({ ...place, runs: `sha256:${'0'.repeat(64)}` });
  await expect.poll(strange.err, { timeout: 60_000 }).toContain('listening on');
  expect(await tell('run', 'releases/one.yaml', '--tenant', 'ann', '--yes')).toMatchObject({
    code: 3,
    err: expect.stringContaining(`the fingerprint ${place.runs} is not known here`),
  });
  expect(strange.err()).toContain(`its fingerprint ${place.runs} is not expected here`);
  strange.child.kill('SIGTERM');
  await strange.ended;
  rmSync(join(folder, 'site/.release-agent/agent.pem'));
  await expect.poll(agent(place).err, { timeout: 60_000 }).toContain('listening on');
  expect(await tell('resume')).toMatchObject({
    code: 3,
    err: expect.stringMatching(/it shows the fingerprint sha256:/),
  });
  expect(marks()).toEqual([]);
});

it('ends at once on a signal and leaves its script alone', async () => {
  const place = await workspace('poll', somePort());
  const site = agent(place);
  const run = runner('run', 'releases/one.yaml', '--yes');
  await annWorks();
  site.child.kill('SIGTERM');
  expect(await site.ended).toMatchObject({ code: 0 });
  agent(place);
  expect(await run.ended).toMatchObject({ code: 0 });
  await expectWholeLog();
  expect(lives(site.child.pid ?? 0)).toBe(false);
});

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function filesWith(place: string, text: string): readonly string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
    read(join(place, name)).includes(text),
  );
}
