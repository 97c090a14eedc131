import type { StatusDocument } from '../status/document.ts';
import { duration } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { ReportTimes } from './document.ts';
import type { TimeKind } from './intervals.ts';

/** What a deployment or a run waited for, in words. */
export const waitingWords: { readonly [kind in TimeKind]: string } = {
  failing: 'attempts that failed',
  running: 'working',
  approval: 'waiting for an approval',
  receipt: 'waiting for a receipt',
  target: 'waiting for a machine',
  freeze: 'waiting for a freeze to end',
  soak: 'soaking',
  lock: 'waiting for a lock',
  lifecycle: 'waiting for its lifecycle',
  stopped: 'nobody drove the run',
  retry: 'waiting for the next attempt',
  turn: 'waiting for its turn',
  others: 'waiting for other deployments',
};

/** The run in one sentence, as somebody would say it on the phone. */
export function verdict({
  state,
  withinBudget,
  counts,
  deployments,
  gates,
  reason,
}: Pick<StatusDocument, 'state' | 'withinBudget' | 'counts' | 'gates' | 'reason'> & {
  readonly deployments: readonly unknown[];
}): string {
  const all = deployments.length;
  const failed = counts.failed === 0 ? '' : `${thousands(counts.failed)} of ${amount(all, 'deployment')} failed`;
  const waits = waitWords(gates);
  switch (state) {
    case 'succeeded':
      if (withinBudget) return `Succeeded within its failure budget: ${failed}.`;
      return all === 1 ? 'The deployment succeeded.' : `All ${thousands(all - counts.skipped)} deployments succeeded.`;
    case 'failed':
      return `${failed === '' ? 'It failed' : failed}${leftWords(counts.waiting)}.`;
    case 'blocked':
      return `${waits}${failed === '' ? '' : ` ${failed}.`}`;
    case 'paused':
      return `Paused${reason === undefined ? '' : `: ${reason}`}.${failed === '' ? '' : ` ${failed}.`}`;
    case 'cancelled':
      return `Cancelled after ${thousands(counts.succeeded)} of ${amount(all, 'deployment')} had succeeded.`;
    case 'running':
      return `${thousands(counts.succeeded)} of ${amount(all, 'deployment')} done${failed === '' ? '' : `, ${thousands(counts.failed)} failed`}.`;
    default:
      return state satisfies never;
  }
}

function leftWords(waiting: number): string {
  return waiting === 0 ? '' : `; ${thousands(waiting)} never started`;
}

/** `4m 10s working, 2h 05m waiting for an approval`; what took no time is left out. */
export function timeWords({ working, waiting }: ReportTimes, most = 3): readonly string[] {
  const parts = Object.entries(waiting)
    .filter(([, time]) => time >= 100)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([kind, time]) => `${duration(time)} ${waitingWords[kind as TimeKind]}`);
  return [`${duration(working)} working`, ...parts];
}

function waitWords(gates: StatusDocument['gates']): string {
  const gate = gates.find(({ decided }) => decided === undefined);
  if (gate === undefined)
    return gates.length === 0 ? 'It waits.' : 'All it waited for is decided; it waits to be resumed.';
  // A message may be a sentence or a question of its own.
  return `It waits for ${gate.waitingFor}${/[.!?]$/.test(gate.waitingFor) ? '' : '.'}`;
}
