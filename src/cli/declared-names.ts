import type { Workspace } from '../config/model.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Deployed, StoredRun } from '../run/ports.ts';
import { loadWorkspace } from '../workspace/load.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure } from './failure.ts';

/*
 * Commands that show what was recorded read no more than the configuration. Only a name of which nothing is recorded is
 * looked for in the whole workspace: it may be one of which there is nothing yet, or a slip.
 */

export interface AskedPlaces {
  readonly project: string | undefined;
  readonly tenants: readonly string[] | undefined;
  readonly environments: readonly string[] | undefined;
}

/**
 * Says that a tenant, environment or project that was asked for is known nowhere; undefined when all are known.
 * `seen`: rows that were read already; `recorded`: all that there are, of every project.
 */
export async function unknownPlace(
  context: CommandContext,
  places: AskedPlaces,
  seen: readonly Deployed[],
  recorded: () => Promise<readonly Deployed[]>,
): Promise<Failure | undefined> {
  if (withoutRow(places, seen).length === 0) return undefined;
  const asked = withoutRow(places, await recorded());
  if (asked.length === 0) return undefined;
  const workspace = await declaredNames(context);
  if (workspace === undefined) return undefined;
  const declared = {
    project: workspace.projects.keys(),
    tenant: workspace.tenants.keys(),
    environment: workspace.config.environments,
  };
  for (const { what, name, recorded: told } of asked) {
    const known = new Set([...declared[what], ...told]);
    if (known.has(name)) continue;
    const hint = didYouMean(name, known) ?? lookIn[what];
    return unknown(what, name, hint);
  }
  return undefined;
}

/** The id of the release that is meant by its id or file; a failure when no release, and no run, ever was called that. */
export async function releaseOfRuns(
  context: CommandContext,
  named: string,
  stored: readonly StoredRun[],
): Promise<{ readonly kind: 'meant'; readonly release: string } | Failure> {
  const recorded = new Set(stored.map(({ release }) => release));
  if (recorded.has(named)) return { kind: 'meant', release: named };
  const workspace = await declaredNames(context);
  if (workspace === undefined) return { kind: 'meant', release: named };
  const releases = [...workspace.releases.values()];
  const found = releases.find(({ id, file }) => id === named || file === named);
  if (found !== undefined) return { kind: 'meant', release: found.id };
  const known = new Set([...releases.map(({ id }) => id), ...recorded]);
  const run = stored.find((one) => one.run === named);
  const hint =
    run === undefined ? (didYouMean(named, known) ?? 'see release runs') : `that is a run: see release status ${named}`;
  return unknown('release', named, hint);
}

function unknown(what: What | 'release', name: string, hint: string): Failure {
  return failure('REL3010', `Neither the workspace nor the record of runs knows ${what} "${name}"`, hint);
}

type What = 'project' | 'tenant' | 'environment';

const lookIn: { readonly [what in What]: string } = {
  project: 'look for the name in projects/',
  tenant: 'look for the name in tenants/',
  environment: 'look for the name in `environments` of release.config.yaml',
};

interface Unrecorded {
  readonly what: What;
  readonly name: string;
  readonly recorded: ReadonlySet<string>;
}

/** The names that no row has. */
function withoutRow({ project, tenants, environments }: AskedPlaces, rows: readonly Deployed[]): readonly Unrecorded[] {
  const missing = (what: What, names: readonly string[] = []): readonly Unrecorded[] => {
    if (names.length === 0) return [];
    const recorded = new Set(rows.flatMap((row) => row[what] ?? []));
    return names.filter((name) => !recorded.has(name)).map((name) => ({ what, name, recorded }));
  };
  return [
    ...missing('project', project === undefined ? [] : [project]),
    ...missing('tenant', tenants),
    ...missing('environment', environments),
  ];
}

/** Undefined while a file has mistakes: then nobody knows which names it would declare. */
async function declaredNames(context: CommandContext): Promise<Workspace | undefined> {
  const { workspace, diagnostics } = await loadWorkspace(context.directory);
  return hasErrors(diagnostics) ? undefined : workspace;
}
