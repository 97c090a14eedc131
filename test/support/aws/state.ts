/** All that the imitated AWS knows of one account in one region. Plain data, so that a moment of it can be kept. */
export interface AccountState {
  readonly id: string;
  readonly region: string;
  readonly instances: Map<string, DatabaseState>;
  readonly clusters: Map<string, DatabaseState>;
  readonly snapshots: Map<string, SnapshotState>;
  readonly clusterSnapshots: Map<string, SnapshotState>;
  readonly parameters: Map<string, ParameterState>;
  readonly services: Map<string, ServiceState>;
  readonly taskDefinitions: TaskDefinitionState[];
  readonly tasks: TaskState[];
  /** What will happen by itself, in order of time. */
  queue: Happening[];
  nextId: number;
  readonly known: {
    readonly subnetGroups: Set<string>;
    readonly parameterGroups: Set<string>;
    readonly securityGroups: Set<string>;
  };
  readonly limits: { instances: number; snapshots: number };
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface DatabaseState {
  readonly id: string;
  status: string;
  readonly resourceId: string;
  readonly createdAt: number;
  engine: string;
  engineVersion: string;
  tags: Tag[];
  securityGroups: string[];
  parameterGroup: string;
  parameterStatus: string;
  subnetGroup: string;
  instanceClass: string;
  multiAz: boolean;
  deletionProtection: boolean;
  publiclyAccessible: boolean;
  backupRetention: number;
  pending: { [key: string]: string };
  hasEndpoint: boolean;
  /** Of an instance that belongs to a cluster. */
  readonly cluster?: string;
  /** What the data came from; the real API does not tell. */
  readonly snapshot: string;
  masterPassword: string;
  managedPassword: boolean;
}

export interface SnapshotState {
  readonly id: string;
  readonly source: string;
  status: string;
  readonly createdAt: number;
  engine: string;
  engineVersion: string;
  tags: Tag[];
  readonly manual: boolean;
  readonly kmsKey: string | undefined;
  readonly shared: string[];
}

export interface ParameterState {
  readonly name: string;
  type: string;
  readonly versions: { value: string; version: number; at: number }[];
  tags: Tag[];
}

export interface TaskDefinitionState {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly input: { readonly [key: string]: unknown };
  readonly tags: { key: string; value: string }[];
  status: 'ACTIVE' | 'INACTIVE';
}

export interface DeploymentState {
  readonly id: string;
  status: 'PRIMARY' | 'ACTIVE';
  readonly taskDefinition: string;
  rollout: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  failed: number;
  desired: number;
  readonly createdAt: number;
}

export interface ServiceState {
  readonly key: string;
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desired: number;
  deployments: DeploymentState[];
  minimumHealthyPercent: number;
  maximumPercent: number;
  breaker: { enable: boolean; rollback: boolean };
  tags: { key: string; value: string }[];
  readonly clientToken: string | undefined;
}

export interface TaskState {
  readonly arn: string;
  readonly cluster: string;
  readonly service: string | undefined;
  readonly deployment: string;
  readonly taskDefinition: string;
  status: 'PENDING' | 'RUNNING' | 'STOPPING' | 'STOPPED';
  readonly startedAt: number;
  /** Database parameters it read when it started. */
  readonly secrets: readonly string[];
  stoppedReason?: string;
}

export type Happening = { readonly at: number } & (
  | {
      readonly kind: 'database';
      readonly of: 'instances' | 'clusters';
      readonly id: string;
      readonly resource: string;
      readonly status: string;
    }
  | {
      readonly kind: 'database-gone';
      readonly of: 'instances' | 'clusters';
      readonly id: string;
      readonly resource: string;
    }
  | {
      readonly kind: 'snapshot';
      readonly of: 'snapshots' | 'clusterSnapshots';
      readonly id: string;
      readonly status: string;
    }
  | { readonly kind: 'start-tasks'; readonly service: string; readonly deployment: string }
  | { readonly kind: 'task-up'; readonly task: string }
  | { readonly kind: 'check-rollout'; readonly service: string; readonly deployment: string }
  | { readonly kind: 'drain'; readonly service: string; readonly deployment: string }
  | { readonly kind: 'crash'; readonly service: string; readonly deployment: string }
  | { readonly kind: 'service-gone'; readonly service: string }
);

export function emptyAccount(id: string, region: string): AccountState {
  return {
    id,
    region,
    instances: new Map(),
    clusters: new Map(),
    snapshots: new Map(),
    clusterSnapshots: new Map(),
    parameters: new Map(),
    services: new Map(),
    taskDefinitions: [],
    tasks: [],
    queue: [],
    nextId: 1,
    known: {
      subnetGroups: new Set(['records']),
      parameterGroups: new Set(['default.mysql8.0', 'records-mysql8', 'default.aurora-mysql8.0', 'records-aurora8']),
      securityGroups: new Set(['sg-default', 'sg-records']),
    },
    limits: { instances: 40, snapshots: 100 },
  };
}
