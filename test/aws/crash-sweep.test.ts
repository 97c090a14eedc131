import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/run/events.ts';
import {
  activeOf,
  Bench,
  before,
  kindOf,
  leftovers,
  messagesOf,
  namespace,
  recordsPlan,
  settle,
  violations,
} from './kit.ts';

/*
 * Kills the process at every call it makes to AWS, once before the call arrives and once after it took effect, and lets
 * a new process go on. Whatever happens in between, the promises of docs/aws.md hold at every moment and at the end.
 */
const plan = recordsPlan(['xy-0146'], { 'records.poll': '30s', 'records.bake': '0s' });

interface World {
  readonly bench: Bench;
  readonly broken: string[];
  readonly others: string;
}

function world(prepare: (bench: Bench) => void): World {
  const bench = new Bench(plan);
  settle(bench.account);
  settle(bench.account, 'xy-0146-qa2'.replace('-qa2', '2-qa'));
  prepare(bench);
  const broken: string[] = [];
  bench.world.onChange = () => broken.push(...violations(bench.account));
  return { bench, broken, others: othersOf(bench) };
}

/** All that belongs to somebody else; the database that the snapshot is taken of among it. */
function othersOf({ account }: Bench): string {
  const own = (id: string): boolean =>
    id.startsWith(`${namespace}-`) || id.startsWith(`/${namespace}/`) || id.endsWith(`/${namespace}`);
  const pick = <T>(map: ReadonlyMap<string, T>): unknown => [...map].filter(([id]) => !own(id));
  return JSON.stringify([pick(account.instances), pick(account.parameters), pick(account.services)]);
}

async function runToEnd({ bench }: World, records: readonly JournalRecord[] = []) {
  let outcome = await bench.run(records);
  for (let resumes = 0; resumes < 5 && outcome.result === 'killed'; resumes += 1)
    outcome = await bench.run(outcome.records);
  return outcome;
}

/** Calls of a run that nobody disturbs. */
async function countCalls(prepare: (bench: Bench) => void): Promise<number> {
  const quiet = world(prepare);
  await runToEnd(quiet);
  return quiet.bench.world.calls.length;
}

const noFault = (): void => {};
const brokenBuild = (bench: Bench): void => {
  bench.world.healthOfNew = 'fail-at-start';
};

const [forward, backward] = [await countCalls(noFault), await countCalls(brokenBuild)];

describe('a process that is killed at any call to AWS', () => {
  it('makes enough calls for this to mean something', () => {
    expect(forward).toBeGreaterThan(45);
    expect(backward).toBeGreaterThan(60);
  });

  describe.each(['before', 'after'] as const)('%s it', (when) => {
    it(`finishes the release all the same, whichever of the ${forward} calls it was`, async () => {
      for (let call = 1; call <= forward; call += 1) {
        const at = world(({ world }) => world.faults.push({ at: call, when, kind: 'kill' }));
        const outcome = await runToEnd(at);
        const where = `call ${call}: ${at.bench.world.calls[call - 1]?.operation}`;
        expect({ where, end: kindOf(outcome), said: messagesOf(outcome) }).toEqual({
          where,
          end: 'succeeded',
          said: [],
        });
        expect({ where, broken: at.broken, left: leftovers(at.bench.account) }).toEqual({
          where,
          broken: [],
          left: [],
        });
        expect({ where, active: activeOf(at.bench.account) }).toEqual({ where, active: '20261120t120000z' });
        expect(othersOf(at.bench)).toBe(at.others);
        expect(at.bench.bugs).toEqual([]);
      }
    });

    it(`takes everything back when the build is broken, whichever of the ${backward} calls it was`, async () => {
      for (let call = 1; call <= backward; call += 1) {
        const at = world((bench) => {
          brokenBuild(bench);
          bench.world.faults.push({ at: call, when, kind: 'kill' });
        });
        const outcome = await runToEnd(at);
        const where = `call ${call}: ${at.bench.world.calls[call - 1]?.operation}`;
        expect({
          where,
          end: kindOf(outcome),
          last: outcome.records.findLast(({ event }) => event.type === 'lane-finished')?.event,
        }).toMatchObject({
          where,
          end: 'failed',
          last: { end: 'undone' },
        });
        expect({ where, broken: at.broken, left: leftovers(at.bench.account) }).toEqual({
          where,
          broken: [],
          left: [],
        });
        expect({ where, active: activeOf(at.bench.account) }).toEqual({ where, active: before });
        expect({
          where,
          databases: [...at.bench.account.instances.keys()].filter((id) => id.startsWith(`${namespace}-`)),
        }).toEqual({
          where,
          databases: [`${namespace}-${before}`],
        });
        expect(othersOf(at.bench)).toBe(at.others);
      }
    });
  });
});
