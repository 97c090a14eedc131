export interface ColourQuestion {
  /** `--no-color` was given. */
  readonly off: boolean;
  readonly isTerminal: boolean;
  readonly environment: { readonly [name: string]: string | undefined };
}

/** CI systems whose log viewers show colours; others get none, as their logs are read as plain text. */
const colourfulSystems = ['GITHUB_ACTIONS', 'GITLAB_CI', 'BUILDKITE', 'TEAMCITY_VERSION', 'TF_BUILD', 'CIRCLECI'];

/**
 * Whether to colour what goes to one stream. The first that has an opinion wins: NO_COLOR when it is not empty
 * (no-color.org), the flag, FORCE_COLOR, TERM=dumb, no terminal, a CI system. Node's own `getColorDepth` reads an empty
 * NO_COLOR as set and puts FORCE_COLOR above it, so it is not asked.
 */
export function decideColour({ off, isTerminal, environment }: ColourQuestion): boolean {
  if (isSet(environment.NO_COLOR) || off) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (environment.TERM === 'dumb' || !isTerminal) return false;
  return !isContinuousIntegration(environment) || colourfulSystems.some((name) => isSet(environment[name]));
}

/** Whether a machine builds here: nobody answers questions or watches a screen that redraws itself. */
export function isContinuousIntegration(environment: ColourQuestion['environment']): boolean {
  const value = environment.CI;
  return isSet(value) && value !== 'false' && value !== '0';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
