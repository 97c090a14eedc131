import { readInventory } from '../aws/inventory.ts';
import { holderOf } from '../aws/judge.ts';
import { lookBack, type WayBack } from '../aws/way-back.ts';
import type { Plan } from '../plan/model.ts';
import type { RunStore } from '../run/ports.ts';
import type { ActivatedSpace } from '../steps/aws/activation.ts';
import { activationPlan } from '../steps/aws/activation-plan.ts';
import type { ActivationDocument } from '../views/activation.ts';
import { questionOf } from './aws-question.ts';
import { exitCode } from './exit-code.ts';
import { type Failure, failure, failures } from './failure.ts';
import { openAws } from './open-aws.ts';
import type { PlannedSpace } from './open-spaces.ts';
import type { Surroundings } from './surroundings.ts';

export interface PlannedActivation {
  readonly kind: 'planned';
  readonly plan: Plan;
  readonly document: ActivationDocument;
}

/** What it takes to put a generation back, when it can be used and nobody deploys there. Changes nothing. */
export async function planActivation(
  surroundings: Surroundings,
  store: RunStore,
  space: PlannedSpace,
  generation: string,
): Promise<PlannedActivation | Failure> {
  const { cluster, service, namespace, project } = space;
  if (cluster === undefined || service === undefined) {
    return failure(
      'REL3010',
      `Project ${project} has no service in ${namespace} that could be moved`,
      'release aws show',
    );
  }
  const aws = openAws(surroundings);
  const account = aws.at(space.place);
  const inventory = await readInventory(account, questionOf(aws, space));
  const busy = refusesBusy(space, holderOf(inventory.log, account.clock.now()));
  if (busy !== undefined) return busy;
  const way = await lookBack(account, inventory, { generation, cluster, service });
  if (way === undefined) {
    const known = inventory.databases
      .map((one) => one.generation)
      .filter((one) => one !== inventory.active?.generation);
    const hint =
      known.length === 0 ? 'nothing else was kept' : `there are: ${known.toSorted().toReversed().join(', ')}`;
    return failure('REL3010', `There is no database of generation ${generation} in ${namespace}`, hint);
  }
  const { taskDefinition, problems } = way;
  if (problems.length > 0 || taskDefinition === undefined) return refused(problems, way);
  const origin = /^(.*) (\S+)$/.exec(way.release);
  const [release, version] = [origin?.[1] ?? space.plan.header.release, origin?.[2] ?? generation];
  const from = await versionThere(store, space);
  const activation = { generation, taskDefinition, release, version, from };
  const plan = activationPlan(space.plan, { ...space, cluster, service } satisfies ActivatedSpace, activation);
  return { kind: 'planned', plan, document: documentOf(space, way, taskDefinition, plan) };
}

function refusesBusy(
  { namespace, tenant, environment }: PlannedSpace,
  holder: ReturnType<typeof holderOf>,
): Failure | undefined {
  if (holder === undefined) return undefined;
  const { run, release, at } = holder;
  const hint = `let it end: release resume ${run}; or, when it will never go on: release aws unlock ${tenant} ${environment} --run ${run}`;
  const told = failure('REL3029', `Run ${run} of release ${release} holds ${namespace} since ${at}`, hint);
  return { ...told, exit: exitCode.lockHeld };
}

function refused(problems: readonly string[], { generation }: WayBack): Failure {
  return failures(
    problems.map((problem) => ({
      code: 'REL2170',
      severity: 'error',
      summary: `${generation} cannot be put back: ${problem}`,
      hint: 'release aws show names the generations that are there, and their states',
    })),
  );
}

async function versionThere(store: RunStore, { tenant, environment, deploys }: PlannedSpace): Promise<string | null> {
  const rows = await store.deployed({ project: deploys });
  const own = rows.filter((row) => row.tenant === tenant && row.environment === environment);
  return own.findLast(({ state }) => state === 'succeeded')?.version ?? null;
}

function documentOf(
  { tenant, environment, namespace, deploys }: PlannedSpace,
  { generation, release, database, from, warnings }: WayBack,
  taskDefinition: string,
  plan: Plan,
): ActivationDocument {
  const steps = plan.processes[0]?.steps ?? [];
  return {
    schemaVersion: 1,
    tenant,
    environment,
    namespace,
    project: deploys,
    generation,
    release,
    database,
    done: from.generation === generation && from.taskDefinition === taskDefinition,
    from,
    to: { generation, taskDefinition },
    warnings,
    steps: steps.map(({ id, kind, name }) => ({ id, kind, name })),
  };
}
