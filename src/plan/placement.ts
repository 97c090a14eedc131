import type { TargetConfig } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ExpandedStep } from './expand.ts';

export type Placement =
  /** Runs where `release` itself runs. */
  | { readonly kind: 'here' }
  | { readonly kind: 'targets'; readonly indexes: readonly number[] }
  | { readonly kind: 'pruned'; readonly reason: string }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic };

/** On which of the deployment's targets a step runs: on every one that has a role the step asks for. */
export function placeStep({ step, project }: ExpandedStep, targets: readonly TargetConfig[]): Placement {
  if (step.roles.length === 0) return { kind: 'here' };
  const indexes: number[] = [];
  for (const [index, target] of targets.entries()) {
    if (target.roles.some((role) => step.roles.includes(role))) indexes.push(index);
  }
  if (indexes.length > 0) return { kind: 'targets', indexes };
  const roles = step.roles.join(' or ');
  if (step.optional) return { kind: 'pruned', reason: `no target has the role ${roles}` };
  return {
    kind: 'refused',
    diagnostic: {
      code: 'REL1603',
      severity: 'error',
      summary: `Step ${step.id} of project ${project.id} needs a target with the role ${roles}, and there is none`,
      hint: `give the tenant a target with that role, or say \`optional: true\` in step ${step.id}`,
      span: step.span,
    },
  };
}
