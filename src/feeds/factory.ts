import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import type { Feed } from './feed.ts';

/** One entry of `feeds:`, from a workspace (with its place) or from a plan (without). */
export interface FeedSettings {
  readonly name: string;
  readonly type: string;
  /** The keys of that type, as written. */
  readonly settings: { readonly [key: string]: Json };
  readonly span?: Span;
}

/** What the outside world gives to a feed. Network feeds add what they need: a fetch, a reader of secrets. */
export interface FeedContext {
  /** Absolute path of the workspace. */
  readonly root: string;
}

/** Checks the settings of one feed. Gives the feed, or what is wrong with its settings. */
export type FeedFactory = (config: FeedSettings, context: FeedContext) => Feed | Diagnostic;
