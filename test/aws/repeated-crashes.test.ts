import { describe, expect, it } from 'vitest';
import type { AccountState } from '../support/aws/state.ts';
import { changeOf, type Ending, explore, type Flow, momentOf } from './explore.ts';
import {
  activeOf,
  addDatabase,
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
import { keyOf } from './moments.ts';
import { afterRelease, otherAccount, withCluster, withSourceElsewhere } from './variants.ts';

/*
 * Kills the process, and the one that recovers from that, and the one that recovers from this: at every call to AWS,
 * before and after it took effect, and whenever something had reached the journal. crash-sweep.test.ts kills once, at
 * each of these places, for real. Here a kill is a copy of what it would leave, and copies that are alike count once:
 * all pairs would be some 20,000 runs for the sample alone, and nearly all of them begin with what another left. That
 * the copies are what kills leave, and none is missing, is tried with real kills at pairs of places drawn by lot.
 */
const fresh = '20261120t120000z';
const quick = { 'records.poll': '30s', 'records.bake': '0s' };

interface Case extends Flow {
  readonly title: string;
  readonly end: 'succeeded' | 'undone';
  readonly active: string | null;
  /** Databases and snapshots of the customer that stay. */
  readonly stay: readonly string[];
  readonly account?: (bench: Bench) => AccountState;
}

const [old, made] = [`${namespace}-${before}`, `${namespace}-${fresh}`];

function sample(values: Readonly<Record<string, string | number>>, prepare: (bench: Bench) => void): () => Bench {
  const plan = recordsPlan(['xy-0146'], { ...quick, ...values });
  return () => {
    const bench = new Bench(plan);
    settle(bench.account);
    prepare(bench);
    return bench;
  };
}

const firstPlan = recordsPlan(['xy-0146'], quick);
function firstRelease(): Bench {
  const bench = new Bench(firstPlan);
  addDatabase(bench.account, 'xy-0146-dev');
  return bench;
}

const back = await afterRelease();

const cases: readonly Case[] = [
  {
    title: 'a release that keeps the generation before',
    prepare: sample({}, () => {}),
    end: 'succeeded',
    active: fresh,
    stay: [old, made, `${made}-src`],
  },
  {
    title: 'a release that deletes the generation before, with a final snapshot',
    prepare: sample({ 'records.keep': 0 }, () => {}),
    end: 'succeeded',
    active: fresh,
    stay: [made, `${old}-final`, `${made}-src`],
  },
  {
    title: 'a build that does not start',
    prepare: sample({}, (bench) => {
      bench.world.healthOfNew = 'fail-at-start';
    }),
    end: 'undone',
    active: before,
    stay: [old],
  },
  {
    title: 'a build whose tasks end again and again',
    prepare: sample({ 'records.bake': '30s', 'records.poll': '15s' }, (bench) => {
      bench.world.healthOfNew = 'crash-later';
    }),
    end: 'undone',
    active: before,
    stay: [old],
  },
  {
    title: 'a restore that fails',
    prepare: sample({}, (bench) => {
      bench.world.timing = { ...bench.world.timing, endsAs: () => 'incompatible-network' };
    }),
    end: 'undone',
    active: before,
    stay: [old],
  },
  {
    title: 'the first release of a customer',
    prepare: firstRelease,
    violations: promisesOf,
    end: 'succeeded',
    active: fresh,
    stay: [made, `${made}-src`],
  },
  {
    title: 'the first release of a customer, whose build does not start',
    prepare: () => {
      const bench = firstRelease();
      bench.world.health.set(`arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`, 'fail-at-start');
      return bench;
    },
    violations: promisesOf,
    end: 'undone',
    active: null,
    stay: [],
  },
  {
    title: 'a cluster',
    prepare: withCluster,
    end: 'succeeded',
    active: fresh,
    stay: [made, `${old}-final`, `${made}-src`],
  },
  {
    title: 'a development database in another account',
    prepare: () => withSourceElsewhere('alias/shared'),
    violations: (bench) => violations(bench.world.account(otherAccount)),
    account: (bench) => bench.world.account(otherAccount),
    end: 'succeeded',
    active: fresh,
    stay: [old, made, `${made}-src`],
  },
  {
    title: 'a kept generation that is put back',
    prepare: back,
    end: 'succeeded',
    active: before,
    stay: [old, made, `${made}-src`],
  },
  {
    title: 'a kept generation whose build does not start any more',
    prepare: () => {
      const bench = back();
      bench.world.health.set(`arn:aws:ecs:eu-west-1:111122223333:task-definition/${namespace}:1`, 'fail-at-start');
      return bench;
    },
    end: 'undone',
    active: fresh,
    stay: [old, made, `${made}-src`],
  },
];

/** Where no service was, none can be interrupted. */
function promisesOf(bench: Bench): readonly string[] {
  return violations(bench.account).filter((text) => text !== 'no task of the service reaches its database');
}

function seen({ outcome, bench, broken, twice }: Ending, { account: pick }: Case) {
  const account = pick?.(bench) ?? bench.account;
  const lane = outcome.records.findLast(({ event }) => event.type === 'lane-finished')?.event;
  const ids = [account.instances, account.clusters, account.snapshots, account.clusterSnapshots].flatMap((map) => [
    ...map.keys(),
  ]);
  return {
    end: lane?.type === 'lane-finished' ? lane.end : kindOf(outcome),
    broken,
    twice,
    left: leftovers(account),
    active: activeOf(account),
    stay: ids.filter((id) => id.startsWith(`${namespace}-`) && !/z-\d$/.test(id)).toSorted(),
    bugs: bench.bugs,
  };
}

function expectEnd(ending: Ending, one: Case): void {
  const { story, outcome } = ending;
  const { end, active, stay } = one;
  const wanted = { end, broken: [], twice: [], left: [], active, stay: stay.toSorted(), bugs: [] };
  const said = messagesOf(outcome);
  expect({ story, said, ...seen(ending, one) }).toEqual({ story, said, ...wanted });
}

/** Numbers that are the same in each run of the test. */
function lots(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

describe('a process that is killed, and killed again while it recovers', () => {
  it.each(cases)('$title', async (one) => {
    const { runs, kills } = await explore(one, (ending) => expectEnd(ending, one));
    // Nothing of this means anything unless it was killed in many places, and again in some that only then came up.
    expect(kills).toBeGreaterThan(500);
    expect(runs).toBeGreaterThan(10);
  });

  it.each(cases.slice(1, 3))('really killed at pairs of places, $title leaves nothing else', async (one) => {
    const { keys } = await explore(one);
    const draw = lots(20261121);
    for (let pair = 0; pair < 40; pair += 1) {
      const bench = one.prepare();
      const broken: string[] = [];
      const changes: string[] = [];
      bench.world.onChange = () => broken.push(...violations(bench.account));
      bench.world.onCall = (call, when) => {
        if (when === 'after') changes.push(...changeOf(call));
      };
      const first = 1 + draw(70);
      const places = [first, first + 1 + draw(70)];
      const when = [draw(2), draw(2)].map((lot) => (lot === 0 ? 'before' : 'after'));
      const story = places.map((at, index) => `${when[index]} call ${at}`);
      for (const [index, at] of places.entries())
        bench.world.faults.push({ at, when: when[index] === 'before' ? 'before' : 'after', kind: 'kill' });
      let outcome = await bench.run();
      while (outcome.result === 'killed') {
        const left = keyOf(momentOf(bench, outcome.records, changes, []));
        expect({ story, known: keys.has(left) }).toEqual({ story, known: true });
        outcome = await bench.run(outcome.records);
      }
      const twice = changes.filter((change, index) => changes.indexOf(change) !== index);
      expectEnd({ story, bench, outcome, broken, twice }, one);
    }
  });
});
