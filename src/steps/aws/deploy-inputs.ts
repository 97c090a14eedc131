import { isList, isRecord } from '../../template/values.ts';
import type { Json, JsonMap } from '../../util/json.ts';
import { generationInputs, tagsInput } from './setting.ts';

const name = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,255}$' } as const;

export const deployInputs = {
  type: 'object',
  additionalProperties: false,
  required: ['cluster', 'service', 'taskDefinition'],
  properties: {
    cluster: { type: 'string', minLength: 1, description: 'Name or ARN' },
    service: name,
    taskDefinition: {
      type: ['object', 'string'],
      pattern: '^arn:[a-z-]+:ecs:[a-z0-9-]+:\\d{12}:task-definition/[A-Za-z0-9_-]+:\\d+$',
      required: ['family', 'containerDefinitions'],
      description:
        'As RegisterTaskDefinition of ECS takes it; tags are added. Or the ARN of one that is there: then `previous` is needed',
      properties: {
        family: name,
        containerDefinitions: { type: 'array', minItems: 1, items: { type: 'object', required: ['name', 'image'] } },
        tags: false,
      },
    },
    deploymentConfiguration: {
      type: 'object',
      description: 'As UpdateService takes it; it stays as it is by default',
      properties: { minimumHealthyPercent: { type: 'integer', minimum: 100 } },
    },
    create: {
      type: 'object',
      description: 'As CreateService takes it, for when there is no service yet',
      properties: { desiredCount: { type: 'integer', minimum: 1 }, tags: false, clientToken: false },
    },
    previous: {
      type: 'string',
      description:
        'Task definition that was recorded before anything was changed; another one now means somebody else deploys',
    },
    steady: {
      type: 'boolean',
      default: true,
      description: 'False when it was not before: then an undo does not wait until all tasks of `previous` run',
    },
    active: {
      type: 'boolean',
      default: false,
      description: 'Only while `/<namespace>/db/active` is what this deployment made it',
    },
    ...generationInputs,
    ...tagsInput,
  },
  if: { properties: { taskDefinition: { type: 'string' } } },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { required: ['previous'] },
} as const;

/**
 * ECS reads secrets whenever a task starts. If they led through the pointer, tasks of the old task definition would move
 * to the new database without anybody deploying them, and a rolled-back one would stay there.
 */
export function pointerProblem(inputs: JsonMap): string | undefined {
  const found = valuesFrom(inputs.taskDefinition ?? null).find((name) => /\/db\/active$/.test(name));
  if (found === undefined) return undefined;
  return `the task definition reads ${found}, which changes under running tasks: name the parameter of the generation, which never changes`;
}

function valuesFrom(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(valuesFrom);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'valueFrom' && typeof item === 'string' ? [item] : valuesFrom(item),
  );
}
