import { posix } from 'node:path';
import type { Release } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { type CompiledRelease, type CompileInput, compileRelease } from '../plan/compile.ts';
import type { DeployedVersion } from '../plan/deployed-index.ts';
import type { Narrowing } from '../plan/narrow.ts';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { Deployed, RunStore } from '../run/ports.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { deployedNow } from './deployed-now.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

export interface CompileQuestion {
  readonly loaded: LoadedWorkspace;
  readonly release: Release;
  readonly kinds: StepKindCatalog;
  readonly narrowing: Narrowing;
  readonly commandLine: readonly Candidate[];
  readonly deployed: readonly DeployedVersion[];
  readonly now: number;
  readonly commit: string | undefined;
}

export function compile({ loaded, commit, ...question }: CompileQuestion): CompiledRelease {
  const input: CompileInput = {
    ...question,
    workspace: loaded.workspace,
    readText: textReader(loaded),
    ...(commit === undefined ? {} : { commit }),
  };
  return compileRelease(input);
}

/** Files of the workspace only: what leads out of it is not there. */
export function textReader({ sources }: LoadedWorkspace): (path: string) => string | undefined {
  return (path) => {
    const clean = posix.normalize(path.replaceAll('\\', '/'));
    return clean.startsWith('../') || posix.isAbsolute(clean) ? undefined : sources.text(clean);
  };
}

/** `--environment`, `--tenant`, `--tag`, `--skip`. */
export function narrowingOf(args: ParsedArguments): Narrowing {
  const [environments, tenants] = [args.list('environment'), args.list('tenant')];
  const [tags, skip] = [args.list('tag'), args.list('skip')];
  return {
    ...(environments && { environments }),
    ...(tenants && { tenants }),
    ...(tags && { tags }),
    ...(skip && { skip }),
  };
}

export function isNarrowed({ environments, tenants, tags, skip }: Narrowing): boolean {
  return [environments, tenants, tags, skip].some((list) => list !== undefined);
}

/** What the store remembers, as the compiler asks for it. */
export async function deployedVersions(store: RunStore): Promise<readonly DeployedVersion[]> {
  const rows = await deployedNow(store);
  return rows.map(toDeployedVersion);
}

function toDeployedVersion({ tenant, environment, project, version, since, state }: Deployed): DeployedVersion {
  return { tenant, environment, project, version, at: Date.parse(since), state };
}
