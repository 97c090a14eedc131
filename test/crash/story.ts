import { join } from 'node:path';
import { readLog } from '../../src/cli/run-logs.ts';
import type { JournalRecord } from '../../src/run/events.ts';
import type { RunState } from '../../src/run/state.ts';
import { summarise } from '../../src/run/summary.ts';
import { readDeployed } from '../../src/store/deployed.ts';
import { readJournalFile } from '../../src/store/journal-reader.ts';
import { standingOf } from '../../src/views/where-now.ts';
import type { Place } from './place.ts';

/** How a run stands, without times, order and processes: what must be the same however often it was disturbed. */
export async function endOf(place: Place, run: string): Promise<unknown> {
  const state = place.state(run);
  const end = {
    ...standOf(state),
    faults: faultsIn(place.journal(run)),
    journal: (await readJournalFile(join(place.folder, '.release/runs', run, 'journal.ndjson'))).kind,
    effects: [...place.effects()].sort(),
    deployed: await deployedIn(place),
    logs: await logsOf(place, state),
  };
  // A place that was copied in the middle of a run speaks of both addresses.
  return JSON.parse(JSON.stringify(end).replaceAll(/[^"]*release-crash-\w+/g, '<place>'));
}

/** Where two ends differ, one line each, short enough to be read. */
export function differences(wanted: unknown, got: unknown, path = ''): readonly string[] {
  if (typeof wanted !== 'object' || typeof got !== 'object' || wanted === null || got === null) {
    return Object.is(wanted, got) ? [] : [`${path}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`];
  }
  const [left, right] = [new Map(Object.entries(wanted)), new Map(Object.entries(got))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differences(left.get(key), right.get(key), `${path}/${key}`),
  );
}

function standOf(state: RunState): object {
  const { state: phase, counts, lanes, gates } = summarise(state);
  return {
    phase,
    counts,
    gates,
    decided: [...state.gates.values()].map(({ id, decision }) => `${id} ${decision?.decision}`).sort(),
    lanes: lanes.map(({ address, state: end, reason, nodes }, index) => ({
      address,
      end,
      reason,
      nodes: nodes.map(({ address: node, outcome, attempts, error }) => ({ node, outcome, attempts, error })),
      outputs: [...(state.lanes[index]?.outputs ?? [])].sort(([one], [other]) => one - other),
    })),
  };
}

/** What of a journal is wrong by itself: attempts begun or ended twice, never, or out of order. */
function faultsIn(records: readonly JournalRecord[]): readonly string[] {
  const faults: string[] = [];
  const open = new Map<string, number>();
  const ended = new Map<string, string>();
  const tickets = new Set<string>();
  for (const { event, seq } of records) {
    if (event.type === 'attempt-started') {
      // What nobody could tell is asked about once more, under the old ticket.
      const asksAgain = ended.get(event.node) === 'unknown';
      if (tickets.has(event.ticket) && !asksAgain) faults.push(`${seq}: ticket ${event.ticket} is used again`);
      if (open.has(event.node)) faults.push(`${seq}: ${event.node} starts while it runs`);
      if (ended.get(event.node) === 'succeeded') faults.push(`${seq}: ${event.node} starts though it had succeeded`);
      tickets.add(event.ticket);
      open.set(event.node, event.attempt);
    }
    if (event.type === 'attempt-finished') {
      if (open.get(event.node) !== event.attempt) faults.push(`${seq}: ${event.node} ends without a start`);
      open.delete(event.node);
      ended.set(event.node, event.outcome.kind);
    }
  }
  return [...faults, ...[...open.keys()].map((node) => `${node} never ends`)];
}

/** Every row but its time, and what `release where` makes of them. */
async function deployedIn(place: Place): Promise<unknown> {
  const rows = await readDeployed(join(place.folder, '.release/deployed.ndjson'));
  const words = (one: (typeof rows)[number]): string =>
    [one.tenant, one.environment, one.project, one.version, one.run, one.state].join(' ');
  return { rows: rows.map(words).sort(), standing: standingOf(rows).map(words).sort() };
}

/** What each step wrote, whole. */
async function logsOf(place: Place, state: RunState): Promise<unknown> {
  const texts: Record<string, string> = {};
  for (const { address } of state.plan.lanes) {
    for await (const { ticket, text } of readLog(join(place.folder, '.release/logs', state.run), address)) {
      texts[ticket] = (texts[ticket] ?? '') + text;
    }
  }
  return Object.fromEntries(Object.entries(texts).sort());
}
