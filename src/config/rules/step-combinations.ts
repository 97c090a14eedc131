import type { Project, Step } from '../model.ts';
import type { Rule } from './rule.ts';

/** Settings of a step that contradict each other. */
export const stepCombinations: Rule = ({ workspace }, report) => {
  for (const project of workspace.projects.values()) {
    const onceOf = new Map(project.steps.flatMap((step) => (step.once === undefined ? [] : [[step.id, step.once]])));
    for (const step of project.steps) {
      for (const { summary, hint } of problemsOf(step, project, onceOf))
        report({ code: 'REL1216', severity: 'error', summary, hint, span: step.span });
    }
  }
};

/** The steps that run once for a wave, by id. */
type OnceOf = ReadonlyMap<string, 'before' | 'after'>;

interface Problem {
  readonly summary: string;
  readonly hint: string;
}

function problemsOf(step: Step, project: Project, onceOf: OnceOf): readonly Problem[] {
  const found: Problem[] = [];
  const rolls = step.rollingWindow > 0;
  if (rolls && step.once !== undefined) found.push(rollingOnce(step));
  else if (rolls && step.roles.length === 0) found.push(rollingNowhere(step));
  if (step.once !== undefined && project.tenancy === 'untenanted') found.push(onceUntenanted(step, project));
  return [...found, ...crossings(step, onceOf)];
}

function rollingOnce({ id }: Step): Problem {
  const summary = `Step "${id}" runs once for a whole wave, so it cannot roll over targets`;
  return { summary, hint: 'remove `rolling` or `once`' };
}

function rollingNowhere({ id }: Step): Problem {
  const summary = `Step "${id}" rolls, but it has no roles and so no targets to roll over`;
  return { summary, hint: 'add `roles`, or remove `rolling`' };
}

function onceUntenanted({ id, once }: Step, project: Project): Problem {
  const summary = `Step "${id}" runs once ${once} all tenants, but project "${project.id}" has no tenants`;
  return { summary, hint: 'remove `once`; the step runs once anyway' };
}

/** `before` comes before all tenants and `after` comes after them, so `needs` cannot point the other way. */
function crossings(step: Step, onceOf: OnceOf): readonly Problem[] {
  const order = { before: 0, each: 1, after: 2 };
  const later = (step.needs ?? []).filter(({ text }) => order[onceOf.get(text) ?? 'each'] > order[step.once ?? 'each']);
  return later.map(({ text }) => ({
    summary: `Step "${step.id}" needs "${text}", which runs only after it`,
    hint: `remove "${text}" from \`needs\`, or change \`once\` of one of the two`,
  }));
}
