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
   * Digest of the release file.
   */
  readonly releaseDigest: Digest;
  /**
   * Project that is released.
   */
  readonly project: Name;
  /**
   * Channel of the project.
   */
  readonly channel?: Name;
  /**
   * Version of the release.
   */
  readonly version: Version;
  /**
   * Git commit of the workspace.
   */
  readonly commit?: string;
  /**
   * Version of each chained project.
   */
  readonly versions?: Versions;
  /**
   * Packages that the release uses, by id.
   */
  readonly packages: LockedPackages;
  /**
   * Digest of each project file, by project id.
   */
  readonly projects: {
    readonly [k: string]: Digest;
  };
  /**
   * What is fixed for each tenant, by tenant id.
   */
  readonly tenants: {
    readonly [k: string]: LockedTenant;
  };
  /**
   * Digest of the values of an untenanted deployment, by environment.
   */
  readonly untenanted?: ValueDigests;
  /**
   * What was locked or updated when, oldest first.
   */
  readonly history?: readonly LockChange[];
}
/**
 * Chosen packages by id.
 */
interface LockedPackages {
  readonly [k: string]: LockedPackage;
}
/**
 * A chosen package.
 */
interface LockedPackage {
  /**
   * Version.
   */
  readonly version: Version;
  /**
   * Digest of the package file.
   */
  readonly sha256: Digest;
  /**
   * Feed that it comes from.
   */
  readonly feed: Name;
}
/**
 * Digest of the resolved values that are no secrets, by environment.
 */
interface ValueDigests {
  readonly [k: string]: Digest;
}
/**
 * What is fixed for one tenant.
 */
interface LockedTenant {
  /**
   * Digest of the tenant's resolved values that are no secrets, by environment.
   */
  readonly values: ValueDigests;
  /**
   * Packages that differ for this tenant, by id.
   */
  readonly packages?: LockedPackages;
  /**
   * Versions of chained projects that differ for this tenant.
   */
  readonly versions?: Versions;
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
   * Git commit of the workspace then.
   */
  readonly commit?: Text;
  /**
   * What was taken anew: everything, packages, variables or the process.
   */
  readonly update: 'all' | 'packages' | 'variables' | 'process' | 'environments';
  /**
   * Projects or packages that the update was limited to.
   */
  readonly only?: readonly Text[];
  /**
   * Environments that the release could go to from then on.
   */
  readonly environments?: NameList;
}
/**
 * Release versions by the id of a chained project.
 */
interface Versions {
  readonly [k: string]: Version;
}
