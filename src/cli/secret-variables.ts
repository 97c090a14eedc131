import type { Plan, PlanValues } from '../plan/model.ts';

/**
 * Names of our environment variables that hold secrets of a plan or of its feeds. No script inherits them: it gets a
 * secret by `env` of its step alone, so that a step without one has nothing to give away. A name that is a template is
 * not among them.
 */
export function secretVariables({ lanes, header }: Plan): ReadonlySet<string> {
  const names = new Set(header.feeds.flatMap(({ settings }) => variableOf(settings.secret)));
  for (const { values, overrides } of lanes) {
    for (const around in values) addNames(names, values[around] ?? {});
    for (const place in overrides) addNames(names, overrides[place] ?? {});
  }
  return names;
}

function addNames(names: Set<string>, values: PlanValues): void {
  for (const name in values) {
    const value = values[name];
    if (value !== undefined && 'secret' in value && value.secret.source === 'env') names.add(value.secret.ref);
  }
}

function variableOf(secret: unknown): readonly string[] {
  if (typeof secret !== 'object' || secret === null || !('env' in secret)) return [];
  return typeof secret.env === 'string' ? [secret.env] : [];
}
