import { expect, test } from 'vitest';
import { summarise } from '../../src/run/summary.ts';
import { builtProgram } from './build.ts';
import { Place, temporaryFolder } from './place.ts';
import { writeFiles } from './workspace.ts';

const built = builtProgram();
const hour = 3_600_000;

/** Every kind of wait: a step that waits, a retry, a soak time, a time limit. */
const workspace = {
  'release.config.yaml': 'environments: [prod]\n',
  'tenants/ann.yaml': 'tenant: ann\nenvironments: [prod]\n',
  'tenants/bob.yaml': 'tenant: bob\nenvironments: [prod]\n',
  'projects/app.yaml': `project: app
steps:
  - { id: rest, uses: wait, with: { for: 1s } }
  - { id: again, uses: script, retry: { attempts: 2, backoff: 1s }, with: { run: 'case "$RELEASE_TICKET" in *.1) exit 1 ;; esac' } }
  - { id: limited, uses: script, timeout: 1s, run: always, with: { run: '[ "$RELEASE_TENANT" = ann ] || exec sleep 60' } }
`,
  'releases/app.yaml': `release: app
project: app
version: 1.0.0
environments: [prod]
tenants: all
waves: [{ name: one, tenants: [ann], soak: 1s }, { name: two, budget: { tenants: 1 } }]
`,
};

function place(): Place {
  const made = new Place(built(), temporaryFolder());
  writeFiles(made.folder, workspace);
  return made;
}

function checkTimes(at: Place): void {
  const { lanes, startedAt = 0, endedAt = 0 } = summarise(at.state('app.1'));
  for (const span of [{ startedAt, endedAt }, ...lanes, ...lanes.flatMap(({ nodes }) => nodes)]) {
    const took = (span.endedAt ?? 0) - (span.startedAt ?? 0);
    expect(took).toBeGreaterThanOrEqual(0);
    expect(took).toBeLessThan(60_000);
  }
  expect(JSON.stringify(lanes)).toContain('it took longer than 1 s');
}

test('a clock that is set back an hour while the run goes on keeps nobody waiting', async () => {
  // Within the wait, within the retry's, within the soak time, within the time limit.
  for (const after of [1_000, 2_600]) {
    const at = place();
    await at.expect(5, ['run', 'releases/app.yaml', '--wait', '--yes'], {
      faults: { clockStep: { after, by: -hour } },
    });
    checkTimes(at);
    at.remove();
  }
}, 240_000);

test('a clock that is an hour behind after a crash keeps nobody waiting', async () => {
  const at = place();
  const words = ['resume', 'app.1', '--wait'];
  await at.expect(137, ['run', 'releases/app.yaml', '--yes'], { faults: { kill: { at: 4, how: 'after' } } });
  // In the waiting step, before the second attempt, in the soak time.
  for (const [index, record] of [8, 12, 16].entries()) {
    const faults = { clock: -(index + 1) * hour, kill: { at: record, how: 'after' } };
    await at.expect(137, words, { faults });
  }
  await at.expect(5, words, { faults: { clock: -4 * hour } });
  await at.expect(0, ['status', 'app.1'], { faults: { clock: -5 * hour } });
  await at.expect(0, ['audit', 'verify'], { faults: { clock: -5 * hour } });
  checkTimes(at);
  at.remove();
}, 240_000);
