import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Whose package it is. Each part becomes a folder: `applications/<tenant>/<environment>/<packageId>/`. */
export interface PackagePlace {
  readonly tenant: string;
  readonly environment: string;
  readonly packageId: string;
}

/**
 * A file of the package with another content, before anyone can see the new version. The whole new content, so that it is
 * the same wherever the package is put together: here, or on a machine that nobody reaches.
 */
export interface FileEdit {
  /** From the root of the package, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  /** It holds a secret: nobody else may read the file. */
  readonly ownerOnly?: boolean;
}

export interface InstallRequest {
  readonly place: PackagePlace;
  readonly version: string;
  /** Of the archive, lower-case hexadecimal, verified by the caller. */
  readonly sha256: string;
  /** Tells apart the same archive with different edits: for example a hash of the values put in. Letters and digits. */
  readonly revision?: string;
  readonly archiveFile: string;
  readonly edits?: readonly FileEdit[];
}

/** `name` is the versioned folder, `<version>-<first 12 of sha256>[-<revision>]`; `path` where it is on the target. */
export type InstallResult =
  | { readonly kind: 'installed'; readonly name: string; readonly path: string; readonly fresh: boolean }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

export interface InstalledVersion {
  readonly name: string;
  readonly current: boolean;
  /** Milliseconds since 1970: when it was last installed or switched to. */
  readonly usedAt: number;
}

export interface InstalledFiles {
  readonly path: string;
  readonly files: readonly string[];
}

/**
 * Versioned folders of packages on a target, and `current`, a link to one of them. A version is there whole or not at
 * all, whenever we die. Names that could leave the folder are refused by `install` and throw RangeError elsewhere.
 */
export interface PackageStore {
  /** Unpacks to a fresh folder; the same name again is found and left as it is (`fresh: false`). `current` stays. */
  install(request: InstallRequest): Promise<InstallResult>;
  /**
   * Points `current` to an installed version, atomically; without a name, there is no current version any more.
   * Returns the name that was current, if any.
   */
  switchTo(place: PackagePlace, name: string | undefined): Promise<string | undefined>;
  /**
   * What was current when this was first asked under `key` (letters, digits, `.`, `_` and `-`): durable before it
   * returns, so that whoever goes on after a crash still knows the way back. The oldest notes are forgotten by `prune`.
   */
  noteCurrent(place: PackagePlace, key: string): Promise<string | undefined>;
  /** Where an installed version is, and which of these files (paths from its root) it has; undefined when it is not there. */
  look(place: PackagePlace, name: string, files: readonly string[]): Promise<InstalledFiles | undefined>;
  /** Newest first by `usedAt`. */
  list(place: PackagePlace): Promise<readonly InstalledVersion[]>;
  /** Deletes all but the `keep` newest and the current one, and what a dead process left half-made. Returns the names. */
  prune(place: PackagePlace, keep: number): Promise<readonly string[]>;
}
