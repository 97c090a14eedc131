import type { AwsAccount } from './account.ts';
import { describeTaskDefinition, listTasks } from './ecs-read.ts';
import { isAws } from './failure.ts';

/**
 * Names of parameters that tasks of a cluster read when they started, or read when they start again: of every task that
 * runs, begins or is being stopped, of whatever service, and of tasks on their own.
 */
export async function referencedParameters(account: AwsAccount, cluster: string): Promise<ReadonlySet<string>> {
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
