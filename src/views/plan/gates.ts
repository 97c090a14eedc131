import type { Plan, PlanFreeze, PlanWave } from '../../plan/model.ts';
import { nameSome } from '../../resolve/name-some.ts';
import { clean } from '../text.ts';
import { localTime, wholeSeconds } from '../time.ts';
import { amount } from '../words.ts';

/** What has to happen before a wave starts, and how it behaves: the words behind its name. */
export function waveTerms(plan: Plan, wave: PlanWave, index: number): readonly string[] {
  const soak = plan.header.waves[index - 1]?.soakSeconds ?? 0;
  return [
    ...(wave.approve ? ['waits for approval'] : []),
    ...(soak > 0 ? [`starts ${wholeSeconds(soak)} after the wave before`] : []),
    ...(wave.concurrency > 0 ? [`${wave.concurrency} at once`] : []),
    plan.header.onFailure === 'continue' ? 'goes on after failures' : budgetWords(wave.failuresAllowed),
  ];
}

function budgetWords(allowed: number): string {
  return allowed === 0 ? 'stops at the first failure' : `${amount(allowed, 'tenant')} may fail`;
}

/** Freezes and approval steps: what will keep deployments waiting in the middle of the run. */
export function planGates(plan: Plan, now: number, zone: string): readonly string[] {
  return [...freezeLines(plan, now, zone), ...approvalLines(plan)];
}

function freezeLines({ header }: Plan, now: number, zone: string): readonly string[] {
  return header.freezes
    .filter(({ end, lanes }) => end > now && lanes.length > 0)
    .map((freeze) => `freeze ${clean(freeze.name)} ${freezeWords(freeze, now, zone)}`);
}

function freezeWords({ start, end, lanes }: PlanFreeze, now: number, zone: string): string {
  const who = amount(lanes.length, 'deployment');
  const until = localTime(end, zone);
  return start <= now ? `holds ${who} until ${until}` : `will hold ${who} from ${localTime(start, zone)} to ${until}`;
}

function approvalLines(plan: Plan): readonly string[] {
  return plan.processes.flatMap((process, processIndex) =>
    process.steps.flatMap((step, index) => {
      if (step.kind !== 'approval') return [];
      const lanes = plan.lanes.filter((lane) => lane.process === processIndex && lane.pruned[index] === undefined);
      if (lanes.length === 0) return [];
      const who = nameSome(lanes.map(({ address }) => clean(address)));
      return [`step ${clean(step.path)} waits for approval in ${amount(lanes.length, 'deployment')}: ${who}`];
    }),
  );
}
