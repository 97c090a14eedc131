/** A service as it is judged here. */
export interface Service {
  readonly name: string;
  readonly arn: string;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desired: number;
  readonly running: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** The first is PRIMARY. Empty for services that something else deploys, such as CodeDeploy. */
  readonly deployments: readonly Deployment[];
  readonly taskDefinition: string;
  /** Owner tag, when the service was made by a deployment of ours. */
  readonly createdBy: string | undefined;
}

export interface Deployment {
  readonly id: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly rollout: string;
  readonly reason: string;
  readonly desired: number;
  readonly running: number;
  readonly failed: number;
}

export interface Task {
  readonly arn: string;
  readonly taskDefinition: string;
  readonly startedBy: string;
  /** Such as PENDING, RUNNING, DEACTIVATING, STOPPED. */
  readonly status: string;
  readonly stoppedReason: string;
}

export interface TaskDefinition {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Names or ARNs of all parameters and secrets that its containers read when a task starts. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970; 0 when AWS does not tell. */
  readonly registeredAt: number;
}

export function primaryOf({ deployments }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}
