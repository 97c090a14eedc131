import type { Version } from '../versions/version.ts';
import type { ArchiveKind } from './archive-kind.ts';
import type { Digest } from './digest.ts';
import type { IdentityFile } from './identity-file.ts';
import type { FeedProblem } from './problem.ts';

/**
 * Where packages come from. One file per type behind this port (see registry.ts); every one of them meets
 * test/contract/feed.ts.
 *
 * Ids are compared without regard to letter case. An expected failure is a `FeedProblem`; an aborted signal rejects with
 * its reason, as fetch does. Answers may be kept for the life of the object (index, ETags), so a command makes its feeds
 * anew and a server does so per command.
 */
export interface Feed {
  /** The name in `feeds:` of the workspace. */
  readonly name: string;
  /** Every version of the package, lowest first. A package that the feed does not know is `not-found`. */
  versions(id: string, signal: AbortSignal): Promise<FeedResult<readonly PackageVersion[]>>;
  /** The sha256 of the package file, as the lock needs it: from the feed's own listing, else from the bytes. */
  sha256(id: string, version: Version, signal: AbortSignal): Promise<FeedResult<string>>;
  /** Starts to read the package file. The bytes are not verified until somebody checks them against `digests`. */
  open(id: string, version: Version, signal: AbortSignal): Promise<FeedResult<PackageStream>>;
}

export type FeedResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FeedProblem };

export interface PackageVersion {
  /** As the feed spells it. */
  readonly id: string;
  /** `version.text` is the version as listed. */
  readonly version: Version;
  /** Absent when only the bytes tell. */
  readonly kind?: ArchiveKind;
  /** False for a version that its owner has hidden: it is taken when named exactly, never picked from a range. */
  readonly listed: boolean;
  /** Words that the feed has for this version, such as npm's dist-tags `latest` and `next`. */
  readonly tags?: readonly string[];
  /** Lower-case hexadecimal; present when the feed knows it without reading the package. */
  readonly sha256?: string;
  /** What else the feed publishes about the bytes. */
  readonly digests?: readonly Digest[];
  /** Bytes of the package file. */
  readonly size?: number;
}

export interface PackageStream {
  /** Absent when only the bytes tell. */
  readonly kind?: ArchiveKind;
  /** Name of the file to show to people, such as `Web.1.2.3.nupkg`. */
  readonly fileName: string;
  /** Everything the feed says the bytes must hash to; may be empty. */
  readonly digests: readonly Digest[];
  readonly size?: number;
  /** The file in it that says which package it is; absent for archives that may hold anything. */
  readonly identity?: IdentityFile;
  readonly body: AsyncIterable<Uint8Array>;
}

export function found<T>(value: T): FeedResult<T> {
  return { ok: true, value };
}

export function failed(problem: FeedProblem): FeedResult<never> {
  return { ok: false, problem };
}
