import { deployService } from '../../aws/deploy-service.ts';
import { describeService } from '../../aws/ecs-read.ts';
import type { ServiceRequest } from '../../aws/own-definition.ts';
import { rollBackService } from '../../aws/roll-back-service.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import { isRecord } from '../../template/values.ts';
import type { JsonMap } from '../../util/json.ts';
import { failed, type StepContext, type StepKind } from '../kind.ts';
import { mapInput, textInput } from '../read-inputs.ts';
import { compensate } from './compensate.ts';
import { deployInputs, pointerProblem } from './deploy-inputs.ts';
import { observe, perform } from './perform.ts';
import { guard, ownershipOf, pollingOf, settingOf, tagsOf } from './setting.ts';

/**
 * Makes a task definition that of a service: a new one, which is registered, or one that is there already. A service that
 * is missing is made. It does not wait: see ecs-verify.
 */
export const ecsDeploy: StepKind = {
  info: {
    name: 'aws/ecs-deploy',
    package: 'none',
    undo: true,
    undoFailed: true,
    literal: [],
    outputs: () => ['taskDefinition', 'deployment', 'previous'],
    usesAllValues: () => false,
    inputs: deployInputs,
    problem: pointerProblem,
  },
  observe: (context) =>
    observe(async () => {
      const { account } = settingOf(context, new AbortController().signal);
      const { inputs } = context;
      await describeService(account, textInput(inputs, 'cluster') ?? '', textInput(inputs, 'service') ?? '');
      return true;
    }),
  run: (context, signal) =>
    perform(async () => {
      const problem = pointerProblem(context.inputs);
      if (problem !== undefined) return failed(problem);
      const { account, polling } = settingOf(context, signal);
      const request = requestOf(context, signal);
      const { taskDefinition, deployment, previous } = await deployService(account, request, polling);
      context.log?.(`${request.service} gets ${taskDefinition.split('/').at(-1)}\n`);
      return { kind: 'succeeded', outputs: { taskDefinition, deployment, previous } };
    }),
  undo: (context, signal) => undoDeploy(context, signal),
};

function undoDeploy(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return compensate(pollingOf(context, signal), async () => {
    const setting = settingOf(context, signal);
    const wasSteady = context.inputs.steady !== false;
    const request = { ...requestOf(context, signal), guard: () => guard(setting, false), wasSteady };
    await rollBackService(setting.account, request, setting.polling);
    return { kind: 'succeeded' };
  });
}

function requestOf(context: StepContext, signal: AbortSignal): ServiceRequest {
  const { inputs } = context;
  const setting = settingOf(context, signal);
  const { family, ...definition } = mapInput(inputs, 'taskDefinition');
  const own = ownershipOf(setting, setting.generation);
  const checksActive = inputs.active === true;
  return {
    cluster: textInput(inputs, 'cluster') ?? '',
    service: textInput(inputs, 'service') ?? '',
    family: String(family ?? ''),
    definition,
    existing: textInput(inputs, 'taskDefinition'),
    create: optionalMap(inputs, 'create'),
    deploymentConfiguration: optionalMap(inputs, 'deploymentConfiguration'),
    previous: textInput(inputs, 'previous'),
    own,
    tags: tagsOf(own, context),
    clientToken: setting.owner,
    guard: () => guard(setting, checksActive),
  };
}

function optionalMap(inputs: JsonMap, key: string): JsonMap | undefined {
  const value = inputs[key] ?? null;
  return isRecord(value) ? value : undefined;
}
