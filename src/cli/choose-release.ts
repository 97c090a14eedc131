import { relative, resolve } from 'node:path';
import type { Release, Workspace } from '../config/model.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type Failure, failure } from './failure.ts';

export type ChosenRelease = { readonly kind: 'chosen'; readonly release: Release } | Failure;

export interface ReleaseQuestion {
  readonly workspace: Workspace;
  /** Absolute path of the workspace, and of the folder in which the words were typed. */
  readonly root: string;
  readonly directory: string;
  /** A release file, the id of a release, or of a project that has only one release. */
  readonly named: string | undefined;
}

/** Finds the release that is meant; without a name the only one there is. */
export function chooseRelease({ workspace, root, directory, named }: ReleaseQuestion): ChosenRelease {
  const releases = [...workspace.releases.values()];
  if (named === undefined) return onlyOne(releases, 'the workspace has');
  const byFile =
    workspace.releases.get(posix(relative(root, resolve(directory, named)))) ?? workspace.releases.get(named);
  const release = byFile ?? releases.find(({ id }) => id === named);
  if (release !== undefined) return { kind: 'chosen', release };
  const ofProject = releases.filter(({ project }) => project.text === named);
  if (workspace.projects.has(named)) return onlyOne(ofProject, `project ${named} has`);
  const known = [...releases.flatMap(({ id, file }) => [id, file]), ...workspace.projects.keys()];
  const hint =
    didYouMean(named, known) ?? `name one of: ${releases.map(({ file }) => file).join(', ') || 'none is there'}`;
  return failure('REL3010', `There is no release, release file or project called "${named}"`, hint);
}

function onlyOne(releases: readonly Release[], whose: string): ChosenRelease {
  const [only, ...others] = releases;
  if (only === undefined) return failure('REL3010', `There is no release: ${whose} none`, 'add a file to releases/');
  if (others.length === 0) return { kind: 'chosen', release: only };
  const files = releases.map(({ file }) => file);
  return failure('REL3011', `Several releases can be meant: ${whose} ${files.length}`, `name one: ${files.join(', ')}`);
}

function posix(path: string): string {
  return path.replaceAll('\\', '/');
}
