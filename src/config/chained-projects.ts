import { entryOf } from '../yaml/access.ts';
import type { Project, Step } from './model.ts';

/** The project that a `chain` step deploys, as it names it; undefined for other kinds. */
export function chainedProjectOf(step: Step): string | undefined {
  if (step.uses.text !== 'chain') return undefined;
  const node = entryOf(step.with, 'project')?.value;
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The projects that a project deploys, directly or through others, without itself (unless it is in a cycle). */
export function chainedProjects(id: string, projects: ReadonlyMap<string, Project>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const step of projects.get(next)?.steps ?? []) {
      const chained = chainedProjectOf(step);
      if (chained === undefined || found.has(chained)) continue;
      found.add(chained);
      waiting.push(chained);
    }
  }
  return found;
}
