import type { GateResult, RunEvent } from '../run/events.ts';
import { openGates } from '../run/fold-gates.ts';
import type { Deployed } from '../run/ports.ts';
import { identify } from '../store/runner-identity.ts';
import { namedRun } from './choose-run.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { type OpenedReceipt, refused } from './open-receipt.ts';
import type { OpenedStore } from './open-store.ts';
import { type KnownRun, readRun } from './read-run.ts';

export interface RecordedReceipt {
  readonly kind: 'recorded';
  /** A process drives the run and takes it up. */
  readonly living: boolean;
  /** The run waited for it. */
  readonly waits: boolean;
}

/**
 * A run that waits for the receipt gets it as a signal, whether it lives now or later. One that did not wait has it
 * written into its journal as what happened, and `where` says that a place failed.
 */
export async function recordReceipt(
  context: CommandContext,
  { store }: OpenedStore,
  { receipt, bundle }: OpenedReceipt,
): Promise<RecordedReceipt | Failure> {
  const stored = await namedRun(store, bundle.run);
  if ('diagnostics' in stored) return stored;
  const known = await readRun(store, stored);
  if (isFailure(known)) return known;
  const runner = identify(context.surroundings.pid);
  const by = `the site of ${bundle.tenant} ${bundle.environment}`;
  const results = resultsOf(receipt.steps, bundle.nodes);
  const decision = receipt.result === 'succeeded' ? 'approved' : 'rejected';
  const note = noteOf(results);
  const living = (await store.runnerOf(bundle.run)) !== undefined;
  const open = openGates(known.state).filter(({ kind, scope }) => kind === 'receipt' && bundle.nodes.includes(scope));
  for (const { id } of open) {
    await store.send(bundle.run, {
      kind: 'gate',
      gate: id,
      decision,
      by,
      note,
      planDigest: stored.planDigest,
      results,
    });
  }
  if (open.length > 0) return { kind: 'recorded', living, waits: true };
  const waited = [...known.state.gates.values()].find(
    ({ kind, scope }) => kind === 'receipt' && bundle.nodes.includes(scope),
  );
  if (waited?.decision !== undefined) {
    const hint = `go on with release resume ${bundle.run}, which asks for it again, and then import it`;
    if (waited.decision.decision === 'rejected' && known.state.status !== 'running')
      return refused(bundle.id, 'nothing waits for it now', hint);
    return refused(bundle.id, 'what it tells is recorded already', `see release status ${bundle.run}`);
  }
  const scope = bundle.nodes.at(-1) ?? '';
  const gate = `receipt:${scope}`;
  const events: readonly RunEvent[] = [
    { type: 'gate-opened', gate, kind: 'receipt', scope, waitingFor: `the receipt of the bundle ${bundle.id}` },
    { type: 'gate-resolved', gate, decision, by, note, results },
  ];
  const journal = await store.openJournal(bundle.run, runner);
  if (journal.kind === 'held') {
    return failure('REL3028', `Another process drives the run ${bundle.run}`, 'import the receipt when that has ended');
  }
  if (journal.kind !== 'opened')
    return failure(
      'REL3023',
      `The record of run ${bundle.run} cannot be written`,
      'keep its files for whoever looks into it',
    );
  for (const event of events) journal.writer.append(event);
  await journal.writer.close();
  if (receipt.result === 'failed') await store.recordDeployed(failedRows(context, known, bundle.run, scope));
  return { kind: 'recorded', living: false, waits: false };
}

function resultsOf(steps: OpenedReceipt['receipt']['steps'], nodes: readonly string[]): readonly GateResult[] {
  return steps.map(({ how, exitCode, outputs }, index) => ({
    node: nodes[index] ?? '',
    how,
    ...(how === 'failed' ? { exitCode } : {}),
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
  }));
}

function noteOf(results: readonly GateResult[]): string {
  const failed = results.find(({ how }) => how === 'failed');
  return failed === undefined
    ? 'applied at the site'
    : `${failed.node} failed at the site: exit code ${failed.exitCode ?? 1}`;
}

function failedRows(
  { surroundings }: CommandContext,
  { state, plan }: KnownRun,
  run: string,
  node: string,
): readonly Deployed[] {
  const lane = plan.lanes[state.addresses.node(node)?.lane ?? -1];
  if (lane === undefined) return [];
  const { environment, project, to: version } = lane;
  const since = new Date(surroundings.now()).toISOString();
  return [{ tenant: lane.tenant?.id ?? null, environment, project, version, since, run, state: 'failed' }];
}
