import type { Call } from '../support/aws/fault.ts';
import { type Bench, type Outcome, violations } from './kit.ts';
import { keyOf, type Moment } from './moments.ts';

/** A run that is to be killed at every moment, and the runs that go on with it too. */
export interface Flow {
  /** The world before the run, and whatever is wrong with it. */
  readonly prepare: () => Bench;
  /** What is wrong at any moment; the promises to a service that is there, by default. */
  readonly violations?: (bench: Bench) => readonly string[];
}

export interface Ending {
  /** Where it was killed, from the first time to the last. */
  readonly story: readonly string[];
  readonly bench: Bench;
  readonly outcome: Outcome;
  /** What was broken at some moment of the last run. */
  readonly broken: readonly string[];
  /** What was made or deleted more than once, over all the runs. */
  readonly twice: readonly string[];
}

export interface Explored {
  readonly runs: number;
  /** Moments at which some process was killed. */
  readonly kills: number;
  /** Of how many kinds these were. */
  readonly keys: ReadonlySet<string>;
}

/** AWS has finished by then what it was told to do. */
const later = 20 * 60_000;
/** Many times what is usual. */
const most = 400;

/**
 * Performs the flow, and goes on from every moment at which a kill would leave something that was not left before: once
 * at once, once later. Those runs are killed at every moment too, and so on until no kill leaves anything new. So every
 * second kill after every first one is covered, and every third; a run costs what is new about it, not what is possible.
 * `check` is given the end of each run, and throws when it is not as it should be.
 */
export async function explore(flow: Flow, check: (ending: Ending) => void = () => {}): Promise<Explored> {
  const keys = new Set<string>();
  const queue: Moment[] = [];
  let [runs, kills] = [0, 0];
  const note = (moment: Moment): void => {
    // Who goes on with a run that has ended asks for another try.
    const last = moment.records.at(-1)?.event.type;
    if (last === 'run-finished' || last === 'run-paused') return;
    const key = keyOf(moment);
    if (keys.has(key)) return;
    keys.add(key);
    queue.push(structuredClone(moment));
  };
  note(momentOf(flow.prepare(), [], [], []));
  for (let moment = queue.shift(); moment !== undefined; moment = queue.shift()) {
    const { records, story } = moment;
    const early = benchAt(flow, moment);
    early.bench.world.advanceTo(moment.now + later);
    note(momentOf(early.bench, records, moment.changes, [...story, 'and for a while nothing']));
    const { bench, broken } = benchAt(flow, moment);
    const changes = [...moment.changes];
    const kill = (place: string): void => {
      kills += 1;
      note(momentOf(bench, bench.journal(), changes, [...story, place]));
    };
    bench.world.onCall = (call, when) => {
      // After a call that changes nothing all is as before it.
      if (when === 'after' && !call.mutating) return;
      if (when === 'after') changes.push(...changeOf(call));
      kill(`${when} call ${call.number}: ${call.operation}`);
    };
    const onDurable = (): void => kill('when the journal was written');
    const outcome = await bench.run(records, { onDurable });
    const twice = changes.filter((change, index) => changes.indexOf(change) !== index);
    check({ story, bench, outcome, broken: [...early.broken, ...broken], twice });
    runs += 1;
    if (runs > most) throw new Error('kills leave something new without end');
  }
  return { runs, kills, keys };
}

function benchAt({ prepare, violations: wrong }: Flow, { accounts, now }: Moment) {
  const bench = prepare();
  const { world } = bench;
  world.accounts.clear();
  for (const [key, account] of structuredClone(accounts)) world.accounts.set(key, account);
  world.now = now;
  const broken: string[] = [];
  world.onChange = () => broken.push(...(wrong?.(bench) ?? violations(bench.account)));
  return { bench, broken };
}

/** As it is now: what happens later shows in it. */
export function momentOf(
  { world }: Bench,
  records: Moment['records'],
  changes: readonly string[],
  story: readonly string[],
): Moment {
  return { accounts: world.accounts, now: world.now, records, changes, story };
}

/** What must not be done twice: what makes or deletes something. */
export function changeOf({ operation, input, account }: Call): readonly string[] {
  if (!/^(?:Create|Restore|Register|Copy|Delete)/.test(operation)) return [];
  const names = ['DBInstanceIdentifier', 'DBClusterIdentifier', 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier'];
  const others = ['TargetDBSnapshotIdentifier', 'TargetDBClusterSnapshotIdentifier', 'Name', 'family', 'serviceName'];
  const name = [...names, ...others, 'service'].map((key) => input[key]).find((value) => value !== undefined);
  return [`${operation} ${String(name)} in ${account}`];
}
