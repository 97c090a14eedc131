import { askedSecrets } from '../plan/asked-secrets.ts';
import type { Plan } from '../plan/model.ts';

/**
 * Names of our environment variables that hold secrets of a plan or of its feeds. No script inherits them: it gets a
 * secret by `env` of its step alone, so that a step without one has nothing to give away.
 */
export function secretVariables(plan: Plan): ReadonlySet<string> {
  const asked = askedSecrets(plan).flatMap(({ reference }) => (reference.source === 'env' ? [reference.ref] : []));
  return new Set([...asked, ...plan.header.feeds.flatMap(({ settings }) => variableOf(settings.secret))]);
}

function variableOf(secret: unknown): readonly string[] {
  if (typeof secret !== 'object' || secret === null || !('env' in secret)) return [];
  return typeof secret.env === 'string' ? [secret.env] : [];
}
