import { didYouMean } from '../diagnostics/suggest.ts';
import { notRead, type SecretSource } from './secret-source.ts';

/** Secrets in the environment of the process that runs `release`. An empty variable counts as missing. */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>>): SecretSource {
  return {
    read: async ({ ref }) => {
      const value = Object.hasOwn(environment, ref) ? environment[ref] : undefined;
      if (value !== undefined && value !== '') return { ok: true, value, warnings: [] };
      const state = value === undefined ? 'is not set' : 'is empty';
      const near = didYouMean(ref, Object.keys(environment));
      const hint = `set ${ref} where release runs${near === undefined ? '' : `; ${near}`}`;
      return notRead('REL2120', `The environment variable ${ref}, which holds a secret, ${state}`, hint);
    },
  };
}
