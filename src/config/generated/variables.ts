// Generated from schema/ by `npm run generate`. Do not edit.

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
 * `variables/** /*.yaml`: values that projects share.
 */
export interface VariableSet {
  /**
   * Id of the set.
   */
  readonly variableSet: Name;
  /**
   * The values, scoped where they differ.
   */
  readonly variables: Variables;
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
