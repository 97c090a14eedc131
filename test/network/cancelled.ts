import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { within } from './place.ts';
import type { Reach } from './workspace.ts';

/** Somebody cancels while everybody is cut off: told soon that scripts may go on, which the next run stops. */
export async function cancelled(reach: readonly Reach[]): Promise<void> {
  await within({ reach, hastySsh: true, patience: '10s' }, async (place) => {
    await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    for (const site of place.sites) site.cut();
    // From a process of its own: the second has to come soon, however busy we are.
    spawn('sh', ['-c', `for i in 1 2 3 4 5; do kill -INT ${run.child.pid}; sleep 0.2; done`], { stdio: 'ignore' });
    expect((await run.ends(130)).err).toMatch(/something may still run on machines that are away/);
    expect(await place.awaited()).toEqual([...reach].sort().map((name) => `target:${name}@prod/app/work#vm`));
    for (const site of place.sites) site.heal();
    await place.release('resume', '--wait').ends(1);
    await place.expectOnce(() => 'Terminated');
  });
}
