import { within } from './place.ts';

/** The machines of both agents lose all connections without a word, as after a power cut, and are there again. */
export async function machinesForget(): Promise<void> {
  await within({ reach: ['listen', 'poll'], patience: '60s' }, async (place) => {
    const agents = await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    await Promise.all(place.sites.map((site) => site.forgetConnections()));
    for (const { child } of agents) child.kill('SIGKILL');
    const again = await place.serveAll();
    await Promise.all(again.map((agent) => agent.says(/a runner is connected/)));
    await place.expectOneConnectionEach();
    place.go();
    await run.ends(0);
    await place.expectOnce();
  });
}

/** A polling agent changes its address, and nothing that a listening one sends arrives: each side has to notice alone. */
export async function oneSideOnly(): Promise<void> {
  await within({ reach: ['listen', 'poll'], patience: '60s' }, async (place) => {
    const [listening, polling] = await place.serveAll();
    const run = place.release('run', 'one', '--yes');
    await place.allBegan();
    place.site('poll').move();
    place.site('listen').cutFrom();
    await listening?.says(/is gone: nothing was heard of it/);
    place.site('listen').healFrom();
    await Promise.all([listening, polling].map((agent) => agent?.says(/a runner is connected/, 2)));
    await place.expectOneConnectionEach();
    place.go();
    await run.ends(0);
    await place.expectOnce();
  });
}
