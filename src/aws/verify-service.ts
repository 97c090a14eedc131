import type { AwsAccount } from './account.ts';
import { type Deployment, primaryOf, type Service, type Task } from './ecs-model.ts';
import { describeService, listTasks } from './ecs-read.ts';
import { AwsFailure } from './failure.ts';
import { type Polling, poll } from './poll.ts';

export interface VerifyRequest {
  readonly cluster: string;
  readonly service: string;
  readonly taskDefinition: string;
  /** Milliseconds during which no task may start again. */
  readonly bake: number;
  /** Says what is seen, when it changes. */
  readonly tell: (text: string) => void;
}

export interface Verified {
  readonly deployment: string;
  readonly running: number;
}

const readsThatAgree = 3;
/** So many new tasks in a service that was complete are no accident. */
const restartsAllowed = 2;

/**
 * Waits until the service runs this task definition and nothing else, with all its tasks, several looks in a row. The
 * waiter of the SDK takes a service that was rolled back for a success, so it is of no use here.
 */
export async function verifyService(account: AwsAccount, request: VerifyRequest, polling: Polling): Promise<Verified> {
  const seen = new Sightings(request.bake);
  let told = '';
  return poll(polling, async () => {
    const look = await lookAt(account, request);
    const text = look.kind === 'good' ? 'all tasks run the new task definition' : look.reason;
    if (text !== told) request.tell(text);
    told = text;
    return seen.add(look, account.clock.now());
  });
}

type Look =
  | {
      readonly kind: 'good';
      readonly deployment: Deployment;
      readonly running: number;
      readonly ended: readonly string[];
    }
  /** `ended`: tasks of this deployment that have stopped by themselves, once ECS takes it for complete. */
  | { readonly kind: 'not-yet'; readonly reason: string; readonly ended?: readonly string[] }
  /** It will not come: believed when several looks agree, because one may be of a moment long ago. */
  | { readonly kind: 'bad'; readonly reason: string };

/** Good looks in a row, and tasks that ended between them. */
class Sightings {
  readonly #bake: number;
  #good = 0;
  #bad = 0;
  #since = 0;
  /** Tasks that had ended when the deployment was first complete: those belong to its beginning. */
  #before: ReadonlySet<string> | undefined;
  #restarts = 0;

  constructor(bake: number) {
    this.#bake = bake;
  }

  add(look: Look, now: number): Verified | undefined {
    this.#bad = look.kind === 'bad' ? this.#bad + 1 : 0;
    if (look.kind === 'bad') {
      if (this.#bad >= readsThatAgree) throw failed(look.reason);
      this.#good = 0;
      return undefined;
    }
    this.#countRestarts(look.ended);
    if (look.kind === 'not-yet') {
      this.#good = 0;
      return undefined;
    }
    if (this.#good === 0) this.#since = now;
    this.#good += 1;
    if (this.#good < readsThatAgree || now - this.#since < this.#bake) return undefined;
    return { deployment: look.deployment.id, running: look.running };
  }

  #countRestarts(ended: readonly string[] | undefined): void {
    if (ended === undefined) return;
    this.#before ??= new Set(ended);
    const before = this.#before;
    const restarts = ended.filter((arn) => !before.has(arn)).length;
    if (restarts > this.#restarts) this.#good = 0;
    this.#restarts = restarts;
    if (restarts > restartsAllowed) throw failed('its tasks keep starting again');
  }
}

async function lookAt(account: AwsAccount, request: VerifyRequest): Promise<Look> {
  const service = await describeService(account, request.cluster, request.service);
  if (service === undefined) return notYet('the service is not visible');
  if (service.status !== 'ACTIVE') return bad(`service ${request.service} is ${service.status.toLowerCase()}`);
  const primary = primaryOf(service);
  if (primary === undefined) {
    throw failed(
      `service ${request.service} has no deployment of ECS's own; services that CodeDeploy deploys cannot be verified`,
    );
  }
  if (primary.taskDefinition !== request.taskDefinition) return bad(notPrimary(service, primary, request));
  if (primary.rollout === 'FAILED') {
    return bad(`ECS gave up on the deployment: ${primary.reason || 'its tasks did not become healthy'}`);
  }
  if (service.desired === 0)
    return bad(`the desired count of ${request.service} is 0, so nothing proves that it works`);
  return judge(service, primary, await listTasksWhenClose(account, request, service, primary));
}

/** As long as ECS itself is not through, its tasks are not worth a call. */
async function listTasksWhenClose(
  account: AwsAccount,
  { cluster, service: name }: VerifyRequest,
  service: Service,
  primary: Deployment,
): Promise<readonly Task[] | undefined> {
  const close = primary.rollout === 'COMPLETED' && service.deployments.length === 1;
  return close ? listTasks(account, cluster, name) : undefined;
}

function judge(service: Service, primary: Deployment, tasks: readonly Task[] | undefined): Look {
  if (tasks === undefined) {
    const failures = primary.failed > 0 ? `, ${primary.failed} failed` : '';
    return notYet(
      `${primary.rollout.toLowerCase().replace('_', ' ')}: ${primary.running} of ${service.desired} tasks run${failures}`,
    );
  }
  const living = tasks.filter(({ status }) => status !== 'STOPPED');
  const ended = tasks.filter((task) => hasEnded(task, primary)).map(({ arn }) => arn);
  const old = living.filter(({ taskDefinition }) => taskDefinition !== primary.taskDefinition);
  if (old.length > 0) return { ...notYet(`${old.length} tasks still run an older task definition`), ended };
  const running = living.filter(({ status }) => status === 'RUNNING').length;
  if (running !== service.desired) return { ...notYet(`${running} of ${service.desired} tasks run`), ended };
  return { kind: 'good', deployment: primary, running, ended };
}

/** By itself: what an autoscaler or a deployment stops has done nothing wrong. */
function hasEnded({ status, startedBy, stoppedReason }: Task, { id }: Deployment): boolean {
  return status === 'STOPPED' && startedBy === id && !/scaling activity|deployment/i.test(stoppedReason);
}

function notPrimary(service: Service, primary: Deployment, { taskDefinition }: VerifyRequest): string {
  const [wanted, current] = [taskDefinition, primary.taskDefinition].map((arn) => arn.split('/').at(-1));
  const still = service.deployments.some((one) => one.taskDefinition === taskDefinition);
  const how = still ? 'is being replaced' : 'was rolled back';
  return `${wanted} ${how}: service ${service.name} runs ${current}`;
}

function bad(reason: string): Look {
  return { kind: 'bad', reason };
}

function notYet(reason: string): Extract<Look, { readonly kind: 'not-yet' }> {
  return { kind: 'not-yet', reason };
}

function failed(message: string): AwsFailure {
  return new AwsFailure('refused', 'NotVerified', message);
}
