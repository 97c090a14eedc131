// Generated from schema/ by `npm run generate`. Do not edit.

/**
 * A target of the tenant's own, or one that the workspace defines (`use`).
 */
type TenantTarget = UsedTarget | Target;
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
 * Text that is not blank.
 */
type Text = string;
/**
 * Text; `{{…}}` in it is replaced by values.
 */
type Template = string;
/**
 * A path inside the workspace, with forward slashes.
 */
type Path = string;
/**
 * A public X25519 key as `age-keygen` prints it.
 */
type AgeRecipient = string;
/**
 * `host:port`, which may name values: `{{…}}`.
 */
type AgentAddress = string;
/**
 * A SHA-256 fingerprint.
 */
type AgentFingerprint = string;
/**
 * A version or a range of versions, such as `3.1.0`, `>=2024.6 <2024.7` or `[1.0,2.0)`.
 */
type VersionRange = string;
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
 * A place where steps run.
 */
type Target = LocalTarget | SshTarget | AgentTarget | DropTarget;
/**
 * What the target is for; steps ask for roles.
 *
 * @minItems 1
 */
type Roles = readonly Name[];
/**
 * How many scripts one run has on the target at once, for all tenants that share it. Without it: no limit.
 */
type MaxParallel = number;
/**
 * Whether never two scripts are on the target at once, whichever runs, projects and tenants they belong to.
 */
type TargetMutex = boolean;

/**
 * `tenants/** /*.yaml`: a customer, with tags, environments, targets, variables and package pins.
 */
export interface Tenant {
  /**
   * Id of the tenant.
   */
  readonly tenant: Name;
  /**
   * Name that people read. Without it: the id.
   */
  readonly name?: Text;
  /**
   * Tags as `set/value`, from the workspace's tag sets.
   */
  readonly tags?: readonly TagName[];
  /**
   * Environments that the tenant is connected to.
   *
   * @minItems 1
   */
  readonly environments: readonly Name[];
  /**
   * Targets by id: what stands behind the roles that steps ask for.
   */
  readonly targets?: {
    readonly [k: string]: TenantTarget;
  };
  /**
   * The tenant's own values. `tenant: <this one>` is added to their scope.
   */
  readonly variables?: Variables;
  /**
   * Versions for this tenant only: hold back or move ahead.
   */
  readonly packages?: Packages;
}
/**
 * A target that the workspace defines.
 */
interface UsedTarget {
  /**
   * Id of a target of the workspace.
   */
  readonly use: Name;
}
/**
 * Versions or ranges by package id; `*` in an id stands for any characters.
 */
interface Packages {
  readonly [k: string]: VersionRange;
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
/**
 * The machine that runs `release`.
 */
interface LocalTarget {
  /**
   * The machine that runs `release`.
   */
  readonly type: 'local';
  /**
   * What the target is for; steps ask for roles.
   */
  readonly roles: Roles;
  /**
   * How many scripts one run has on the target at once, for all tenants that share it. Without it: no limit.
   */
  readonly maxParallel?: MaxParallel;
  /**
   * Whether never two scripts are on the target at once, whichever runs, projects and tenants they belong to.
   */
  readonly mutex?: TargetMutex;
  /**
   * Folder for packages and work; it may name values: `{{…}}`.
   */
  readonly path?: Path;
}
/**
 * A machine reached by SSH, with the user's own OpenSSH configuration.
 */
interface SshTarget {
  /**
   * A machine reached by SSH.
   */
  readonly type: 'ssh';
  /**
   * What the target is for; steps ask for roles.
   */
  readonly roles: Roles;
  /**
   * Host name, address, or an alias of the SSH configuration.
   */
  readonly host: Template;
  /**
   * Port. Without it: what the SSH configuration says, or 22.
   */
  readonly port?: number;
  /**
   * User to log in as.
   */
  readonly user?: Template;
  /**
   * OpenSSH configuration to use instead of the user's own.
   */
  readonly configFile?: Template;
  /**
   * Private key file.
   */
  readonly identityFile?: Template;
  /**
   * Host to go through (ProxyJump).
   */
  readonly jump?: Template;
  /**
   * How many scripts one run has on the target at once, for all tenants that share it. Without it: no limit.
   */
  readonly maxParallel?: MaxParallel;
  /**
   * Whether never two scripts are on the target at once, whichever runs, projects and tenants they belong to.
   */
  readonly mutex?: TargetMutex;
  /**
   * Folder on that machine for packages and work; a relative one counts from the home folder.
   */
  readonly path?: Template;
}
/**
 * A machine that runs `release agent`.
 */
interface AgentTarget {
  /**
   * A machine that runs `release agent`.
   */
  readonly type: 'agent';
  /**
   * What the target is for; steps ask for roles.
   */
  readonly roles: Roles;
  /**
   * `listen`: `release` dials the agent. `poll`: the agent dials out.
   */
  readonly mode?: 'listen' | 'poll';
  /**
   * `host:port` of a listening agent.
   */
  readonly address?: AgentAddress;
  /**
   * SHA-256 fingerprint of the agent's certificate, as `release agent pair` prints it.
   */
  readonly fingerprint: AgentFingerprint;
  /**
   * What a polling agent has to call itself (`--id`), so that a copied machine is noticed.
   */
  readonly id?: Template;
  /**
   * How many scripts one run has on the target at once, for all tenants that share it. Without it: no limit.
   */
  readonly maxParallel?: MaxParallel;
  /**
   * Whether never two scripts are on the target at once, whichever runs, projects and tenants they belong to.
   */
  readonly mutex?: TargetMutex;
  /**
   * Folder below that of the agent for packages and work. Without it: the folder of the agent.
   */
  readonly path?: Template;
}
/**
 * A site without a connection: its steps are written to a signed bundle.
 */
interface DropTarget {
  /**
   * A site without a connection: its steps are written to a signed bundle.
   */
  readonly type: 'drop';
  /**
   * What the target is for; steps ask for roles.
   */
  readonly roles: Roles;
  /**
   * Folder that bundles are written to, as `<tenant>/<environment>/<run>/`; it may name values: `{{…}}`.
   */
  readonly path?: Path;
  /**
   * What later steps wait for: the bundle is `written`, or its receipt says it was `applied`.
   */
  readonly await?: 'written' | 'applied';
  /**
   * Public age keys that secrets in the bundle are encrypted to, instead of a passphrase: the site opens them with its identity file.
   *
   * @minItems 1
   * @maxItems 16
   */
  readonly recipients?: readonly AgeRecipient[];
}
