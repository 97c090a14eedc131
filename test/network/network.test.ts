import { afterAll, describe, it, vi } from 'vitest';
import { networkMissing, slowLinkIs, slowLinksMissing } from '../support/network.ts';
import { cancelled } from './cancelled.ts';
import { machinesForget, oneSideOnly } from './half-open.ts';
import { nobodyThere } from './nobody-there.ts';
import { partitionHeals } from './partition-heals.ts';
import { partitionStays } from './partition-stays.ts';
import { Place } from './place.ts';
import { runnerKilled } from './runner-killed.ts';
import { slowLink } from './slow-link.ts';
import { noSsh } from './sshd.ts';
import type { Reach } from './workspace.ts';

/*
 * The program itself, on machines that are joined by a network that fails as networks do: silently. Nearly all of the
 * time is spent waiting for heartbeats that do not come, so all tests run at once.
 */

afterAll(() => Place.closeAll());
vi.setConfig({ testTimeout: 240_000, maxConcurrency: 20 });
const agents: readonly Reach[] = ['listen', 'poll'];
const all: readonly Reach[] = noSsh === undefined ? [...agents, 'ssh'] : agents;
const without = noSsh === undefined ? '' : `(the machine that SSH reaches is ${noSsh})`;

describe.skipIf(networkMissing !== undefined)(`a network ${networkMissing ?? ''}`, () => {
  it.concurrent(`is cut in mid-script and comes back: nothing runs twice, no log has a gap ${without}`, () =>
    partitionHeals(all));
  it.concurrent('stays cut: others go on, the run ends blocked, and what follows waits and goes on', partitionStays);
  it.concurrent(`is cut when the runner is killed: resume finds its scripts later ${without}`, () => runnerKilled(all));
  it.concurrent('loses connections of machines that are there again at once: one connection each', machinesForget);
  it.concurrent('fails one way only: both sides notice and connect again, one connection each', oneSideOnly);
  it.concurrent(`is cut when somebody cancels: the run ends, and the next one stops what went on ${without}`, () =>
    cancelled(all));
  it.concurrent('leads nowhere: words say what to look at', nobodyThere);
  const links = slowLinksMissing ?? slowLinkIs;
  it.skipIf(slowLinksMissing !== undefined).concurrent(
    `is slow (${links}): a package and a long log get through ${without}`,
    () => slowLink(all),
  );
});
