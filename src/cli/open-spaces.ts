import { hasErrors } from '../diagnostics/diagnostic.ts';
import { finishPlan } from '../plan/finish.ts';
import { requestKey } from '../plan/lock.ts';
import { type AwsSpace, awsSpaces } from '../steps/aws/spaces.ts';
import { compile } from './compile.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failures, isFailure } from './failure.ts';
import { openWorkspace } from './open-workspace.ts';
import { openKinds } from './step-kinds.ts';

export interface OpenedSpaces {
  readonly kind: 'opened';
  readonly spaces: readonly AwsSpace[];
}

/** Where the releases of the workspace have databases in AWS; asks nobody. */
export async function openSpaces(context: CommandContext): Promise<OpenedSpaces | Failure> {
  const opened = await openWorkspace(context);
  if (isFailure(opened)) return opened;
  const { loaded } = opened;
  const { root, workspace, sources } = loaded;
  const kinds = await openKinds(root, workspace.config.stepKinds, sources.text);
  if (isFailure(kinds)) return kinds;
  const found = new Map<string, AwsSpace>();
  const now = context.surroundings.now();
  for (const release of workspace.releases.values()) {
    const question = { loaded, release, kinds: kinds.catalog, narrowing: {}, commandLine: [], deployed: [], now };
    const { draft, diagnostics } = compile({ ...question, commit: undefined });
    if (draft === undefined || hasErrors(diagnostics)) return failures(diagnostics, sources.text);
    // Which packages there are decides nothing here, so no feed is asked.
    const packages = draft.requests.map((request) => {
      const { id, feed } = request;
      return [requestKey(request), { id, feed, wanted: request.wanted, version: '0', sha256: '' }] as const;
    });
    for (const space of awsSpaces(finishPlan(draft, new Map(packages), ''))) {
      found.set(`${space.tenant}@${space.environment}/${space.project}`, space);
    }
  }
  return { kind: 'opened', spaces: [...found.values()] };
}
