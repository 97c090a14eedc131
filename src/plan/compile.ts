import type { Project, Release, Tenant, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { freezeWindows } from '../resolve/freeze.ts';
import { missingInputDiagnostics } from '../resolve/inputs.ts';
import { mergeLaneDiagnostics } from '../resolve/lane-diagnostics.ts';
import { resolveNamespaces } from '../resolve/namespace.ts';
import { selectTenants } from '../resolve/select-tenants.ts';
import { resolveTargets } from '../resolve/target-settings.ts';
import { tieDiagnostics } from '../resolve/tie-diagnostics.ts';
import { type BlockedDeployment, blockedDeployments } from './blocked.ts';
import { checkReleaseSelectors, checkStepSelectors } from './check-selectors.ts';
import { checkReleaseValues } from './check-values.ts';
import { DeployedIndex, type DeployedVersion } from './deployed-index.ts';
import { type PlannedWave, planWaves, reportLeftOut } from './deployments.ts';
import { type DraftLanes, draftLanes } from './draft-lanes.ts';
import { expandProcess } from './expand.ts';
import { requestKey } from './lock.ts';
import { type Narrowing, narrowEnvironments, narrowTenants } from './narrow.ts';
import type { PackageRequest } from './package-requests.ts';
import { groupByPhase, lifecycleOf } from './phases.ts';
import { ProcessTable } from './process-table.ts';
import { projectFacts, type ReleaseContext } from './release-context.ts';
import { type AskedSkip, collectSkips } from './skips.ts';
import type { StepKindCatalog } from './step-kind.ts';

export interface CompileInput {
  readonly workspace: Workspace;
  readonly release: Release;
  readonly kinds: StepKindCatalog;
  readonly narrowing: Narrowing;
  /** `--var name=value`. */
  readonly commandLine: readonly Candidate[];
  /** What the state store knows; empty for a validation. */
  readonly deployed: readonly DeployedVersion[];
  /** Milliseconds since 1970; decides only whether a soak time is over. */
  readonly now: number;
  readonly commit?: string;
  /** Only the diagnostics count: drafts need not keep the values of their deployments. */
  readonly onlyCheck?: boolean;
  /** A file of the workspace, for scripts that stand in files of their own. */
  readonly readText: (path: string) => string | undefined;
}

export interface CompiledRelease {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there are errors. */
  readonly draft: ReleaseDraft | undefined;
  /** Deployments that the lifecycle does not let in yet. */
  readonly blocked: readonly BlockedDeployment[];
}

/** A plan that lacks only its packages. */
export interface ReleaseDraft extends DraftLanes {
  readonly release: Release;
  readonly project: Project;
  readonly workspace: Workspace;
  readonly processes: ProcessTable;
  readonly waves: readonly PlannedWave[];
  readonly commit?: string;
  /** Each distinct package request once, in the order they were met. */
  readonly requests: readonly PackageRequest[];
}

/** Everything that can be known of a release before a feed is asked or anything runs. */
export function compileRelease(input: CompileInput): CompiledRelease {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const { workspace, release } = input;
  const project = workspace.projects.get(release.project.text);
  if (project === undefined) return { diagnostics, draft: undefined, blocked: [] };
  const lifecycle = lifecycleOf(workspace, project, release.channel);
  const environments = narrowEnvironments(release, input.narrowing, report);
  const groups = groupByPhase(release, environments, lifecycle, report);
  const tenants = chooseTenants(input, project, report);
  const waves = planWaves(release, groups, tenants);
  if (tenants !== 'untenanted') reportLeftOut(release, workspace, tenants, environments, waves, report);
  if (waves.length === 0 && !hasErrors(diagnostics)) report(nobody(release, input.narrowing));
  const expanded = expandProcess(workspace, project);
  const processes = new ProcessTable(input, report);
  processes.add(expanded);
  const context = contextOf(input, report, collectSkips(workspace, expanded, askedSkips(input), report));
  const lanes = draftLanes(context, processes, expanded, waves);
  checkEverywhere(context, processes, waves);
  reportGathered(context, report);
  const blocked = lifecycle === undefined ? [] : blockedDeployments(input, project, lifecycle, waves, report);
  if (hasErrors(diagnostics)) return { diagnostics, draft: undefined, blocked };
  const requests = distinctRequests(lanes);
  const commit = input.commit === undefined ? {} : { commit: input.commit };
  return {
    diagnostics,
    blocked,
    draft: { release, project, workspace, processes, waves, requests, ...lanes, ...commit },
  };
}

/** What is looked at as a whole, and not deployment by deployment. */
function checkEverywhere(context: ReleaseContext, processes: ProcessTable, waves: readonly PlannedWave[]): void {
  const { workspace, report } = context;
  checkReleaseValues(context, processes, waves);
  const steps = processes.entries.flatMap(({ process }) => process.expanded.steps);
  checkStepSelectors(steps, workspace, report);
  freezeWindows(workspace.config.freezes).diagnostics.forEach(report);
}

function askedSkips({ release, narrowing }: CompileInput): readonly AskedSkip[] {
  return [...release.skip, ...(narrowing.skip ?? []).map((text) => ({ text }))];
}

function chooseTenants(
  { workspace, release, narrowing }: CompileInput,
  project: Project,
  report: (diagnostic: Diagnostic) => void,
): readonly Tenant[] | 'untenanted' {
  if (project.tenancy === 'untenanted') return 'untenanted';
  const { tenants, diagnostics } = selectTenants(release.tenants, workspace.tenants.values());
  diagnostics.forEach(report);
  checkReleaseSelectors(release, tenants, report);
  if (project.tenancy === 'either' && tenants.length === 0) return 'untenanted';
  return narrowTenants(release, workspace, tenants, narrowing, report);
}

function contextOf(
  input: CompileInput,
  report: (diagnostic: Diagnostic) => void,
  skips: ReleaseContext['skips'],
): ReleaseContext {
  const { workspace, release, commandLine } = input;
  const namespaces = resolveNamespaces(workspace);
  namespaces.diagnostics.forEach(report);
  const deployed = new DeployedIndex(input.deployed);
  return {
    workspace,
    release,
    namespaces,
    targetsOf: resolveTargets(workspace),
    commandLine,
    skips,
    placeNow: (tenant, environment, project) => deployed.placeNow(tenant, environment, project),
    project: projectFacts(workspace, report),
    findings: [],
    ties: [],
    missing: new Map(),
    keepValues: input.onlyCheck !== true,
    report,
  };
}

/** What deployments found, each mistake once. */
function reportGathered(context: ReleaseContext, report: (diagnostic: Diagnostic) => void): void {
  tieDiagnostics(context.ties).forEach(report);
  for (const [project, missing] of context.missing) missingInputDiagnostics(project, missing).forEach(report);
  mergeLaneDiagnostics(context.findings).forEach(report);
}

function distinctRequests({ drafts }: DraftLanes): readonly PackageRequest[] {
  const requests = new Map<string, PackageRequest>();
  for (const draft of drafts) {
    for (const request of draft.requests.values()) {
      const key = requestKey(request);
      if (!requests.has(key)) requests.set(key, request);
    }
  }
  return [...requests.values()];
}

function nobody(release: Release, narrowing: Narrowing): Diagnostic {
  const narrowed = narrowing.environments ?? narrowing.tenants ?? narrowing.tags;
  return {
    code: 'REL1610',
    severity: 'error',
    summary: `The release ${release.id} deploys to nobody`,
    hint:
      narrowed === undefined
        ? 'give it environments, and tenants that are connected to them'
        : 'ask for less on the command line: no tenant is left',
    span: release.span,
  };
}
