// Generated from schema/ by `npm run generate`. Do not edit.

/**
 * A place that packages come from.
 */
type Feed = FolderFeed | NugetFeed | NpmFeed | OciFeed | S3Feed;
/**
 * A wall-clock time.
 */
type LocalTime = string;
/**
 * Where runs and deployed versions are recorded.
 */
type State = FileState | PostgresState;
/**
 * A name: it becomes part of file names, log names and process arguments.
 */
type Name = string;
/**
 * A tag as `set/value`, such as `ring/canary`.
 */
type TagName = string;
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
 * `host:port` that others dial.
 */
type ListenAddress = string;
/**
 * A SHA-256 fingerprint.
 */
type AgentFingerprint = string;
/**
 * An address.
 */
type Url = string;
/**
 * A duration: numbers with the units d, h, m and s, biggest first.
 */
type Duration = string;
/**
 * Which tenants: `all`, a list of names and selectors (their union), or a map of `tags`, `names`, `not`.
 */
type TenantSelector = 'all' | readonly TenantSelectorPart[] | TenantSelectorMap;
/**
 * The name of a tenant, `all`, or a selector.
 */
type TenantSelectorPart = Name | TenantSelectorMap;
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
 * `release.config.yaml`: what all tenants, projects and releases of the workspace share.
 */
export interface Workspace {
  /**
   * Name that a tenant's resources carry in one environment; a template over the tenant's variables and `environment`.
   */
  readonly namespace?: Template;
  /**
   * All environments, in the order in which they are shown.
   *
   * @minItems 1
   */
  readonly environments: readonly Name[];
  /**
   * Tag sets by name. A tenant's tags are written `set/value`.
   */
  readonly tagSets?: {
    readonly [k: string]: TagSet;
  };
  /**
   * Lifecycles by name: in which order a release goes through environments.
   */
  readonly lifecycles?: {
    readonly [k: string]: Lifecycle;
  };
  /**
   * Package feeds by name. A single feed is the default feed.
   */
  readonly feeds?: {
    readonly [k: string]: Feed;
  };
  /**
   * Targets by name that several tenants share.
   */
  readonly targets?: {
    readonly [k: string]: Target;
  };
  /**
   * Times in which nothing is deployed.
   */
  readonly freezes?: readonly Freeze[];
  /**
   * Where runs and deployed versions are recorded.
   */
  readonly state?: State;
  /**
   * Who is told that a run is blocked, has failed, or is done: webhooks by name. One message per run, not per tenant.
   */
  readonly notifications?: {
    readonly [k: string]: Notification;
  };
  /**
   * How agents are reached: targets of the type `agent`.
   */
  readonly agents?: Agents;
  /**
   * Modules with step kinds of the workspace's own: paths inside the workspace or package names.
   */
  readonly stepKinds?: readonly Text[];
}
/**
 * Values that tenants may carry.
 */
interface TagSet {
  /**
   * The values of the set.
   *
   * @minItems 1
   */
  readonly values: readonly Name[];
  /**
   * Whether a tenant may carry one value of the set at most.
   */
  readonly one?: boolean;
}
/**
 * Phases in order. One phase treats all its environments as equals.
 */
interface Lifecycle {
  /**
   * Phases, earliest first.
   *
   * @minItems 1
   */
  readonly phases: readonly Phase[];
}
/**
 * A stage of a lifecycle.
 */
interface Phase {
  /**
   * Name of the phase.
   */
  readonly name: Name;
  /**
   * Environments of the phase.
   *
   * @minItems 1
   */
  readonly environments: readonly Name[];
  /**
   * How many environments of the phase a tenant must have finished before a later phase; 0 means all.
   */
  readonly minimum?: number;
  /**
   * Whether later phases may begin without this one.
   */
  readonly optional?: boolean;
  /**
   * What the earlier phase must have reached before anyone enters this one.
   */
  readonly tenants?: {
    /**
     * How many tenants must have finished the earlier phase.
     */
    readonly atLeast: number;
  };
  /**
   * How long a version must have been in the earlier phase.
   */
  readonly soak?: Duration;
}
/**
 * A folder with zip, nupkg, tgz or tar.gz files.
 */
interface FolderFeed {
  /**
   * A folder with zip, nupkg, tgz or tar.gz files.
   */
  readonly type: 'folder';
  /**
   * The folder.
   */
  readonly path: Path;
}
/**
 * A NuGet feed, protocol version 3.
 */
interface NugetFeed {
  /**
   * A NuGet feed, protocol version 3.
   */
  readonly type: 'nuget';
  /**
   * Address of the service index.
   */
  readonly url: Url;
  /**
   * User name that goes with the secret; most servers take any.
   */
  readonly username?: Text;
  /**
   * Token or password. Goes out as Basic authentication, to the host of the address only.
   */
  readonly secret?: SecretReference;
  /**
   * File with certificates (PEM) of a private CA to trust beside the usual ones; from the workspace, or absolute.
   */
  readonly ca?: Text;
}
/**
 * An npm registry. Registries of scopes and their tokens come from the .npmrc of the workspace and of the user.
 */
interface NpmFeed {
  /**
   * An npm registry.
   */
  readonly type: 'npm';
  /**
   * Address of the registry.
   */
  readonly url?: Url;
  /**
   * Token for the host of the address; goes before those of an .npmrc.
   */
  readonly secret?: SecretReference;
  /**
   * File with certificates (PEM) of a private CA to trust beside the usual ones; from the workspace, or absolute.
   */
  readonly ca?: Text;
}
/**
 * A registry of the OCI distribution specification, for artifacts (one layer is the package) and container images.
 */
interface OciFeed {
  /**
   * An OCI registry.
   */
  readonly type: 'oci';
  /**
   * Address of the registry, with the path before the package id.
   */
  readonly url: Url;
  /**
   * User name that goes with the secret.
   */
  readonly username?: Text;
  /**
   * Token or password. Sent only when the registry asks for it.
   */
  readonly secret?: SecretReference;
  /**
   * Which image of a multi-platform index is meant. Without it an index of images is pinned as a whole.
   */
  readonly platform?: Text;
  /**
   * File with certificates (PEM) of a private CA to trust beside the usual ones; from the workspace, or absolute.
   */
  readonly ca?: Text;
}
/**
 * An S3 bucket. Credentials come from where the AWS SDK looks for them.
 */
interface S3Feed {
  /**
   * An S3 bucket.
   */
  readonly type: 's3';
  /**
   * Name of the bucket.
   */
  readonly bucket: Text;
  /**
   * What all keys start with; it goes before the pattern.
   */
  readonly prefix?: Text;
  /**
   * Region of the bucket; without it that of the environment or of the AWS profile.
   */
  readonly region?: Text;
  /**
   * How keys name packages: {id}, then {version}, then the ending of an archive.
   */
  readonly pattern?: Text;
  /**
   * Address of another server that speaks S3.
   */
  readonly endpoint?: Url;
  /**
   * Whether the bucket stands in the path and not in the host name, as most other servers want it.
   */
  readonly pathStyle?: boolean;
  /**
   * File with certificates (PEM) of a private CA to trust beside the usual ones; from the workspace, or absolute.
   */
  readonly ca?: Text;
}
/**
 * A time in which nothing is deployed.
 */
interface Freeze {
  /**
   * Name of the freeze.
   */
  readonly name: Name;
  /**
   * When it begins, in local time of `zone`.
   */
  readonly from: LocalTime;
  /**
   * When it ends, in local time of `zone`.
   */
  readonly to: LocalTime;
  /**
   * IANA time zone.
   */
  readonly zone?: string;
  /**
   * Environments that are frozen. Without it: all.
   *
   * @minItems 1
   */
  readonly environments?: readonly Name[];
  /**
   * Tenants that are frozen. Without it: all.
   */
  readonly tenants?: TenantSelector;
}
/**
 * Files in the workspace.
 */
interface FileState {
  /**
   * Files in the workspace.
   */
  readonly type: 'file';
  /**
   * Folder of the files.
   */
  readonly path?: Path;
}
/**
 * A PostgreSQL database, shared by a team.
 */
interface PostgresState {
  /**
   * A PostgreSQL database, shared by a team.
   */
  readonly type: 'postgres';
  /**
   * Where the connection address is read.
   */
  readonly url: SecretReference;
}
/**
 * A webhook: it gets a POST with JSON.
 */
interface Notification {
  /**
   * Address of the webhook, or where it is read: most such addresses are secrets.
   */
  readonly url: Url | SecretReference;
  /**
   * `json`: all fields, for programs. `slack`: a text, as Slack, Mattermost and others take it.
   */
  readonly format?: 'json' | 'slack';
  /**
   * What it is told. `blocked`: the run waits for somebody. `failed`: it failed or is paused. `done`: it succeeded or was cancelled.
   *
   * @minItems 1
   */
  readonly on?: readonly ('blocked' | 'failed' | 'done')[];
  /**
   * Where the key is read that messages are signed with, as Standard Webhooks describes: HMAC-SHA256 in `webhook-signature`.
   */
  readonly key?: SecretReference;
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
 * How agents are reached.
 */
interface Agents {
  /**
   * `host:port` that polling agents dial. It is open only while a run needs one of them.
   */
  readonly listen?: ListenAddress;
  /**
   * How long a step waits for an agent that is away before its deployment stands at a gate.
   */
  readonly patience?: Duration;
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
