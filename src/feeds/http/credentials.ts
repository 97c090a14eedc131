import { type FeedResult, found } from '../feed.ts';
import type { FeedSecret } from '../secret-of-feed.ts';
import type { Credentials } from './exchange.ts';

/** Basic authentication with the feed's secret, for the feed's own origin and no other. */
export function basicCredentials(feed: URL, username: string, secret: FeedSecret): Credentials {
  return {
    header: async (url): Promise<FeedResult<string | undefined>> => {
      if (url.origin !== feed.origin) return found(undefined);
      const password = await secret();
      if (!password.ok || password.value === undefined) return password;
      return found(basicHeader(username, password.value));
    },
  };
}

export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
