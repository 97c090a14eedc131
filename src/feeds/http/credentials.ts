import { type FeedResult, found } from '../feed.ts';
import type { FeedSecret } from '../secret-of-feed.ts';
import type { Credentials } from './exchange.ts';

/** Basic authentication with the feed's secret, for the feed's own origin and no other. */
export function basicCredentials(feed: URL, username: string, secret: FeedSecret): Credentials {
  return forOrigin(feed, secret, (password) => basicHeader(username, password));
}

/** A bearer token, likewise. */
export function bearerCredentials(feed: URL, secret: FeedSecret): Credentials {
  return forOrigin(feed, secret, (token) => `Bearer ${token}`);
}

export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function forOrigin(feed: URL, secret: FeedSecret, header: (secret: string) => string): Credentials {
  return {
    header: async (url): Promise<FeedResult<string | undefined>> => {
      if (url.origin !== feed.origin) return found(undefined);
      const value = await secret();
      if (!value.ok || value.value === undefined) return value;
      return found(header(value.value));
    },
  };
}
