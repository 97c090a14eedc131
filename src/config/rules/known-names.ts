import { chainedProjects } from '../chained-projects.ts';
import type { Decoded } from '../decoded.ts';
import type { Project, TargetConfig } from '../model.ts';
import type { ConfigKind, Reference, ReferenceKind } from '../reference.ts';

/** The names that a reference may have; undefined when they are not fully known, because a file has other mistakes. */
export type KnownNames = (reference: Reference) => ReadonlySet<string> | undefined;

type Names = ReadonlySet<string> | undefined;

/** Answers for a whole workspace. Each set is made once, on first use. */
export function knownNames(decoded: Decoded): KnownNames {
  const cache = new Map<string, Names>();
  return (reference) => {
    const key = `${reference.kind}\n${reference.project ?? ''}`;
    if (!cache.has(key)) cache.set(key, namesFor(decoded, reference));
    return cache.get(key);
  };
}

function namesFor(decoded: Decoded, { kind, project }: Reference): Names {
  switch (kind) {
    case 'environment':
    case 'tag':
    case 'lifecycle':
    case 'feed':
    case 'shared target':
      return isWhole(decoded, 'workspace') ? configNames(decoded, kind) : undefined;
    case 'tenant':
    case 'project':
      return declaredNames(decoded, kind);
    case 'channel':
    case 'step':
      return projectNames(decoded, kind, project);
    case 'role':
    case 'target':
      return targetNames(decoded, kind);
    default:
      return kind satisfies never;
  }
}

type DeclaredInConfig = 'environment' | 'tag' | 'lifecycle' | 'feed' | 'shared target';

function configNames({ workspace }: Decoded, kind: DeclaredInConfig & ReferenceKind): ReadonlySet<string> {
  const { environments, tagSets, lifecycles, feeds, targets } = workspace.config;
  switch (kind) {
    case 'environment':
      return new Set(environments);
    case 'tag':
      return new Set([...tagSets.values()].flatMap((set) => set.values.map((value) => `${set.name}/${value}`)));
    case 'lifecycle':
      return new Set(lifecycles.keys());
    case 'feed':
      return new Set(feeds.keys());
    case 'shared target':
      return new Set(targets.keys());
    default:
      return kind satisfies never;
  }
}

/** Every document that names itself counts, whatever else is wrong with it. */
function declaredNames(decoded: Decoded, kind: 'tenant' | 'project'): Names {
  if (decoded.unread.has(kind)) return undefined;
  return new Set(decoded.declarations.filter((declared) => declared.kind === kind).map(({ id }) => id));
}

function projectNames(decoded: Decoded, kind: 'channel' | 'step', project: string | undefined): Names {
  if (!isWhole(decoded, 'project')) return undefined;
  const projects = [...decoded.workspace.projects.values()].filter(isMeant(decoded, kind, project));
  if (projects.length === 0 && project !== undefined) return undefined;
  return new Set(projects.flatMap(kind === 'step' ? stepNames : channelNames));
}

/** A step may be one of a chained project; a channel is the project's own. */
function isMeant({ workspace }: Decoded, kind: 'channel' | 'step', id: string | undefined) {
  const chained = id === undefined || kind === 'channel' ? undefined : chainedProjects(id, workspace.projects);
  return (project: Project): boolean => id === undefined || project.id === id || chained?.has(project.id) === true;
}

function stepNames(project: Project): readonly string[] {
  return project.steps.map((step) => step.id);
}

function channelNames(project: Project): readonly string[] {
  return [...project.channels.keys()];
}

function targetNames(decoded: Decoded, kind: 'role' | 'target'): Names {
  if (!isWhole(decoded, 'workspace') || !isWhole(decoded, 'tenant')) return undefined;
  const { config, tenants, projects } = decoded.workspace;
  if (tenants.size === 0) return undefined;
  const names = new Set<string>();
  const add = (target: TargetConfig): void => {
    if (kind === 'target') names.add(target.id);
    else for (const role of target.roles) names.add(role);
  };
  for (const target of config.targets.values()) add(target);
  for (const tenant of tenants.values()) tenant.targets.forEach(add);
  const optional = [...projects.values()].flatMap((project) => project.steps.filter((step) => step.optional));
  if (kind === 'role') for (const step of optional) for (const role of step.roles) names.add(role);
  return names;
}

/** True when every file of the kind is in the model. */
export function isWhole(decoded: Decoded, kind: ConfigKind): boolean {
  return !decoded.unread.has(kind) && decoded.declarations.every((known) => known.kind !== kind || known.decoded);
}
