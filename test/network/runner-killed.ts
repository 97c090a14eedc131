import { expect } from 'vitest';
import { within } from './place.ts';
import type { Reach } from './workspace.ts';

/** The runner dies while everybody is cut off, so that no machine hears of it. The next ones find them away, then back. */
export async function runnerKilled(reach: readonly Reach[]): Promise<void> {
  await within({ reach, hastySsh: true, patience: '60s' }, async (place) => {
    await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    for (const site of place.sites) site.cut();
    run.child.kill('SIGKILL');
    await run.ended;
    place.setPatience('2s');
    await place.release('resume').ends(3);
    expect(await place.awaited()).toEqual([...reach].sort().map((name) => `target:${name}@prod/app/work#vm`));
    const waiting = place.release('resume', '--wait');
    for (const site of place.sites) site.heal();
    place.go();
    await waiting.ends(0);
    await place.expectOnce();
  });
}
