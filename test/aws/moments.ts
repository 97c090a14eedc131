import { createHash } from 'node:crypto';
import type { JournalRecord } from '../../src/run/events.ts';
import type { AccountState } from '../support/aws/state.ts';

/** What is left when a process is killed: AWS as it is then, and the journal as far as it had reached the disk. */
export interface Moment {
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly now: number;
  readonly records: readonly JournalRecord[];
  /** What was changed so far, by everybody. */
  readonly changes: readonly string[];
  /** How it came to be, for whoever reads a failure. */
  readonly story: readonly string[];
}

/**
 * The same text for moments from which everything goes on alike: what there is, and what the journal makes of each node.
 * Left out are times, names that are only counted up, and how often a process began: no step decides by them.
 */
export function keyOf({ accounts, records, changes }: Moment): string {
  const text = JSON.stringify([
    [...accounts].map(([id, account]) => [id, essence(account)]),
    journalOf(records),
    [...changes].toSorted(),
  ]);
  return createHash('sha256')
    .update(withoutTimes(renamed(text)))
    .digest('hex');
}

function essence(account: AccountState): unknown {
  const services = [...account.services.values()];
  // Of those that have stopped, only what the present deployment started counts for anybody.
  const current = new Set(services.flatMap(({ deployments }) => deployments.map(({ id }) => id)));
  const stopped = new Map<string, number>();
  for (const { status, deployment } of account.tasks)
    if (status === 'STOPPED' && current.has(deployment))
      stopped.set(deployment, Math.min(4, (stopped.get(deployment) ?? 0) + 1));
  return [
    [...account.instances.values(), ...account.clusters.values()].map(({ createdAt: _, ...one }) => one),
    [...account.snapshots.values(), ...account.clusterSnapshots.values()].map(({ createdAt: _, ...one }) => one),
    [...account.parameters.values()].map(({ name, versions }) => [name, versions.map(({ value }) => value)]),
    services.map(({ deployments, ...one }) => [one, deployments.map(({ createdAt: _, ...each }) => each)]),
    account.taskDefinitions,
    account.tasks
      .filter(({ status }) => status !== 'STOPPED')
      .map(({ service, deployment, taskDefinition, status }) => [service, deployment, taskDefinition, status]),
    [...stopped],
    account.queue.map(({ at: _, ...happening }) => JSON.stringify(happening)).toSorted(),
  ];
}

/** The last that is known of each node, in the order in which it came to be known, and what else has happened. */
function journalOf(records: readonly JournalRecord[]): unknown {
  const last = new Map<string, unknown>();
  for (const { event } of records) {
    if (event.type === 'run-started' || event.type === 'run-resumed') continue;
    const key = 'node' in event ? event.node : JSON.stringify(event);
    const outcome = 'outcome' in event ? event.outcome : null;
    last.delete(key);
    last.set(key, [event.type, outcome]);
  }
  return [...last];
}

function renamed(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/\b(?:ecs-svc\/[\w-]+|db-\d+|task\/[\w-]+\/\d+)/g, (found) => {
    const name = names.get(found) ?? `#${names.size}`;
    names.set(found, name);
    return name;
  });
}

function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'T');
}
