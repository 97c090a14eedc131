import type { Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Grouping, groupFindings } from './group-findings.ts';
import { placeKey } from './place-key.ts';
import { isForNobody } from './project-contexts.ts';
import { whereFrom } from './tie-diagnostics.ts';
import { type HiddenFinding, type ProjectVariables, surveyUsage, type UsageSurvey } from './usage-survey.ts';

/** Values that nobody will ever see, and values of tenants that a shared value hides. Warnings only. */
export function variableWarnings(workspace: Workspace, projects: readonly ProjectVariables[]): readonly Diagnostic[] {
  if (projects.length === 0) return [];
  const survey = surveyUsage(workspace, projects);
  const keyOf = ({ by }: HiddenFinding): string => `${by.name}\n${placeKey(by)}`;
  const hidden = groupFindings(survey.hidden, keyOf, ({ context }) => context).map(hiddenWarning);
  return [...hidden, ...deadWarnings(workspace, survey)];
}

function hiddenWarning({ first: { own, by }, concerns }: Grouping<HiddenFinding>): Diagnostic {
  return {
    code: 'REL1304',
    severity: 'warning',
    summary: `The tenant's own value of "${own.name}" is hidden by a shared value for ${concerns}`,
    detail: `The shared value, ${whereFrom(by)}, is scoped to more than the tenant's.`,
    hint: "give the tenant's value the same scope, or remove one of the two",
    span: own.span,
    related: [{ message: 'the shared value that wins', span: by.span }],
  };
}

function deadWarnings(workspace: Workspace, survey: UsageSurvey): readonly Diagnostic[] {
  const reported = new Set(survey.hidden.map(({ own }) => own));
  const diagnostics: Diagnostic[] = [];
  for (const candidate of judgedCandidates(workspace, survey)) {
    const known = survey.winning.has(candidate) || reported.has(candidate) || isForNobody(candidate.scope);
    if (!known) diagnostics.push(deadWarning(candidate, survey.matching.has(candidate)));
  }
  return diagnostics;
}

/** A tenant that is connected to nothing yet has no deployments, so its values say nothing. */
function* judgedCandidates(workspace: Workspace, { doubtful }: UsageSurvey): Generator<Candidate> {
  for (const set of workspace.variableSets) yield* set.variables;
  for (const project of workspace.projects.values()) yield* project.variables;
  for (const { id, environments } of workspace.tenants.values()) {
    if (environments.length > 0) yield* doubtful.get(id) ?? [];
  }
}

function deadWarning(candidate: Candidate, matches: boolean): Diagnostic {
  return {
    code: 'REL1303',
    severity: 'warning',
    summary: `This value of "${candidate.name}" can never win for anyone`,
    detail: matches
      ? 'Wherever its scope matches, another value is more specific.'
      : 'Its scope matches no deployment of any project.',
    hint: 'remove it or correct its scope',
    span: candidate.span,
  };
}
