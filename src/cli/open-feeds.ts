import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { packageCache } from '../feeds/cache.ts';
import type { FeedSettings } from '../feeds/factory.ts';
import type { Feed } from '../feeds/feed.ts';
import { metadataCache } from '../feeds/metadata-cache.ts';
import { createFeed, isFeed } from '../feeds/registry.ts';
import type { SecretSource } from '../secrets/secret-source.ts';
import { packageCacheFolder } from './package-cache-folder.ts';
import { tellingWhenSlow } from './slow-feed.ts';
import type { Surroundings } from './surroundings.ts';

export interface OpenedFeeds {
  readonly feeds: ReadonlyMap<string, Feed>;
  /** What is wrong with the settings of those that are missing. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface FeedWorld {
  readonly surroundings: Surroundings;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** For the feeds' own secrets. Whoever writes texts must know of every value that it reads. */
  readonly secrets: SecretSource;
  /** Answers come from the cache; nothing goes to the network. */
  readonly offline?: boolean;
  /** Gets what a person who waits may want to know. */
  readonly notice?: (text: string) => void;
}

/** Makes the feeds of a workspace or plan; asks none of them anything. */
export function openFeeds(
  { surroundings, root, secrets, offline = false, notice }: FeedWorld,
  settings: Iterable<FeedSettings>,
): OpenedFeeds {
  const { environment, now } = surroundings;
  const place = { folder: packageCacheFolder(root), now };
  const home = environment.HOME ?? environment.USERPROFILE;
  const context = {
    root,
    environment,
    secret: secrets.read,
    cache: packageCache(place),
    metadata: metadataCache(place),
    offline,
    ...(home !== undefined && { home }),
  };
  const feeds = new Map<string, Feed>();
  const diagnostics: Diagnostic[] = [];
  for (const config of settings) {
    const made = createFeed(config, context);
    if (isFeed(made)) feeds.set(config.name, notice === undefined ? made : tellingWhenSlow(made, notice));
    else diagnostics.push(made);
  }
  return { feeds, diagnostics };
}
