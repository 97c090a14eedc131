// Generated from schema/ by `npm run generate`. Do not edit.

/**
 * Id of a step or group, after the ids of the chain steps around it.
 */
type StepPath = string;
/**
 * A name: it becomes part of file names, log names and process arguments.
 */
type Name = string;
/**
 * A name, or a list of names of which any matches.
 */
type NameOrNames = Name | readonly Name[];
/**
 * A tag as `set/value`, such as `ring/canary`.
 */
type TagName = string;
/**
 * A tag (`set/value`), or a list of tags of which any matches.
 */
type TagOrTags = TagName | readonly TagName[];
/**
 * Text; `{{…}}` in it is replaced by values.
 */
type Template = string;
/**
 * A duration: numbers with the units d, h, m and s, biggest first.
 */
type Duration = string;
/**
 * A version, such as `24.6.0`. Quote one that looks like a number (`"1.10"`).
 */
type Version = string;
/**
 * A version or a range of versions, such as `3.1.0`, `>=2024.6 <2024.7` or `[1.0,2.0)`.
 */
type VersionRange = string;
/**
 * Which tenants: `all`, a list of names and selectors (their union), or a map of `tags`, `names`, `not`.
 */
type TenantSelector = 'all' | readonly TenantSelectorPart[] | TenantSelectorMap;
/**
 * The name of a tenant, `all`, or a selector.
 */
type TenantSelectorPart = Name | TenantSelectorMap;
/**
 * A variable name, or several parts joined by dots.
 */
type VariableName = string;
/**
 * A value, a map of nested names, one candidate (`value` with `scope`), a list of candidates, or a secret.
 */
type Variable = Data | Candidate | readonly Candidate[] | { readonly [name: string]: Variable };
/**
 * One candidate, a secret, or nested names.
 */
type VariableMap = Candidate | { readonly [name: string]: Variable };
/**
 * Text, a number, a boolean, a list or a map.
 */
type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

/**
 * `releases/*.yaml`: which version of a project goes where, to whom and in which order.
 */
export interface Release {
  /**
   * Id of the release.
   */
  readonly release: Name;
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
  readonly channel?: Name;
  /**
   * Releases of chained projects.
   */
  readonly versions?: Versions;
  /**
   * Package versions by id or pattern.
   */
  readonly packages?: Packages;
  /**
   * Where the release may go now. The lifecycle guards the order.
   *
   * @minItems 1
   */
  readonly environments: readonly Name[];
  /**
   * Who gets the release.
   */
  readonly tenants?: TenantSelector;
  /**
   * Groups of tenants, one after the other. Without it: one wave with everyone.
   *
   * @minItems 1
   */
  readonly waves?: readonly Wave[];
  /**
   * After a failed deployment: stop at the wave's budget (`halt`), go on with other tenants (`continue`), or undo its finished steps (`undo`).
   */
  readonly onFailure?: 'halt' | 'continue' | 'undo';
  /**
   * Steps or groups to leave out; those of a chained project by their path, such as `web/database`.
   */
  readonly skip?: readonly StepPath[];
  /**
   * Values above every other source.
   */
  readonly variables?: Variables;
  /**
   * Packages, versions and values for some tenants of this release.
   */
  readonly overrides?: readonly Override[];
}
/**
 * Tenants that are deployed together.
 */
interface Wave {
  /**
   * Name of the wave.
   */
  readonly name: Name;
  /**
   * Who is in the wave. Without it: all that no earlier wave took.
   */
  readonly tenants?: TenantSelector;
  /**
   * Whether a person must approve before the wave starts.
   */
  readonly approve?: boolean;
  /**
   * How long to wait after the wave before the next one starts.
   */
  readonly soak?: Duration;
  /**
   * How many deployments run at once. Without it: the runner's own limit.
   */
  readonly concurrency?: number;
  /**
   * How many failed tenants the wave bears before nothing new starts. Without it: none.
   */
  readonly budget?: {
    /**
     * How many tenants may fail.
     */
    readonly tenants?: number;
    /**
     * How many of each hundred tenants may fail.
     */
    readonly percent?: number;
  };
}
/**
 * What differs for some tenants.
 */
interface Override {
  /**
   * The tenants.
   */
  readonly tenants: TenantSelector;
  /**
   * Package versions for them.
   */
  readonly packages?: Packages;
  /**
   * Releases of chained projects for them.
   */
  readonly versions?: Versions;
  /**
   * Values for them.
   */
  readonly variables?: Variables;
}
/**
 * Versions or ranges by package id; `*` in an id stands for any characters.
 */
interface Packages {
  readonly [k: string]: VersionRange;
}
/**
 * Release versions by the id of a chained project.
 */
interface Versions {
  readonly [k: string]: Version;
}
/**
 * Tenants that have all that is said here.
 */
interface TenantSelectorMap {
  /**
   * Tenants with these tags: any of them inside one tag set, all across sets.
   *
   * @minItems 1
   */
  readonly tags?: readonly TagName[];
  /**
   * Tenants with one of these ids.
   *
   * @minItems 1
   */
  readonly names?: readonly Name[];
  /**
   * Tenants to leave out.
   */
  readonly not?: TenantSelector;
  /**
   * Whether it is no mistake that the selector matches nobody.
   */
  readonly allowEmpty?: boolean;
}
/**
 * Where a value holds. Any name inside one dimension, all dimensions together.
 */
interface Scope {
  /**
   * Step ids.
   */
  readonly step?: NameOrNames;
  /**
   * Target ids.
   */
  readonly target?: NameOrNames;
  /**
   * Roles that the step targets.
   */
  readonly role?: NameOrNames;
  /**
   * Tenant ids.
   */
  readonly tenant?: NameOrNames;
  /**
   * Tags of the tenant, as `set/value`.
   */
  readonly tag?: TagOrTags;
  /**
   * Environments.
   */
  readonly environment?: NameOrNames;
  /**
   * Channels of the project.
   */
  readonly channel?: NameOrNames;
  /**
   * Project ids.
   */
  readonly project?: NameOrNames;
  /**
   * Where the value does not hold.
   */
  readonly not?: Scope;
}
/**
 * Where a secret is read at the moment a step needs it: exactly one of the keys.
 */
interface SecretReference {
  /**
   * Name of an environment variable of `release`.
   */
  readonly env?: Template;
  /**
   * Path of a file that holds the secret.
   */
  readonly file?: Template;
  /**
   * Name of a parameter in AWS Systems Manager.
   */
  readonly ssm?: Template;
  /**
   * Path of a file encrypted with SOPS, and the key in it after `#`.
   */
  readonly sops?: Template;
  /**
   * Name of a value that lives only at the tenant's site.
   */
  readonly site?: Template;
}
/**
 * Values by name. Nested maps and dotted names are the same thing.
 */
interface Variables {
  readonly [k: string]: Variable;
}
/**
 * One possible value of a variable.
 */
interface Candidate {
  /**
   * The value: text, number, boolean, list or map.
   */
  readonly value?: Data;
  /**
   * Where the secret value is read.
   */
  readonly secret?: SecretReference;
  /**
   * Where this value holds. Without it: everywhere.
   */
  readonly scope?: Scope;
}
