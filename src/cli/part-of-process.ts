import type { ReleaseDraft } from '../plan/compile.ts';
import type { ExpandedProcess } from '../plan/expand.ts';
import type { Lock } from '../plan/lock.ts';
import { type Failure, failure } from './failure.ts';
import type { Update } from './take-change.ts';

/**
 * A lock has one digest for a process and all that it chains, so the steps of a chained project cannot be taken over
 * alone. Says so, and which process to take instead; undefined for an update that has something to take.
 */
export function partOfProcess({ release, processes }: ReleaseDraft, update: Update, lock: Lock): Failure | undefined {
  if (update.kind !== 'process' || update.project === undefined) return undefined;
  const { project } = update;
  const roots = processes.entries.map(({ process }) => process.expanded);
  if (lock.projects[project] !== undefined || roots.some((root) => root.project.id === project)) return undefined;
  const around = roots.filter((root) => projectsIn(root).has(project));
  const names = [...new Set(around.map((root) => root.project.id))];
  const take = (name: string): string => `release lock ${release.file} --update process ${name}`;
  if (names.length === 0) {
    const known = [...new Set(roots.map((root) => root.project.id))];
    const hint = `use one of: ${known.join(', ')}`;
    return failure('REL3005', `The release ${release.id} has no process of project "${project}"`, hint);
  }
  return failure(
    'REL3005',
    `The process of ${project} cannot be taken over alone: in this release it is a part of ${names.join(' and ')}`,
    `take that over: ${names.map(take).join(', and ')}`,
  );
}

/** The other projects whose steps are part of the process of a project; without those that have one of their own. */
export function chainedIn({ processes }: ReleaseDraft, project: string): readonly string[] {
  const roots = processes.entries.map(({ process }) => process.expanded);
  const found = new Set(roots.filter((root) => root.project.id === project).flatMap((root) => [...projectsIn(root)]));
  return [...found].filter((one) => one !== project);
}

/**
 * The project that a step of a process belongs to, by its path, such as `portal-api/check`; of a step that is gone, the
 * project that the chain step around it deploys.
 */
export function projectAt({ processes }: ReleaseDraft, root: string, path: string): string {
  const entry = processes.entries.find(({ process }) => process.expanded.project.id === root);
  const steps = entry?.process.expanded.steps ?? [];
  const found = steps.find((step) => step.path === path);
  if (found !== undefined) return found.project.id;
  const around = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  return steps.find((step) => step.path === around)?.chain?.project.id ?? root;
}

function projectsIn({ steps, once }: ExpandedProcess): ReadonlySet<string> {
  return new Set([...steps, ...once].map((step) => step.project.id));
}
