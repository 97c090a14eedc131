import type { Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Feed } from '../feeds/feed.ts';
import { describeFeedProblem } from '../feeds/problem.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { bounded } from './bounded.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';
import { awsSecretSources } from './open-aws.ts';
import { openFeeds } from './open-feeds.ts';

const askedPackage = 'release-doctor-asks';
const patienceMs = 15_000;

/** Asks each feed for a package that is not there: the answer says whether it works and lets us in. */
export async function feedChecks(
  { surroundings }: CommandContext,
  root: string,
  { config }: Workspace,
): Promise<readonly Check[]> {
  const register = (): void => undefined;
  const secrets = createSecrets({
    environment: surroundings.environment,
    workspaceRoot: root,
    register,
    ...awsSecretSources(surroundings),
  });
  const { feeds, diagnostics } = openFeeds({ surroundings, root, secrets }, config.feeds.values());
  const wrong = diagnostics.map((diagnostic) => failedCheck('feed', diagnostic));
  return [...wrong, ...(await bounded([...feeds.values()], 8, feedCheck))];
}

async function feedCheck(feed: Feed): Promise<Check> {
  const name = `feed ${feed.name}`;
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await feed.versions(askedPackage, signal);
    if (answer.ok || answer.problem.kind === 'no-package') return { name, state: 'ok', found: 'it answers' };
    if (answer.problem.kind !== 'forbidden') return failedCheck(name, describeFeedProblem(answer.problem, feed.name));
    // Some registries say so of everything that is not there.
    const found = `it answers, and refuses the package ${askedPackage}, which is not there`;
    return { name, state: 'warning', found, hint: 'nothing, if packages that are there can be locked' };
  } catch (error) {
    const late = signal.aborted ? `no answer within ${patienceMs / 1000} seconds` : undefined;
    const found = late ?? (error instanceof Error ? error.message : String(error));
    return { name, state: 'failed', found, hint: 'check its address' };
  }
}

function failedCheck(name: string, { summary, detail, hint }: Diagnostic): Check {
  const found = detail === undefined ? summary : `${summary}: ${detail}`;
  return { name, state: 'failed', found, ...(hint === undefined ? {} : { hint }) };
}
