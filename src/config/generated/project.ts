// Generated from schema/ by `npm run generate`. Do not edit.

/**
 * A name: it becomes part of file names, log names and process arguments.
 */
type Name = string;
/**
 * A list of names.
 */
type NameList = readonly Name[];
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
 * Text that is not blank.
 */
type Text = string;
/**
 * Text; `{{…}}` in it is replaced by values.
 */
type Template = string;
/**
 * A duration: numbers with the units d, h, m and s, biggest first.
 */
type Duration = string;
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
 * `projects/** /*.yaml`: what a product needs and the process that deploys it.
 */
export interface Project {
  /**
   * Id of the project.
   */
  readonly project: Name;
  /**
   * Name that people read. Without it: the id.
   */
  readonly name?: Text;
  /**
   * Lifecycle of the workspace that releases follow.
   */
  readonly lifecycle?: Name;
  /**
   * Whether the project is deployed once per tenant (`tenanted`), once (`untenanted`), or as the release says (`either`).
   */
  readonly tenancy?: 'tenanted' | 'untenanted' | 'either';
  /**
   * Channels by name: variants of lifecycle and package versions. `default` is always there.
   */
  readonly channels?: {
    readonly [k: string]: Channel;
  };
  /**
   * Variables that the project needs, by name.
   */
  readonly inputs?: {
    readonly [k: string]: Input;
  };
  /**
   * Values that the project gives. `project: <this one>` is added to their scope.
   */
  readonly variables?: Variables;
  /**
   * The process.
   *
   * @minItems 1
   */
  readonly steps: readonly Step[];
}
/**
 * A variant of the project's lifecycle and package versions.
 */
interface Channel {
  /**
   * Lifecycle instead of the project's.
   */
  readonly lifecycle?: Name;
  /**
   * Versions that releases in this channel may use.
   */
  readonly packages?: Packages;
}
/**
 * A variable that the project needs; beside `required` and `default`, words of JSON Schema.
 */
interface Input {
  /**
   * Whether every tenant must have a value.
   */
  readonly required?: boolean;
  /**
   * Value when nobody gives one. Ranks below every other.
   */
  readonly default?: Data;
  /**
   * What the value is for.
   */
  readonly description?: Text;
  /**
   * Type of the value.
   */
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  /**
   * The values allowed.
   *
   * @minItems 1
   */
  readonly enum?: readonly Data[];
  /**
   * Regular expression that text must match.
   */
  readonly pattern?: string;
  /**
   * Format of text, such as `uri` or `email`.
   */
  readonly format?: Text;
  /**
   * Fewest characters.
   */
  readonly minLength?: number;
  /**
   * Most characters.
   */
  readonly maxLength?: number;
  /**
   * Smallest number.
   */
  readonly minimum?: number;
  /**
   * Biggest number.
   */
  readonly maximum?: number;
  /**
   * The number must be bigger than this.
   */
  readonly exclusiveMinimum?: number;
  /**
   * The number must be smaller than this.
   */
  readonly exclusiveMaximum?: number;
  /**
   * The number must be a multiple of this.
   */
  readonly multipleOf?: number;
  /**
   * JSON Schema of a list's items.
   */
  readonly items?: {
    readonly [k: string]: unknown;
  };
  /**
   * Fewest items of a list.
   */
  readonly minItems?: number;
  /**
   * Most items of a list.
   */
  readonly maxItems?: number;
  /**
   * Whether a list's items must differ.
   */
  readonly uniqueItems?: boolean;
  /**
   * JSON Schemas of a map's keys.
   */
  readonly properties?: {
    readonly [k: string]: unknown;
  };
  /**
   * Whether a map may have other keys, or the JSON Schema of their values.
   */
  additionalProperties?:
    | boolean
    | {
        readonly [k: string]: unknown;
      };
}
/**
 * One step of the process.
 */
interface Step {
  /**
   * Id of the step, unique in the project. It is the step's identity; renaming `name` changes nothing.
   */
  readonly id: Name;
  /**
   * Name that people read. Without it: the id.
   */
  readonly name?: Text;
  /**
   * Step kind.
   */
  readonly uses: string;
  /**
   * Run on the tenant's targets with one of these roles. Without it: where `release` runs.
   *
   * @minItems 1
   */
  readonly roles?: readonly Name[];
  /**
   * Inputs of the step kind. Texts are templates.
   */
  readonly with?: {
    readonly [k: string]: unknown;
  };
  /**
   * Package that the step works on.
   */
  readonly package?: StepPackage;
  /**
   * Ids of the steps that come first. Without it: the step before. `[]` starts at once.
   */
  readonly needs?: NameList;
  /**
   * Run when the steps before succeeded, when one failed, or always.
   */
  readonly run?: 'success' | 'failure' | 'always';
  /**
   * CEL condition; the step is left out where it is false.
   */
  readonly when?: Text;
  /**
   * Where the step takes part at all.
   */
  readonly scope?: StepScope;
  /**
   * How long one attempt may take.
   */
  readonly timeout?: Duration;
  /**
   * How often and how fast a failed attempt is tried again.
   */
  readonly retry?: {
    /**
     * Attempts in all, the first included.
     */
    readonly attempts?: number;
    /**
     * Wait before the second attempt.
     */
    readonly backoff?: Duration;
  };
  /**
   * Whether the step is left out for tenants without a target of its roles; otherwise that is an error.
   */
  readonly optional?: boolean;
  /**
   * Whether an attempt whose outcome is unknown may simply run again.
   */
  readonly idempotent?: boolean;
  /**
   * Run on a few targets at a time.
   */
  readonly rolling?: {
    /**
     * How many targets at once.
     */
    readonly window: number;
  };
  /**
   * Steps of one group roll and are skipped as a unit.
   */
  readonly group?: Name;
  /**
   * Run once for all tenants of a wave, before or after them.
   */
  readonly once?: 'before' | 'after';
}
/**
 * A package by id, feed and version.
 */
interface StepPackage {
  /**
   * Id of the package.
   */
  readonly id: Template;
  /**
   * Feed of the workspace. Without it: the only feed.
   */
  readonly feed?: Name;
  /**
   * Version. Without it: the one that the release, the tenant or the channel chooses.
   */
  readonly version?: Template;
}
/**
 * Where a step takes part. What is not said does not restrict.
 */
interface StepScope {
  /**
   * Environments.
   */
  readonly environments?: NameList;
  /**
   * Tenants.
   */
  readonly tenants?: TenantSelector;
  /**
   * Channels of the project.
   */
  readonly channels?: NameList;
  /**
   * Where the step takes no part.
   */
  readonly not?: Scope;
}
/**
 * Versions or ranges by package id; `*` in an id stands for any characters.
 */
interface Packages {
  readonly [k: string]: VersionRange;
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
