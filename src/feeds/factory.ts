import type { SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import type { PackageCache } from './cache.ts';
import type { Feed } from './feed.ts';
import type { HttpLimits } from './http/limits.ts';
import type { MetadataCache } from './metadata-cache.ts';

/** One entry of `feeds:`, from a workspace (with its place) or from a plan (without). */
export interface FeedSettings {
  readonly name: string;
  readonly type: string;
  /** The keys of that type, as written. */
  readonly settings: { readonly [key: string]: Json };
  readonly span?: Span;
}

/** What the outside world gives to a feed. All but `root` is for feeds on the network; what is absent does without. */
export interface FeedContext {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Reads a secret when a feed needs it. Feeds never write it down, nor put it in an address. */
  readonly secret?: (reference: SecretReference) => Promise<SecretAnswer>;
  /** Proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), NODE_EXTRA_CA_CERTS, and what an .npmrc or the AWS SDK refers to. */
  readonly environment?: Environment;
  /** Absolute path of the user's home, for its .npmrc. */
  readonly home?: string;
  /** Where packages go that must be read to learn their sha256, so that nobody reads them again. */
  readonly cache?: PackageCache;
  /** Answers of feeds, for conditional requests and for `offline`. */
  readonly metadata?: MetadataCache;
  /** Answers come from `metadata` only; nothing goes to the network. */
  readonly offline?: boolean;
  readonly limits?: Partial<HttpLimits>;
  /** Waits between attempts; rejects with the reason of the signal. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Evenly between 0 and 1. */
  readonly random?: () => number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type SecretAnswer =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Checks the settings of one feed. Gives the feed, or what is wrong with its settings. */
export type FeedFactory = (config: FeedSettings, context: FeedContext) => Feed | Diagnostic;
