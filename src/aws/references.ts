import type { AwsAccount } from './account.ts';
import { Batch } from './batch.ts';
import { describeTaskDefinition, listTasks } from './ecs-read.ts';
import { isAws } from './failure.ts';

/**
 * Names of parameters that tasks of a cluster read when they started, or read when they start again: of every task that
 * runs, begins or is being stopped, of whatever service, and of tasks on their own.
 */
export async function referencedParameters(account: AwsAccount, cluster: string): Promise<ReadonlySet<string>> {
  // Tenants that clean up at the same time share one look at their cluster.
  const batch = account.shared(
    'references',
    () =>
      new Batch(account.clock, 1, async (clusters) => {
        const found = await Promise.all(clusters.map((one) => readReferences(account, one)));
        return new Map(clusters.map((one, index) => [one, found[index] ?? new Set<string>()]));
      }),
  );
  return (await batch.get(cluster)) ?? new Set();
}

async function readReferences(account: AwsAccount, cluster: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  try {
    const living = (await listTasks(account, cluster)).filter(({ status }) => status !== 'STOPPED');
    for (const arn of new Set(living.map(({ taskDefinition }) => taskDefinition))) {
      const definition = await describeTaskDefinition(account, arn);
      for (const secret of definition?.secrets ?? []) names.add(parameterName(secret));
    }
  } catch (error) {
    // A cluster that is not there runs nothing.
    if (!isAws(error, 'missing')) throw error;
  }
  return names;
}

/** `/a/b` of `/a/b` or of `arn:aws:ssm:…:parameter/a/b`. */
export function parameterName(valueFrom: string): string {
  const place = valueFrom.indexOf(':parameter/');
  return place < 0 ? valueFrom : valueFrom.slice(place + ':parameter'.length);
}
