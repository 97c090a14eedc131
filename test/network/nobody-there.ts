import { expect } from 'vitest';
import { within } from './place.ts';

/** Names that nobody knows and ports where nobody listens: a run ends blocked, with words that say what to look at. */
export async function nobodyThere(): Promise<void> {
  const unknown = `type: agent, mode: listen, address: "nowhere.invalid:7433", fingerprint: "sha256:${'0'.repeat(64)}"`;
  await within({ reach: ['listen', 'poll'], patience: '15s', targets: { unknown } }, async (place) => {
    await place.release('run', 'one', '--yes').ends(3);
    const waiting = await place.gates();
    const wanted = [
      ['listen', /nobody listens there; start release agent listen on that machine, or look at the port/],
      ['poll', /it has not dialled in; look whether release agent poll runs there and reaches port 4711/],
      ['unknown', /the name nowhere\.invalid (?:is not known|cannot be looked up); .*the DNS of this machine/],
    ] as const;
    expect(waiting).toEqual(
      wanted.map(([name, words]) => ({
        id: `target:${name}@prod/app/work#vm`,
        waitingFor: expect.stringMatching(words),
      })),
    );
    const agent = await place.serve('poll');
    await agent.says(
      /no runner at 10\.77\.1\.2:4711: nobody listens there; that is usual while no run needs this agent/,
    );
  });
}
