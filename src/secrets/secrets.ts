import type { SecretReference } from '../config/scope.ts';
import { environmentSecrets } from './env-source.ts';
import { fileSecrets } from './file-source.ts';
import { notRead, type SecretResult, type SecretSource } from './secret-source.ts';

export interface SecretsOptions {
  /** Environment of this process, handed in by the composition root. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Told of every value before anybody else gets it, so that no text can be written with it in clear. */
  readonly register: (value: string) => void;
  /** Sources of other adapters, such as `ssm`; they go before what is built in. */
  readonly sources?: { readonly [S in SecretReference['source']]?: SecretSource };
}

/** All secrets of one run: each is read once and kept in memory only. What could not be read is asked for again. */
export function createSecrets(options: SecretsOptions): SecretSource {
  const sources = { ...builtIn(options), ...options.sources };
  const known = new Map<string, Promise<SecretResult>>();
  return {
    read: (reference) => {
      const key = `${reference.source}:${reference.ref}`;
      const pending = known.get(key) ?? readAndRegister(sources[reference.source], reference, options.register);
      known.set(key, pending);
      const forget = () => void known.delete(key);
      void pending.then((result) => (result.ok ? undefined : forget()), forget);
      return pending;
    },
  };
}

async function readAndRegister(
  source: SecretSource,
  reference: SecretReference,
  register: (value: string) => void,
): Promise<SecretResult> {
  const result = await source.read(reference);
  if (result.ok) register(result.value);
  return result;
}

function builtIn({ environment, workspaceRoot }: SecretsOptions): { [S in SecretReference['source']]: SecretSource } {
  return {
    env: environmentSecrets(environment),
    file: fileSecrets(workspaceRoot),
    ssm: elsewhere(
      'ssm',
      'AWS Systems Manager is not set up for this run',
      'use `env` or `file`, or run where AWS steps are set up',
    ),
    sops: elsewhere(
      'sops',
      'files encrypted with SOPS cannot be read yet',
      'decrypt it in your pipeline and use `env` or `file`',
    ),
    site: elsewhere('site', 'its value is known only at the tenant’s site', 'use it in steps for a drop target only'),
  };
}

function elsewhere(source: string, why: string, hint: string): SecretSource {
  return {
    read: async ({ ref }) => notRead('REL2121', `The secret ${source}:${ref} cannot be read here: ${why}`, hint),
  };
}
