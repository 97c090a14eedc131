import { expect } from 'vitest';
import { within } from './place.ts';
import { eventually } from './started.ts';
import type { Reach } from './workspace.ts';

/** Everybody is cut off in mid-script until both sides have given each other up, and comes back. */
export async function partitionHeals(reach: readonly Reach[]): Promise<void> {
  await within({ reach, hastySsh: true, patience: '60s' }, async (place) => {
    const agents = await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    for (const site of place.sites) site.cut();
    await Promise.all(agents.map((agent) => agent.says(/is gone: nothing was heard of it/)));
    // The office counts its own seconds, and gives up a moment before or after its agents.
    await eventually(() => expect(place.office.connections()).toEqual([]));
    for (const site of place.sites) site.heal();
    await Promise.all(agents.map((agent) => agent.says(/a runner is connected/, 2)));
    place.go();
    await run.ends(0);
    await place.expectOnce();
  });
}
