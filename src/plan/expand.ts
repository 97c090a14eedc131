import type { Project, Step, StepChain, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { topologicalOrder } from '../graph/order.ts';

/**
 * A project's process with its chained projects put in place of their chain steps. Made once per project; deployments
 * only say which of these steps they leave out and where the others run.
 */
export interface ExpandedProcess {
  readonly project: Project;
  /** Every step comes after all it needs. */
  readonly steps: readonly ExpandedStep[];
  /** Steps that run once for a wave, wherever in the train they are written; they belong to no deployment. */
  readonly once: readonly PlacedStep[];
}

export interface ExpandedStep extends PlacedStep {
  readonly needs: readonly number[];
  readonly chain?: ExpandedChain;
}

/** A step with the chain steps that brought it in. */
export interface PlacedStep {
  readonly path: string;
  /** Path of the chain step around it, with a final slash; empty at the top. */
  readonly prefix: string;
  readonly step: Step;
  readonly project: Project;
  /** Chain steps around it, outermost first: what leaves them out leaves this out. */
  readonly inside: readonly PlacedStep[];
  /** Values that the chain steps around it give; of one name only the nearest one's. */
  readonly given: readonly Candidate[];
}

export interface ExpandedChain {
  readonly settings: StepChain;
  readonly project: Project;
  /** Indexes of the child's steps; none when the child is untenanted and has a lane of its own. */
  readonly children: readonly number[];
  readonly sharedLane: boolean;
}

interface Expansion {
  readonly workspace: Workspace;
  readonly root: Project;
  readonly steps: ExpandedStep[];
  readonly once: PlacedStep[];
}

/** `given`: values that the process gets from outside, for a project that is chained and has a lane of its own. */
export function expandProcess(
  workspace: Workspace,
  project: Project,
  given: readonly Candidate[] = [],
): ExpandedProcess {
  const expansion: Expansion = { workspace, root: project, steps: [], once: [] };
  expandInto(expansion, project, { prefix: '', inside: [], given }, []);
  return { project, steps: expansion.steps, once: expansion.once };
}

/** Adds the project's steps; `entry` is what its first steps wait for. Returns the indexes it added. */
function expandInto(
  expansion: Expansion,
  project: Project,
  place: Pick<PlacedStep, 'prefix' | 'inside' | 'given'>,
  entry: readonly number[],
): readonly number[] {
  const first = expansion.steps.length;
  /** What a step that needs this id waits for. */
  const completion = new Map<string, readonly number[]>();
  for (const { step, needs } of inOrder(project)) {
    const placed = { path: `${place.prefix}${step.id}`, step, project, ...place };
    const own = unique(needs.flatMap((id) => completion.get(id) ?? []));
    const after = own.length > 0 ? own : entry;
    if (step.once !== undefined) {
      expansion.once.push(placed);
      completion.set(step.id, after);
      continue;
    }
    completion.set(step.id, addStep(expansion, { ...placed, needs: after }));
  }
  return range(first, expansion.steps.length);
}

function addStep(expansion: Expansion, expanded: ExpandedStep): readonly number[] {
  const settings = expanded.step.chain;
  const child = settings === undefined ? undefined : expansion.workspace.projects.get(settings.project.text);
  if (settings === undefined || child === undefined) {
    expansion.steps.push(expanded);
    return [expansion.steps.length - 1];
  }
  const sharedLane = child.tenancy === 'untenanted' && expansion.root.tenancy !== 'untenanted';
  const inside = {
    prefix: `${expanded.path}/`,
    inside: [...expanded.inside, expanded],
    given: nearestOf(settings.variables, expanded.given),
  };
  const children = sharedLane ? [] : expandInto(expansion, child, inside, expanded.needs);
  const needs = children.length > 0 ? children : expanded.needs;
  expansion.steps.push({ ...expanded, needs, chain: { settings, project: child, children, sharedLane } });
  // Without waiting, later steps start when the chained deployment may start; the run itself still ends after it.
  return settings.wait ? [expansion.steps.length - 1] : expanded.needs;
}

/** What a chain step itself gives hides what the chain steps further out give under the same name. */
export function nearestOf(own: readonly Candidate[], outer: readonly Candidate[]): readonly Candidate[] {
  const names = new Set(own.map(({ name }) => name));
  return [...outer.filter(({ name }) => !names.has(name)), ...own];
}

/** Every step after those it needs; a project with a cycle has been refused before. */
function inOrder(project: Project): readonly { readonly step: Step; readonly needs: readonly string[] }[] {
  const steps = new Map(project.steps.map((step, index) => [step.id, { step, needs: neededIds(project, index) }]));
  const order = topologicalOrder({ nodes: [...steps.keys()], needsOf: (id) => steps.get(id)?.needs ?? [] });
  return (order ?? []).flatMap((id) => steps.get(id) ?? []);
}

/** Ids that the step at `index` waits for: what it says, or the step before it in the file. */
function neededIds(project: Project, index: number): readonly string[] {
  const needs = project.steps[index]?.needs;
  if (needs !== undefined) return needs.map((need) => need.text);
  const before = project.steps[index - 1];
  return before === undefined ? [] : [before.id];
}

function unique(indexes: readonly number[]): readonly number[] {
  return [...new Set(indexes)];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
