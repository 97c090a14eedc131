import { found } from '../feed.ts';
import type { Credentials } from '../http/exchange.ts';
import type { FeedSecret } from '../secret-of-feed.ts';
import { type NpmAuth, type Npmrc, npmAuthFor } from './npmrc.ts';

export interface NpmAccess {
  /** The registry that is asked. */
  readonly registry: URL;
  /** The feed's own registry, which `secret` is for. */
  readonly own: URL | undefined;
  readonly npmrc: Npmrc;
  readonly secret: FeedSecret;
}

/**
 * As npm does it: what the .npmrc has for the very address, else for the registry when the address is on its host. The
 * feed's `secret` goes before both, to the feed's own host.
 */
export function npmCredentials({ registry, own, npmrc, secret }: NpmAccess): Credentials {
  return {
    header: async (url) => {
      if (url.origin === own?.origin) {
        const token = await secret();
        if (!token.ok || token.value !== undefined) return token.ok ? found(`Bearer ${token.value}`) : token;
      }
      const auth = npmAuthFor(url, npmrc) ?? (url.origin === registry.origin ? npmAuthFor(registry, npmrc) : undefined);
      return found(auth === undefined ? undefined : headerOf(auth));
    },
  };
}

function headerOf(auth: NpmAuth): string {
  return auth.kind === 'token' ? `Bearer ${auth.token}` : `Basic ${auth.encoded}`;
}
