import { expect, test } from 'vitest';
import { builtProgram } from './build.ts';
import { Place, temporaryFolder } from './place.ts';
import { twoAtATime } from './train.ts';
import { writeFiles } from './workspace.ts';

/*
 * Steps that take no time, so many at once that one write holds the records of dozens: how a disk fails or a process dies
 * in the middle of such a write.
 */

const built = builtProgram();
const [tenants, steps] = [40, 6];
const step = (index: number): string => `  - { id: s${index}, uses: note, with: { message: hello } }\n`;

const workspace: { readonly [path: string]: string } = {
  'release.config.yaml': `environments: [prod]
lifecycles: { one: { phases: [{ name: prod, environments: [prod] }] } }
`,
  'projects/app.yaml': `project: app
lifecycle: one
tenancy: tenanted
steps:
${Array.from({ length: steps }, (_, index) => step(index)).join('')}`,
  'releases/one.yaml': `release: one
project: app
version: 1.0.0
environments: [prod]
tenants: all
waves:
  - { name: everyone }
`,
  ...Object.fromEntries(
    Array.from({ length: tenants }, (_, index) => [
      `tenants/t${index}.yaml`,
      `tenant: t${index}\nenvironments: [prod]\n`,
    ]),
  ),
};

const run = ['run', 'releases/one.yaml', '--yes', '--parallel', '64'];

/** What is wrong with the run once it has been taken up again. */
async function finished(place: Place): Promise<readonly string[]> {
  await place.expect(0, ['resume', 'one.1']);
  await place.expect(0, ['audit', 'verify']);
  const ended = new Map<string, number>();
  for (const { event } of place.journal('one.1')) {
    if (event.type === 'attempt-finished') ended.set(event.node, (ended.get(event.node) ?? 0) + 1);
  }
  const twice = [...ended].filter(([, times]) => times > 1).map(([node]) => `${node} ended twice`);
  const all = ended.size === tenants * steps ? [] : [`${ended.size} steps ended`];
  const { status, end } = place.state('one.1');
  return [...twice, ...all, ...(status === 'finished' && end === 'succeeded' ? [] : [`it is ${status}, ${end}`])];
}

function start(): Place {
  const place = new Place(built(), temporaryFolder());
  writeFiles(place.folder, workspace);
  return place;
}

const places = [3, 60, 95, 170, 301, 420];

test('a process that dies in the middle of a large write goes on behind the last whole line', async () => {
  const undisturbed = start();
  await undisturbed.expect(0, run);
  expect(undisturbed.journal('one.1').length).toBeGreaterThan(500);
  const kills = places.flatMap((at) => [
    { at, how: 'torn' },
    { at, how: 'after' },
  ]);
  const look = async (kill: (typeof kills)[number]): Promise<readonly string[]> => {
    const place = start();
    await place.expect(137, run, { faults: { kill } });
    const written = place.journal('one.1').length;
    const found = written === (kill.how === 'after' ? kill.at : kill.at - 1) ? [] : [`${written} records are there`];
    return [...found, ...(await finished(place))];
  };
  expect(await twoAtATime(kills, look)).toEqual([]);
}, 240_000);

test('a disk that is full in the middle of a large write stops the run in words, and it goes on with room again', async () => {
  const look = async (at: number): Promise<readonly string[]> => {
    const place = start();
    const told = await place.expect(2, run, { faults: { full: { at, room: 100 } } });
    expect(told.err).toMatch(/no space left|disk is full/i);
    expect(told.err).not.toContain('REL3000');
    return finished(place);
  };
  expect(await twoAtATime(places, look)).toEqual([]);
}, 240_000);
