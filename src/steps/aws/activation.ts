import { createHash } from 'node:crypto';
import { databaseKinds } from '../../aws/database.ts';
import { activeParameter, logPath } from '../../aws/names.ts';
import type { PlanProcess, PlanStep } from '../../plan/model.ts';
import type { JsonMap } from '../../util/json.ts';
import type { AwsSpace } from './spaces.ts';

/** A generation that is put back, with the revision that uses it. */
export interface Activation {
  readonly generation: string;
  readonly taskDefinition: string;
}

/** Where it is put back: a space with a service. */
export type ActivatedSpace = AwsSpace & { readonly cluster: string; readonly service: string };

/**
 * The process that puts a kept generation back: the steps of a release, without those that make something. The order is
 * that of a release too: fence, what is there now, pointer, service, and the proof behind which it stays.
 */
export function activationProcess(space: ActivatedSpace, { generation, taskDefinition }: Activation): PlanProcess {
  const { namespace, place, cluster, service, every, bake } = space;
  const aws = { ...place };
  const own = { aws, namespace, generation, ...(every !== undefined && { every }) };
  const [fence, previous] = ['{{steps.fence.outputs.fence}}', '{{steps.before.outputs.taskDefinition}}'];
  const there = { cluster, service };
  const steps: readonly (readonly [id: string, name: string, kind: string, inputs: JsonMap])[] = [
    [
      'fence',
      'Take the namespace, so that nobody else deploys there',
      'aws/ssm-put',
      { ...own, name: logPath(namespace), mode: 'append' },
    ],
    [
      'database',
      'See that the database can be used',
      'aws/rds-verify',
      { ...own, kind: space.kinds[0] ?? databaseKinds[0], fence },
    ],
    ['before', 'Look at the service as it is', 'aws/ecs-verify', { ...own, ...there, before: true, steady: false }],
    ['previous', 'Note the active database', 'aws/ssm-get', { aws, name: activeParameter(namespace), optional: true }],
    [
      'activate',
      'Set it active',
      'aws/ssm-put',
      {
        ...own,
        name: activeParameter(namespace),
        fence,
        unchangedSince: '{{steps.previous.outputs.version}}',
        value: {
          ts: generation,
          release: '{{release.id}} {{release.version}}',
          owner: '{{steps.fence.outputs.owner}}',
        },
      },
    ],
    [
      'service',
      'Move the service to the build that used it',
      'aws/ecs-deploy',
      { ...own, ...there, taskDefinition, previous, steady: '{{steps.before.outputs.steady}}', fence, active: true },
    ],
    [
      'verify',
      'Wait until all tasks run on it; from here on it stays',
      'aws/ecs-verify',
      { ...own, ...there, taskDefinition, fence, active: true, ...(bake !== undefined && { bake }) },
    ],
  ];
  const made = steps.map(
    ([id, name, kind, inputs], index): PlanStep => ({
      path: id,
      id,
      name,
      project: space.deploys,
      kind,
      with: inputs,
      needs: index === 0 ? [] : [index - 1],
      run: 'success',
      timeoutSeconds: 3600,
      retry: { attempts: 1, backoffSeconds: 0 },
      idempotent: false,
      rollingWindow: 0,
    }),
  );
  const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex');
  return { project: space.deploys, digest, steps: made };
}
