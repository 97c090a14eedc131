// Generated from schema/ by `npm run generate`. Do not edit.

/**
 * SHA-256, 64 hexadecimal digits.
 */
type Digest = string;
/**
 * A name: it becomes part of file names, log names and process arguments.
 */
type Name = string;
/**
 * A list of names.
 */
type NameList = readonly Name[];
/**
 * Text that is not blank.
 */
type Text = string;
/**
 * A path inside the workspace, with forward slashes.
 */
type Path = string;
/**
 * A version, such as `24.6.0`. Quote one that looks like a number (`"1.10"`).
 */
type Version = string;

/**
 * `releases/*.lock.yaml`, written by the tool: the snapshot that makes a release repeatable.
 */
export interface Lock {
  /**
   * Version of this format.
   */
  readonly formatVersion: 1;
  /**
   * Id of the release.
   */
  readonly release: Name;
  /**
   * Release file that was locked.
   */
  readonly releaseFile: Path;
  /**
   * Project that is released.
   */
  readonly project: Name;
  /**
   * Version of the release.
   */
  readonly version: Version;
  /**
   * Channel of the project.
   */
  readonly channel: Name;
  /**
   * Git commit of the workspace.
   */
  readonly commit?: string;
  /**
   * Version of each chained project.
   */
  readonly versions: Versions;
  /**
   * What each package request was resolved to.
   */
  readonly packages: readonly LockedPackage[];
  /**
   * Digest of each process as compiled, by project id.
   */
  readonly projects: {
    readonly [k: string]: Digest;
  };
  /**
   * The variables of each project, in the order of the digests in `values`.
   */
  readonly names: {
    readonly [k: string]: readonly string[];
  };
  /**
   * Digests of the resolved values that are no secrets: by deployment, then by `<chain step>=<project>`, eight digits for each name.
   */
  readonly values: {
    readonly [k: string]: {
      readonly [k: string]: string;
    };
  };
  /**
   * What was locked or updated when, oldest first.
   */
  readonly history: readonly LockChange[];
  /**
   * SHA-256 of all the rest, which tells a lock that was edited by hand. Locks are changed with `release lock`.
   */
  readonly digest?: Digest;
}
/**
 * A chosen package.
 */
interface LockedPackage {
  /**
   * Feed that it comes from.
   */
  readonly feed: Name;
  /**
   * Package id.
   */
  readonly id: string;
  /**
   * The version or range that was asked for.
   */
  readonly wanted: string;
  /**
   * Version.
   */
  readonly version: Version;
  /**
   * Digest of the package file.
   */
  readonly sha256: Digest;
}
/**
 * One change of the lock.
 */
interface LockChange {
  /**
   * When, RFC 3339 in UTC.
   */
  readonly at: string;
  /**
   * The command that changed the lock.
   */
  readonly did: string;
  /**
   * Environments that the release could go to from then on.
   */
  readonly environments: NameList;
  /**
   * Git commit of the workspace then.
   */
  readonly commit?: Text;
}
/**
 * Release versions by the id of a chained project.
 */
interface Versions {
  readonly [k: string]: Version;
}
