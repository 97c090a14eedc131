import { matchesPattern } from '../resolve/package-pattern.ts';
import type { ReleaseDraft } from './compile.ts';

/** A version in a release file that can be raised, and the packages whose versions it stands for. */
export interface BumpTarget {
  /** Project, or package id as the file has it. */
  readonly name: string;
  readonly path: readonly string[];
  /** Version or range. */
  readonly current: string;
  readonly packages: readonly { readonly feed: string; readonly id: string }[];
}

/** The project's own version, those of chained projects, and the package rules. Overrides are for one tenant: not here. */
export function bumpTargets(draft: ReleaseDraft): readonly BumpTarget[] {
  const { release, project } = draft;
  const asked = askedPackages(draft);
  const ofProject = (id: string, version: string) =>
    distinct(asked.filter((one) => one.project === id && one.wanted === version));
  return [
    { name: project.id, path: ['version'], current: release.version, packages: ofProject(project.id, release.version) },
    ...[...release.versions].map(([id, { text }]) => {
      return { name: id, path: ['versions', id], current: text, packages: ofProject(id, text) };
    }),
    ...release.packages.map(({ pattern, range }) => {
      const meant = asked.filter(({ id, wanted }) => matchesPattern(pattern, id) && wanted === range);
      return { name: pattern, path: ['packages', pattern], current: range, packages: distinct(meant) };
    }),
  ];
}

interface Asked {
  readonly project: string;
  readonly feed: string;
  readonly id: string;
  readonly wanted: string;
}

function askedPackages({ drafts, processes }: ReleaseDraft): readonly Asked[] {
  const asked = new Map<string, Asked>();
  for (const { lane, requests } of drafts) {
    const steps = processes.entries[lane.process]?.process.steps ?? [];
    for (const [step, { feed, id, wanted }] of requests) {
      const project = steps[step]?.expanded.project.id ?? '';
      asked.set([project, feed, id, wanted].join('\n'), { project, feed, id, wanted });
    }
  }
  return [...asked.values()];
}

function distinct(asked: readonly Asked[]): BumpTarget['packages'] {
  return [...new Map(asked.map(({ feed, id }) => [`${feed}\n${id}`, { feed, id }])).values()];
}
