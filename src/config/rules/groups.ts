import type { Project, Step } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/**
 * The steps of a group stand together in the file, because they run and are skipped as a unit; and a group that rolls
 * has one window and the same roles for all of its steps, because it goes over the targets as a whole.
 */
export const groups: Rule = ({ workspace }, report) => {
  for (const project of workspace.projects.values()) {
    checkTogether(project, report);
    for (const [group, steps] of stepsByGroup(project)) checkRolling(group, steps, report);
  }
};

function checkTogether({ steps }: Project, report: Report): void {
  const last = new Map<string, number>();
  for (const [index, { group, id, span }] of steps.entries()) {
    if (group === undefined) continue;
    const before = last.get(group);
    last.set(group, index);
    if (before === undefined || before === index - 1) continue;
    const member = steps[before];
    const between = steps[before + 1];
    report({
      code: 'REL1217',
      severity: 'error',
      summary: `Step "${id}" of the group "${group}" stands apart from the rest of the group`,
      hint: between ? `move it up, before "${between.id}", or give "${between.id}" the same group` : 'move it up',
      span,
      ...(member && { related: [{ message: 'the rest of the group ends here', span: member.span }] }),
    });
  }
}

function stepsByGroup({ steps }: Project): ReadonlyMap<string, readonly Step[]> {
  const members = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.group === undefined) continue;
    const others = members.get(step.group);
    if (others === undefined) members.set(step.group, [step]);
    else others.push(step);
  }
  return members;
}

function checkRolling(group: string, steps: readonly Step[], report: Report): void {
  const rolling = steps.find((step) => step.rollingWindow > 0);
  if (rolling === undefined) return;
  for (const step of steps) {
    const problem = rollingProblem(step, rolling);
    if (problem === undefined) continue;
    report({
      code: 'REL1218',
      severity: 'error',
      summary: `The group "${group}" rolls as a unit, but step "${step.id}" ${problem} than "${rolling.id}"`,
      hint: 'give all steps of the group the same roles and window, or take the step out of the group',
      span: step.span,
      related: [{ message: `"${rolling.id}" rolls here`, span: rolling.span }],
    });
  }
}

function rollingProblem(step: Step, rolling: Step): string | undefined {
  if (step.rollingWindow > 0 && step.rollingWindow !== rolling.rollingWindow) return 'has another window';
  const sameRoles =
    step.roles.length === rolling.roles.length && step.roles.every((role) => rolling.roles.includes(role));
  return sameRoles ? undefined : 'has other roles';
}
