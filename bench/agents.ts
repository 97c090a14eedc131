import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentTargets } from '../src/targets/agent/agent-targets.ts';
import { type Identity, openIdentity } from '../src/targets/agent/identity.ts';
import type { Perform } from '../src/targets/agent/perform.ts';
import { servePolling } from '../src/targets/agent/serve.ts';
import { usualTiming } from '../src/targets/agent/timing.ts';
import type { Target } from '../src/targets/target.ts';
import { print } from './support/figure.ts';
import { median, round } from './support/measure.ts';

/**
 * 500 polling agents on one runner, all in this process: what a connection costs in memory (both ends of it), and what one
 * step costs on its way to an agent and back (start, wait, log: three calls), one at a time and with all at once. The agents
 * run no scripts, which the bench `run` measures.
 */
const agents = 500;
const steps = 5;
const port = 24_711;

const folder = mkdtempSync(join(tmpdir(), 'release-bench-agents-'));
const exited = { kind: 'exited', exitCode: 0, values: {}, diagnostics: [] };
const perform: Perform = async (method) => {
  if (method === 'start') return { kind: 'accepted' };
  return method === 'read-log' ? { bytes: '' } : exited;
};
const never = new AbortController().signal;

try {
  const runner = identity('runner');
  const known = Array.from({ length: agents }, (_, index) => identity(`agent-${index}`));
  const maker = agentTargets({
    workspaceRoot: folder,
    stateDirectory: folder,
    environment: {},
    sendSignal: () => {},
    pid: process.pid,
    maskingProgram: { command: [], orderLine: () => '' },
    secretForms: () => [],
    now: Date.now,
    extract: async () => [],
    agents: {
      identityFile: join(folder, 'runner.pem'),
      key: undefined,
      listen: `127.0.0.1:${port}`,
      patience: 120_000,
      version: '0',
      warn: () => {},
    },
  });
  const targets = known.map(({ fingerprint }, index): Target => {
    const made = maker.make({ id: `vm${index}`, type: 'agent', settings: { mode: 'poll', fingerprint } });
    if ('code' in made) throw new Error(made.summary);
    return made;
  });
  const before = memory();
  const begun = performance.now();
  const serving = known.map((one) =>
    servePolling(
      {
        identity: one,
        runners: new Set([runner.fingerprint]),
        id: undefined,
        version: '0',
        timing: usualTiming,
        perform,
        say: () => {},
      },
      { host: '127.0.0.1', port },
    ),
  );
  await Promise.all(targets.map((target) => target.status('r/0')));
  const connected = performance.now() - begun;
  await sleep(500);
  const each = (memory() - before) / agents;
  const alone: number[] = [];
  for (const [index, target] of targets.entries()) alone.push(await timed(() => step(target, `r/${index}`)));
  const together = await timed(() =>
    Promise.all(targets.flatMap((target) => Array.from({ length: steps }, (_, index) => step(target, `s/${index}`)))),
  );
  const what = `${agents} polling agents`;
  const peer = 'nothing to hold it against';
  print({ bench: 'agents', what: `${what}: all connected`, ours: `${Math.round(connected)} ms`, peer });
  print({
    bench: 'agents',
    what: `${what}: memory of one connection, both ends`,
    ours: `${Math.round(each / 1024)} KiB`,
    peer,
  });
  print({ bench: 'agents', what: `${what}: a step there and back, alone`, ours: `${round(median(alone))} ms`, peer });
  print({
    bench: 'agents',
    what: `${what}: ${agents * steps} steps at once, by step`,
    ours: `${round(together / (agents * steps))} ms`,
    peer,
    note: 'runner and agents share one process and its processor',
  });
  for (const { close } of serving) close();
  maker.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function identity(name: string): Identity {
  const opened = openIdentity(join(folder, `${name}.pem`));
  if ('code' in opened) throw new Error(opened.summary);
  return opened;
}

async function step(target: Target, ticket: string): Promise<void> {
  await target.start({ ticket, interpreter: 'sh', script: 'true', env: {} });
  await target.wait(ticket, never);
  await target.readLog(ticket, 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
