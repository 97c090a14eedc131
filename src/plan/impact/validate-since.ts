import type { Release, Workspace } from '../../config/model.ts';
import type { Candidate } from '../../config/scope.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { surveyUsage } from '../../resolve/usage-survey.ts';
import { variableWarnings } from '../../resolve/warnings.ts';
import { checkValues } from '../check-values.ts';
import { type CompileInput, compileRelease, type ReleaseDraft } from '../compile.ts';
import { deploymentCount } from '../deployment-count.ts';
import { projectFacts } from '../release-context.ts';
import { unusedRules } from '../unused-rules.ts';
import { compileAlone, distinct, projectsWithoutRelease, type ValidateInput } from '../validate.ts';
import type { Impact } from './impact.ts';
import { affectedIn } from './narrowed.ts';

export interface ValidatedSince {
  /** Of deployments that the change can affect, and of files that it changed. */
  readonly certain: readonly Diagnostic[];
  /**
   * Of files that did not change. They count only when they were not there before: a release may name a tenant that is
   * gone now.
   */
  readonly elsewhere: readonly Diagnostic[];
  readonly checked: { readonly releases: number; readonly deployments: number };
}

/** `validateWorkspace` for what a change can affect; the rest is not even compiled. */
export function validateSince(input: ValidateInput, impact: Impact): ValidatedSince {
  const { workspace } = input;
  const parts = [...workspace.releases.values()].map((release) => checkRelease(input, release, impact));
  const drafts = parts.flatMap(({ draft }) => draft ?? []);
  const whole = new Set(parts.filter((part) => part.whole).map(({ release }) => release.file));
  const statics = [
    ...parts.flatMap((part) => part.statics),
    ...checkValues(onlyAffected(workspace, impact)),
    ...surveyed(workspace, impact),
    ...unusedRules(drafts).filter(({ span }) => isJudged(span?.file ?? '', workspace, impact, whole)),
    ...projectsWithoutRelease(workspace)
      .filter(({ id }) => impact.projects.has(id))
      .flatMap((project) => compileAlone(input, project)),
  ];
  const inChanged = ({ span, related = [] }: Diagnostic): boolean =>
    span === undefined
      ? false
      : [span, ...related.map((place) => place.span)].some(({ file }) => impact.files.has(file));
  return {
    certain: distinct([...statics.filter(inChanged), ...parts.flatMap(({ ofLanes }) => ofLanes)]),
    elsewhere: distinct(statics.filter((one) => !inChanged(one))),
    checked: {
      releases: parts.filter(({ lanes }) => lanes > 0).length,
      deployments: parts.reduce((sum, { lanes }) => sum + lanes, 0),
    },
  };
}

interface CheckedRelease {
  readonly release: Release;
  readonly draft: ReleaseDraft | undefined;
  /** Every deployment of it was compiled. */
  readonly whole: boolean;
  readonly lanes: number;
  /** Found without looking at any deployment. */
  readonly statics: readonly Diagnostic[];
  readonly ofLanes: readonly Diagnostic[];
}

function checkRelease(input: ValidateInput, release: Release, impact: Impact): CheckedRelease {
  const base: CompileInput = { ...baseOf(input), release };
  const nobody = compileRelease({ ...base, narrowing: { tenants: [] } }).diagnostics.filter(
    ({ code }) => code !== 'REL1610',
  );
  const { tenants, all: whole } = affectedIn(input.workspace, release, impact);
  if (!whole && tenants.length === 0) {
    return { release, draft: undefined, whole, lanes: 0, statics: nobody, ofLanes: [] };
  }
  const narrowing = whole ? {} : { tenants: tenants.map(({ id }) => id) };
  const { draft, diagnostics } = compileRelease({ ...base, narrowing });
  const known = new Set(nobody.map(identity));
  const lanes = deploymentCount(input.workspace, release, tenants);
  const ofLanes = diagnostics.filter((one) => !known.has(identity(one)));
  // Of a release that changed as a whole, all of it is meant.
  return whole
    ? { release, draft, whole, lanes, statics: [], ofLanes: diagnostics }
    : { release, draft, whole, lanes, statics: nobody, ofLanes };
}

function baseOf({ workspace, kinds, readText }: ValidateInput): Omit<CompileInput, 'release'> {
  return { workspace, kinds, readText, narrowing: {}, commandLine: [], deployed: [], now: 0 };
}

/**
 * Whether values win for anyone is a question about everybody. When only tenants changed, it need not be asked as long as
 * they still take every shared value that they took before.
 */
function surveyed(workspace: Workspace, impact: Impact): readonly Diagnostic[] {
  const facts = projectFacts(workspace, () => undefined);
  const projects = [...workspace.projects.values()].map(facts);
  const { tenantsBefore: before, files } = impact;
  if (before === undefined) return variableWarnings(workspace, projects);
  const tenants = new Map([...workspace.tenants].filter(([, { span }]) => files.has(span.file)));
  const those = { ...workspace, tenants };
  const now = surveyUsage(those, projects).winning;
  const then = surveyUsage({ ...workspace, tenants: before }, projects).winning;
  const lost = [...then].some((candidate) => isShared(candidate) && !now.has(candidate));
  if (lost) return variableWarnings(workspace, projects);
  return variableWarnings(those, projects).filter(({ span }) => files.has(span?.file ?? ''));
}

function isShared({ origin }: Candidate): boolean {
  return origin.kind === 'set' || origin.kind === 'project';
}

function onlyAffected(workspace: Workspace, impact: Impact): Workspace {
  const all = [...workspace.projects.keys()];
  const { environments } = workspace.config;
  const tenants = [...workspace.tenants].filter(
    ([, tenant]) => impact.projects.size > 0 || impact.concerns(tenant, environments, all),
  );
  return { ...workspace, tenants: new Map(tenants) };
}

/** A rule can be called unused only by who has seen everything it could be used for. */
function isJudged(file: string, { tenants }: Workspace, impact: Impact, whole: ReadonlySet<string>): boolean {
  if (whole.has(file)) return true;
  return impact.files.has(file) && [...tenants.values()].some(({ span }) => span.file === file);
}

/** Equal for the same mistake before and after a change that moved it. */
export function identity({ code, span, summary }: Diagnostic): string {
  return `${code}\n${span?.file ?? ''}\n${summary}`;
}
