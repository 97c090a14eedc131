import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { writeRawTgz } from '../feeds/archives.ts';
import { within } from './place.ts';
import { type Reach, work } from './workspace.ts';

/** At 64 kbit/s it takes longer than the silence after which a machine is taken for gone. */
const packageBytes = 250_000;
const logLines = 1_000;

const chatter = `i=0; while [ $i -lt ${logLines} ]; do echo "chatter $i, which is a line of about sixty-four characters"; i=$((i+1)); done`;
const install = '  - { id: install, uses: package, roles: [vm], package: { id: Tool, version: 1.0.0 } }';
const talk = `  - { id: talk, uses: script, needs: [], roles: [vm], with: { run: ${JSON.stringify(chatter)} } }`;

/** A package goes out and a long log comes in over links that are full all the time, and nobody is taken for gone. */
export async function slowLink(reach: readonly Reach[]): Promise<void> {
  await within({ reach, patience: '20s', steps: [install, talk, work('needs: [install, talk]')] }, async (place) => {
    const content = randomBytes(packageBytes);
    place.makeFolder('packages');
    writeRawTgz(place.at('packages/Tool.1.0.0.tgz'), [{ name: 'tool', content }]);
    for (const site of place.sites) site.slow();
    const agents = await place.serveAll();
    place.go();
    const run = await place.release('run', 'one', '--yes').ends(0);
    expect(run.err).not.toMatch(/is away/);
    for (const agent of agents) expect([...agent.err().matchAll(/a runner is connected/g)]).toHaveLength(1);
    for (const name of reach) {
      const there = place.read(`sites/${name}/applications/${name}/prod/Tool/current/tool`);
      expect(content.equals(there), name).toBe(true);
      const lines = await place.log(`${name}@prod/app/talk#vm`);
      expect(lines.map((line) => line.split(',')[0])).toEqual(
        Array.from({ length: logLines }, (_, index) => `chatter ${index}`),
      );
    }
    await place.expectOnce();
  });
}
