import type { StepContext, StepFacts } from './kind.ts';

/** The variables that every script gets besides its own. They win over names that a step chose itself. */
export function standardEnvironment(facts: StepFacts, ticket: string): Record<string, string> {
  return {
    RELEASE_TENANT: facts.tenant ?? '',
    RELEASE_ENVIRONMENT: facts.environment,
    RELEASE_PROJECT: facts.project,
    RELEASE_RELEASE: facts.release,
    RELEASE_VERSION: facts.version,
    RELEASE_STEP: facts.step,
    RELEASE_RUN: facts.run,
    RELEASE_TICKET: ticket,
  };
}

/** What the scripts of a package get besides: `path` is the folder of this version on the target. */
export function packageEnvironment(
  { package: used }: StepContext,
  version: string,
  path: string,
): Record<string, string> {
  return {
    RELEASE_PACKAGE_ID: used?.id ?? '',
    RELEASE_PACKAGE_VERSION: version,
    RELEASE_PACKAGE_PATH: path,
  };
}
