import type { Candidate } from '../config/scope.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { finishPlan } from '../plan/finish.ts';
import { requestKey } from '../plan/lock.ts';
import type { Plan } from '../plan/model.ts';
import { type AwsSpace, awsSpaces } from '../steps/aws/spaces.ts';
import { compile } from './compile.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failures, isFailure } from './failure.ts';
import { openWorkspace } from './open-workspace.ts';
import { openKinds } from './step-kinds.ts';

export interface OpenedSpaces {
  readonly kind: 'opened';
  readonly spaces: readonly PlannedSpace[];
}

/** With the plan that its lane is in: of the release that stands last, without packages. */
export interface PlannedSpace extends AwsSpace {
  readonly plan: Plan;
}

/** Where the releases of the workspace have databases in AWS; asks nobody. */
export async function openSpaces(
  context: CommandContext,
  commandLine: readonly Candidate[] = [],
): Promise<OpenedSpaces | Failure> {
  const opened = await openWorkspace(context);
  if (isFailure(opened)) return opened;
  const { loaded } = opened;
  const { root, workspace, sources } = loaded;
  const kinds = await openKinds(root, workspace.config.stepKinds, sources.text);
  if (isFailure(kinds)) return kinds;
  const found = new Map<string, PlannedSpace>();
  const now = context.surroundings.now();
  for (const release of workspace.releases.values()) {
    const question = { loaded, release, kinds: kinds.catalog, narrowing: {}, commandLine, deployed: [], now };
    const { draft, diagnostics } = compile({ ...question, commit: undefined });
    if (draft === undefined || hasErrors(diagnostics)) return failures(diagnostics, sources.text);
    // Which packages there are decides nothing here, so no feed is asked.
    const packages = draft.requests.map((request) => {
      const { id, feed } = request;
      return [requestKey(request), { id, feed, wanted: request.wanted, version: '0', sha256: '' }] as const;
    });
    const plan = finishPlan(draft, new Map(packages), '');
    for (const space of awsSpaces(plan)) {
      found.set(`${space.tenant}@${space.environment}/${space.project}`, { ...space, plan });
    }
  }
  return { kind: 'opened', spaces: [...found.values()] };
}
