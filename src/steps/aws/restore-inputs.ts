import { scalarText } from '../../template/values.ts';
import type { JsonMap } from '../../util/json.ts';
import { generationInputs, kindInput, tagsInput } from './setting.ts';

const name = { type: 'string', minLength: 1 } as const;

/**
 * A restore carries over neither groups nor protection nor tags, so the ones that a cut-over depends on have to be said:
 * without security groups the database would be in the default group of the network.
 */
export const restoreInputs = {
  type: 'object',
  additionalProperties: false,
  required: ['snapshot', 'securityGroups'],
  properties: {
    snapshot: { ...name, description: 'Name or ARN of a snapshot' },
    securityGroups: {
      type: 'array',
      minItems: 1,
      items: { ...name, pattern: '^sg-' },
      description: 'VPC security groups',
    },
    subnetGroup: { ...name, description: 'DB subnet group' },
    parameterGroup: { ...name, description: 'DB parameter group, or that of the cluster' },
    optionGroup: name,
    instanceClass: { ...name, pattern: '^db\\.', description: 'Such as db.t4g.medium' },
    engine: { ...name, description: 'Needed for a cluster: output `engine` of the snapshot' },
    engineVersion: { ...name, description: 'Needed for a cluster: output `engineVersion` of the snapshot' },
    members: { type: 'integer', minimum: 1, maximum: 9, default: 1, description: 'Instances of a cluster' },
    multiAz: { type: 'boolean', default: false },
    deletionProtection: { type: 'boolean', default: true, description: 'It is lifted when the generation is removed' },
    publiclyAccessible: { type: 'boolean', default: false },
    iamAuthentication: { type: 'boolean', default: false },
    storageType: name,
    port: { type: 'integer', minimum: 1150, maximum: 65535 },
    logExports: { type: 'array', items: name, description: 'Logs that go to CloudWatch' },
    backupDays: { type: 'integer', minimum: 0, maximum: 35, description: 'How long automated backups stay' },
    manageMasterPassword: {
      type: 'boolean',
      default: false,
      description: 'Secrets Manager makes and keeps the password',
    },
    masterPassword: { type: 'string', minLength: 8, description: 'A new one: the data brings that of its source' },
    cluster: { ...name, description: 'ECS cluster: an undo deletes the database only when none of its tasks needs it' },
    ...generationInputs,
    ...kindInput,
    ...tagsInput,
  },
  if: { properties: { kind: { const: 'cluster' } }, required: ['kind'] },
  // Otherwise the cluster would get the default version of the region.
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: {
    required: ['engine', 'engineVersion'],
  },
} as const;

const longestNamespace = 44;

/** The instances of a cluster get a number behind its name, and RDS allows 63 characters. */
export function memberNameProblem(inputs: JsonMap, namespace: string | undefined): string | undefined {
  const used = scalarText(inputs.namespace ?? null) ?? namespace ?? '';
  if (inputs.kind !== 'cluster' || used.length <= longestNamespace) return undefined;
  return `the namespace "${used}" has ${used.length} characters, and for a cluster ${longestNamespace} are allowed, because its instances are numbered`;
}
