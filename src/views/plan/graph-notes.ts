import type { PlanLane, PlanStep } from '../../plan/model.ts';
import { wholeSeconds } from '../time.ts';

/** What a picture says about a step under its name: kind, when and where it runs, what it does when it fails. */
export function stepNotes(steps: readonly PlanStep[], index: number, lanes: readonly PlanLane[]): readonly string[] {
  const step = steps[index];
  if (step === undefined) return [];
  return [
    step.chain === undefined ? step.kind : chainWords(step.chain),
    ...conditions(step),
    ...places(step, index, lanes),
  ];
}

function chainWords({ project, barrier }: NonNullable<PlanStep['chain']>): string {
  return barrier === 'tenant' ? `project ${project}` : `project ${project}, waits for the whole ${barrier}`;
}

function conditions({ run, when, retry, rollingWindow, timeoutSeconds }: PlanStep): readonly string[] {
  return [
    ...(run === 'failure' ? ['after a failure'] : []),
    ...(run === 'always' ? ['always, also after a failure'] : []),
    ...(when === undefined ? [] : [`when ${when}`]),
    ...(rollingWindow > 0 ? [`rolling, ${rollingWindow} at once`] : []),
    ...(retry.attempts > 1 ? [`up to ${retry.attempts} attempts`] : []),
    ...(timeoutSeconds > 0 ? [`at most ${wholeSeconds(timeoutSeconds)}`] : []),
  ];
}

function places(step: PlanStep, index: number, lanes: readonly PlanLane[]): readonly string[] {
  const using = lanes.filter((lane) => lane.pruned[index] === undefined);
  if (lanes.length > 0 && using.length === 0) return ['left out everywhere'];
  const once = using.length > 0 && using.every(({ kind }) => kind === 'once');
  const roles = step.chain === undefined ? commonRoles(using, index) : [];
  return [...(once ? ['once per wave'] : []), ...(roles.length === 0 ? [] : [`on ${roles.join(', ')}`])];
}

/** Roles that all targets of the step have: a plan names targets, and the process asked for a role. */
function commonRoles(lanes: readonly PlanLane[], step: number): readonly string[] {
  let common: readonly string[] | undefined;
  for (const { placement, targets } of lanes) {
    for (const target of placement[step] ?? []) {
      const roles = targets[target]?.roles ?? [];
      common = common === undefined ? roles : common.filter((role) => roles.includes(role));
    }
  }
  return common ?? [];
}
