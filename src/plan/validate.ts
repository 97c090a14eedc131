import type { Project, Workspace } from '../config/model.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { variableWarnings } from '../resolve/warnings.ts';
import { checkValues } from './check-values.ts';
import { type CompiledRelease, type CompileInput, compileRelease, type ReleaseDraft } from './compile.ts';
import { imaginaryRelease } from './imaginary-release.ts';
import { projectFacts } from './release-context.ts';
import type { StepKindCatalog } from './step-kind.ts';
import { undoWarnings } from './undo-warnings.ts';
import { unusedRules } from './unused-rules.ts';

type Base = Omit<CompileInput, 'release'>;
export type ValidateInput = Pick<CompileInput, 'workspace' | 'kinds' | 'readText'>;

/**
 * Everything that can be said about a workspace without a feed, a store or a run: its values, all of its releases, and
 * the projects that no release mentions. Whether a lifecycle lets a release in is no question here.
 */
export function validateWorkspace(
  workspace: Workspace,
  kinds: StepKindCatalog,
  readText: (path: string) => string | undefined,
): readonly Diagnostic[] {
  const base = baseOf({ workspace, kinds, readText });
  const releases = [...workspace.releases.values()].map((release) => compileRelease({ ...base, release }));
  const others = projectsWithoutRelease(workspace).map((project) => compileAlone(base, project));
  const drafts = releases.flatMap(({ draft }) => draft ?? []);
  return distinct([
    ...checkValues(workspace),
    ...releases.flatMap(({ diagnostics }) => diagnostics),
    ...others.flat(),
    ...warnings(workspace, drafts),
  ]);
}

function baseOf(input: ValidateInput): Base {
  return { ...input, narrowing: {}, commandLine: [], deployed: [], now: 0, onlyCheck: true };
}

function warnings(workspace: Workspace, drafts: readonly ReleaseDraft[]): readonly Diagnostic[] {
  const facts = projectFacts(workspace, () => undefined);
  const projects = [...workspace.projects.values()].map(facts);
  return [...variableWarnings(workspace, projects), ...unusedRules(drafts), ...undoWarnings(drafts)];
}

/** Neither released nor chained by one that is. */
export function projectsWithoutRelease({ projects, releases }: Workspace): readonly Project[] {
  const open = [...releases.values()].map(({ project }) => project.text);
  const mentioned = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (mentioned.has(id)) continue;
    mentioned.add(id);
    for (const { chain } of projects.get(id)?.steps ?? []) if (chain !== undefined) open.push(chain.project.text);
  }
  return [...projects.values()].filter(({ id }) => !mentioned.has(id));
}

/** Codes that are about a release, where there is none. */
const aboutReleases: ReadonlySet<string> = new Set(['REL1314', 'REL1601', 'REL1602', 'REL1610']);

/** How many tenants are tried one by one, before a project is said to fit none. */
const triedTenants = 50;

/**
 * Nobody says yet which tenants such a project is meant for. It is right when there is one that it fits; else the
 * mistakes are shown that the best fitting tenant has.
 */
export function compileAlone(input: ValidateInput, project: Project): readonly Diagnostic[] {
  const base = baseOf(input);
  const release = imaginaryRelease(base.workspace, project);
  let fewest = mistakes(compileRelease({ ...base, release }));
  if (!hasErrors(fewest) || project.tenancy === 'untenanted') return fewest;
  const connected = [...base.workspace.tenants.values()].filter((tenant) =>
    tenant.environments.some((name) => release.environments.includes(name)),
  );
  for (const { id } of connected.slice(0, triedTenants)) {
    const ofOne = mistakes(compileRelease({ ...base, release, narrowing: { tenants: [id] } }));
    if (!hasErrors(ofOne)) return ofOne;
    if (ofOne.length < fewest.length) fewest = ofOne;
  }
  return fewest;
}

function mistakes({ diagnostics }: CompiledRelease): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => !aboutReleases.has(code));
}

/** The same mistake at the same place counts once, whoever met it. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ code, span, summary }: Diagnostic): string =>
    `${code}\n${span?.file ?? ''}:${span?.offset ?? ''}:${span?.length ?? ''}\n${summary}`;
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic);
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()];
}
