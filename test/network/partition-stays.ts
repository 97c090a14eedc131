import { expect } from 'vitest';
import { within } from './place.ts';

/** Both agents are cut off in mid-script for good. The run ends blocked, the next one waits, and both get there. */
export async function partitionStays(): Promise<void> {
  await within({ reach: ['listen', 'poll'], patience: '10s' }, async (place) => {
    await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    for (const site of place.sites) site.cut();
    const blocked = await run.ends(3);
    expect(blocked.err).toMatch(/here@prod\/app succeeded/);
    expect(await place.awaited()).toEqual(['target:listen@prod/app/work#vm', 'target:poll@prod/app/work#vm']);
    place.setPatience('1s');
    const waiting = place.release('resume', '--wait');
    await waiting.says(/is away/, 2);
    for (const site of place.sites) site.heal();
    place.go();
    await waiting.ends(0);
    await place.expectOnce();
  });
}
