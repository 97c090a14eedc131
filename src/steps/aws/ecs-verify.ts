import { primaryOf } from '../../aws/ecs-model.ts';
import { describeService } from '../../aws/ecs-read.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { afterFence, endFence } from '../../aws/fence.ts';
import { pause, poll } from '../../aws/poll.ts';
import { isSteady } from '../../aws/roll-back-service.ts';
import { verifyService } from '../../aws/verify-service.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import { neverStarted, type StepContext, type StepKind } from '../kind.ts';
import { durationInput, durationSchema, textInput } from '../read-inputs.ts';
import { perform } from './perform.ts';
import { entryOf } from './put-fence.ts';
import { generationInputs, guard, type Setting, settingOf } from './setting.ts';

const usualBake = 60_000;
const usualWait = 300_000;

/**
 * Proves that a service runs what it should: `before` a deployment, what it runs now; after it, the new task definition.
 * The second is the point of no return: from there on the deployment is kept, whatever fails later.
 */
export const ecsVerify: StepKind = {
  info: {
    name: 'aws/ecs-verify',
    package: 'none',
    undo: false,
    commits: ({ before }) => before !== true,
    literal: [],
    outputs: ({ before }) =>
      before === true ? ['exists', 'taskDefinition', 'running', 'steady'] : ['taskDefinition', 'deployment', 'running'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['cluster', 'service'],
      properties: {
        cluster: { type: 'string', minLength: 1 },
        service: { type: 'string', minLength: 1 },
        taskDefinition: { type: 'string', minLength: 1, description: 'ARN that all its tasks must run' },
        before: {
          type: 'boolean',
          default: false,
          description: 'Looks before the deployment: a service must be steady and lose no task while it is deployed',
        },
        steady: {
          type: 'boolean',
          default: true,
          description: 'before: false takes it as it is, for a way back from what does not work',
        },
        within: { ...durationSchema, description: 'before: how long to wait for it to be steady; 5m by default' },
        bake: { ...durationSchema, description: 'How long no task may start again; 60s by default' },
        active: { type: 'boolean', default: false, description: 'As for ecs-deploy' },
        ...generationInputs,
      },
      if: { properties: { before: { const: true } }, required: ['before'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: {},
      else: { required: ['taskDefinition'] },
    },
  },
  observe: neverStarted,
  run: (context, signal) =>
    perform(() => (context.inputs.before === true ? lookBefore(context, signal) : verify(context, signal))),
};

async function verify(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const setting = settingOf(context, signal);
  const { account, fence, polling } = setting;
  const { inputs } = context;
  const taskDefinition = textInput(inputs, 'taskDefinition') ?? '';
  const place = { cluster: textInput(inputs, 'cluster') ?? '', service: textInput(inputs, 'service') ?? '' };
  if (fence !== undefined && (await isCommitted(setting))) {
    const service = await describeService(account, place.cluster, place.service);
    const deployment = (service && primaryOf(service)?.id) ?? '';
    return { kind: 'succeeded', outputs: { taskDefinition, deployment, running: service?.running ?? 0 } };
  }
  const bake = durationInput(inputs, 'bake') ?? usualBake;
  const tell = (text: string): void => context.log?.(`${text}\n`);
  const { deployment, running } = await verifyService(account, { ...place, taskDefinition, bake, tell }, polling);
  await guard(setting, inputs.active === true);
  if (fence !== undefined) await endFence(account, fence, entryOf(context, setting, 'committed'));
  return { kind: 'succeeded', outputs: { taskDefinition, deployment, running } };
}

async function isCommitted({ account, fence, owner }: Setting): Promise<boolean> {
  const next = fence && (await afterFence(account, fence));
  return next?.kind === 'committed' && next.owner === owner;
}

async function lookBefore(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const { account, polling } = settingOf(context, signal);
  const { inputs, clock } = context;
  const [cluster, name] = [textInput(inputs, 'cluster') ?? '', textInput(inputs, 'service') ?? ''];
  const until = clock.now() + (durationInput(inputs, 'within') ?? usualWait);
  return poll(polling, async (): Promise<AttemptOutcome | undefined> => {
    let service = await describeService(account, cluster, name);
    for (let looks = 1; service === undefined && looks < 3; looks += 1) {
      await pause(polling, 1000);
      service = await describeService(account, cluster, name);
    }
    if (service === undefined || service.status === 'INACTIVE') {
      return { kind: 'succeeded', outputs: { exists: false, taskDefinition: '', running: 0, steady: true } };
    }
    if (service.minimumHealthyPercent < 100 || service.maximumPercent <= 100) {
      const { minimumHealthyPercent: low, maximumPercent: high } = service;
      throw new AwsFailure(
        'refused',
        'Preflight',
        `service ${name} would lose tasks while it is deployed: its minimumHealthyPercent is ${low} and its maximumPercent ${high}; they must be 100 and more than 100`,
      );
    }
    const steady = isSteady(service);
    if (service.status === 'ACTIVE' && (steady || inputs.steady === false)) {
      const taskDefinition = primaryOf(service)?.taskDefinition ?? '';
      return { kind: 'succeeded', outputs: { exists: true, taskDefinition, running: service.running, steady } };
    }
    if (clock.now() < until) return undefined;
    throw new AwsFailure(
      'refused',
      'Preflight',
      `service ${name} is not steady: another deployment is under way, or its tasks do not run`,
    );
  });
}
