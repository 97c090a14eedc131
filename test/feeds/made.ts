import type { FeedContext } from '../../src/feeds/factory.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import { createFeed, isFeed } from '../../src/feeds/registry.ts';
import type { Json } from '../../src/util/json.ts';

/** A feed under test: no waiting between tries, no secrets unless given. */
export function made(
  type: string,
  settings: { readonly [key: string]: Json },
  context: Partial<FeedContext> = {},
): Feed {
  const feed = createFeed(
    { name: type, type, settings },
    { root: '/nowhere', wait: async () => undefined, random: () => 0, ...context },
  );
  if (!isFeed(feed)) throw new Error(feed.summary);
  return feed;
}

/** A reader of secrets that knows these environment variables. */
export function secrets(values: Readonly<Record<string, string>>): NonNullable<FeedContext['secret']> {
  return async ({ ref }) => {
    const value = values[ref];
    if (value !== undefined) return { ok: true, value };
    return {
      ok: false,
      diagnostic: { code: 'REL1518', severity: 'error', summary: `${ref} is not set`, hint: `set ${ref}` },
    };
  };
}

export const never: AbortSignal = new AbortController().signal;
