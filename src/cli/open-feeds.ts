import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FeedSettings } from '../feeds/factory.ts';
import type { Feed } from '../feeds/feed.ts';
import { createFeed, isFeed } from '../feeds/registry.ts';

export interface OpenedFeeds {
  readonly feeds: ReadonlyMap<string, Feed>;
  /** What is wrong with the settings of those that are missing. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the feeds of a workspace or plan; asks none of them anything. */
export function openFeeds(root: string, settings: Iterable<FeedSettings>): OpenedFeeds {
  const feeds = new Map<string, Feed>();
  const diagnostics: Diagnostic[] = [];
  for (const config of settings) {
    const made = createFeed(config, { root });
    if (isFeed(made)) feeds.set(config.name, made);
    else diagnostics.push(made);
  }
  return { feeds, diagnostics };
}
