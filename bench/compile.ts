import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateWorkspace } from './generate-workspace.ts';
import { print, seconds } from './support/figure.ts';
import { type Command, inFolder, interleaved, median, medianRatio, round, time } from './support/measure.ts';
import { writeInventory, writeTerraform } from './support/peer-inventories.ts';
import { bench, missing, release } from './support/programs.ts';

/**
 * `release validate`, the real command with Node's start in it, on tenants with 50 variables each and a process of 20
 * steps in two environments. Cold: without `.release`, so every file is parsed. Warm: with the parse cache.
 */
const peakMemory = fileURLToPath(new URL('./support/peak-memory.js', import.meta.url));
const warmSeconds = 0.5;
const memoryMegabytes = 1500;

await inFolder((folder) => {
  const small = join(folder, 'small');
  generateWorkspace(small, 1000);
  const rounds = 5;
  const taken = interleaved(rounds, {
    parse: () => time(bench('parse-once', [small])),
    cold: () => timeCold(small),
    warm: () => time(release(['validate'], small)),
  });
  const what = 'validate 1,000 tenants x 50 variables x 20 steps';
  const note = `median of ${rounds} interleaved rounds`;
  const [cold, warm] = [median(taken.cold), median(taken.warm)];
  const parse = `bare parse ${seconds(median(taken.parse))}`;
  const ratio = medianRatio(taken.cold, taken.parse);
  print({ bench: 'compile', what: `${what}, cold`, ours: seconds(cold), peer: parse, ratio, goal: 1.3, note });
  print({
    bench: 'compile',
    what: `${what}, warm`,
    ours: seconds(warm),
    peer: `promised ${seconds(warmSeconds)}`,
    ratio: round(warm / warmSeconds),
    goal: 1,
    note,
  });
  againstAnsible(small, join(folder, 'inventory'), what);
  againstTerraform(small, join(folder, 'terraform'), what);
  tenThousand(join(folder, 'large'), cold);
});

function timeCold(workspace: string): number {
  rmSync(join(workspace, '.release'), { recursive: true, force: true });
  return time(release(['validate'], workspace));
}

function againstAnsible(workspace: string, folder: string, what: string): void {
  const reason = missing('ansible-inventory', 'ansible-core');
  if (reason === undefined) writeInventory(workspace, folder);
  const peer = { program: 'ansible-inventory', arguments: ['-i', join(folder, 'hosts'), '--list'] };
  against(workspace, what, 'ansible-inventory --list', peer, reason);
}

function againstTerraform(workspace: string, folder: string, what: string): void {
  const reason = missing('terraform');
  if (reason === undefined) writeTerraform(workspace, folder);
  const peer = { program: 'terraform', arguments: ['plan', '-input=false', '-lock=false'], directory: folder };
  against(workspace, what, 'terraform plan without resources', peer, reason);
}

function against(workspace: string, what: string, name: string, command: Command, reason: string | undefined): void {
  const rounds = 3;
  const taken = interleaved(rounds, {
    peer: () => (reason === undefined ? time({ ...command, limit: 300 }) : Number.NaN),
    cold: () => timeCold(workspace),
  });
  print({
    bench: 'compile',
    what: `${what}, cold`,
    ours: seconds(median(taken.cold)),
    peer: reason ?? `${name} ${seconds(median(taken.peer))}`,
    ...(reason === undefined && { ratio: medianRatio(taken.cold, taken.peer) }),
    goal: 1,
    note: `median of ${rounds} interleaved rounds`,
  });
}

function tenThousand(workspace: string, thousand: number): void {
  generateWorkspace(workspace, 10_000);
  const rounds = 3;
  const peak = join(workspace, 'peak');
  process.env.RELEASE_BENCH_PEAK = peak;
  const megabytes: number[] = [];
  const taken = interleaved(rounds, {
    cold: () => {
      rmSync(join(workspace, '.release'), { recursive: true, force: true });
      const { arguments: words, ...command } = release(['validate'], workspace);
      const needed = time({ ...command, arguments: ['--import', peakMemory, ...words] });
      megabytes.push(Number(readFileSync(peak, 'utf8')));
      return needed;
    },
  });
  const what = 'validate 10,000 tenants, cold';
  print({
    bench: 'compile',
    what,
    ours: seconds(median(taken.cold)),
    peer: `1,000 tenants ${seconds(thousand)}`,
    ratio: round(median(taken.cold) / thousand),
    goal: 11,
    note: `median of ${rounds} rounds`,
  });
  print({
    bench: 'compile',
    what: `${what}, memory`,
    ours: `${median(megabytes)} MB`,
    peer: `promised ${memoryMegabytes} MB`,
    ratio: round(median(megabytes) / memoryMegabytes),
    goal: 1,
  });
}
