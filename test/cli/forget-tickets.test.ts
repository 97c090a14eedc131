import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSettled } from '../../src/cli/forget-tickets.ts';
import type { AttemptOutcome } from '../../src/run/events.ts';
import type { RunState } from '../../src/run/state.ts';
import { identify } from '../../src/targets/local/process-table.ts';
import { noteFileName } from '../../src/targets/local/ticket-notes.ts';
import { noteLine } from '../../src/targets/local/ticket-state.ts';
import { freePort } from '../support/feeds/programs.ts';
import { planOf } from '../support/plans.ts';
import { fine, simulate, World } from '../support/simulation.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { cli, type Files, folderWith, smallWorkspace, writeFiles } from './kit.ts';

const ticketsOf = (folder: string): readonly string[] => {
  const tickets = join(folder, '.release/local/tickets');
  return existsSync(tickets) ? readdirSync(tickets) : [];
};
const prune = async (folder: string) =>
  JSON.parse((await cli(folder, ['cache', 'prune', '--output', 'json'])).out) as { readonly runs: readonly string[] };

/** A ticket as a script leaves it whose launcher this process is, and its log. */
function ticket(run: string, ...lines: readonly string[]): Files {
  const folder = `.release/local/tickets/${run}`;
  const own = identify(process.pid);
  const writer = own === undefined ? '' : noteFileName(own);
  return { [`${folder}/state/${writer}`]: lines.join(''), [`${folder}/log/0.0.1`]: 'said\n' };
}

test('a run leaves no tickets behind, failed or not, and its log stays', async () => {
  const folder = folderWith(smallWorkspace);
  expect(await cli(folder, ['run', 'releases/first.yaml'])).toMatchObject({ code: 0 });
  expect(ticketsOf(folder)).toEqual([]);
  writeFiles(folder, {
    'broken-globex': '',
    'releases/second.yaml': (smallWorkspace['releases/first.yaml'] ?? '')
      .replace('release: first', 'release: second')
      .replace('1.0.0', '2.0.0'),
  });
  expect((await cli(folder, ['run', 'releases/second.yaml'])).code).toBe(1);
  expect(ticketsOf(folder)).toEqual([]);
  const { out } = await cli(folder, ['logs', 'second.1', 'globex@test/web/deploy']);
  expect(out).toContain('from globex');
});

test('what dead processes left goes with `cache prune`; scripts that run keep their tickets', async () => {
  const folder = folderWith(smallWorkspace);
  expect(await cli(folder, ['run', 'releases/first.yaml'])).toMatchObject({ code: 0 });
  writeFiles(folder, {
    ...ticket('first.1', noteLine.started('0.0.1'), noteLine.exited('0.0.1', 0)),
    ...ticket('nobody-knows.1', noteLine.started('0.0.1'), noteLine.exited('0.0.1', 3)),
    ...ticket('living.1', noteLine.started('0.0.1')),
  });
  expect((await prune(folder)).runs).toEqual(['first.1', 'nobody-knows.1']);
  expect(ticketsOf(folder)).toEqual(['living.1']);
});

test.each([
  { unheard: false, settled: false },
  { unheard: true, settled: true },
])('a run that waits for a machine keeps its tickets if something may have begun there: %o', async (heard) => {
  class Away extends World {
    override async execute(): Promise<AttemptOutcome> {
      return { kind: 'awaiting', gate: 'target', waitingFor: 'vm is away', ...(heard.unheard && { unheard: true }) };
    }

    canReach(): boolean {
      return false;
    }
  }
  const plan = planOf({ steps: [{ path: 'a' }], lanes: [{ name: 'x' }] });
  const clock = new VirtualClock();
  const run = simulate({ plan, clock, world: new Away(plan, clock, () => fine) });
  expect(await run.result).toMatchObject({ kind: 'blocked' });
  expect(run.handle.state()).toSatisfy((state: RunState) => isSettled(state) === heard.settled);
});

test('a run that may still ask its tickets keeps them', async () => {
  const folder = folderWith({
    ...smallWorkspace,
    'projects/web.yaml': `project: web
steps:
  - id: deploy
    uses: script
    with: { run: 'while [ ! -e "go-$RELEASE_TENANT" ]; do sleep 0.02; done' }
`,
  });
  let stop: ((signal: 'SIGINT') => void) | undefined;
  const running = cli(folder, ['run', 'releases/first.yaml'], { onHandler: (handler) => (stop = handler) });
  await expect.poll(() => existsSync(join(folder, '.release/local/tickets/first.1/log/0.0.1'))).toBe(true);
  expect((await prune(folder)).runs).toEqual([]);
  stop?.('SIGINT');
  expect((await running).code).toBe(130);
  writeFiles(folder, { 'go-acme': '', 'go-globex': '' });
  expect((await prune(folder)).runs).toEqual([]);
  expect(ticketsOf(folder)).toEqual(['first.1']);
  expect((await cli(folder, ['resume'])).code).toBe(0);
  expect(ticketsOf(folder)).toEqual([]);
});

test('nobody waits at the end for a machine on which nothing was begun', async () => {
  const agent = `type: agent, roles: [app], mode: poll, fingerprint: "sha256:${'a1'.repeat(32)}"`;
  const folder = folderWith({
    // So long that a wait would not end within the time of a test.
    'release.config.yaml': `environments: [test]\nagents: { listen: "127.0.0.1:${await freePort()}", patience: 1h }\n`,
    'tenants/acme.yaml':
      'tenant: acme\nenvironments: [test]\ntargets: { vm: { type: local, roles: [app], path: vm } }\n',
    'tenants/globex.yaml': `tenant: globex\nenvironments: [test]\ntargets: { vm: { ${agent} } }\n`,
    'projects/web.yaml': 'project: web\nsteps: [{ id: deploy, uses: script, roles: [app], with: { run: exit 3 } }]\n',
    'releases/first.yaml': [
      'release: first',
      'project: web',
      'version: 1.0.0',
      'environments: [test]',
      'tenants: all',
      'waves: [{ name: first, tenants: [acme] }, { name: second }]',
      '',
    ].join('\n'),
  });
  const told = await cli(folder, ['run', 'releases/first.yaml']);
  expect(told.code, told.err).toBe(1);
  expect(told.err).toContain('1 failed in wave first');
});
