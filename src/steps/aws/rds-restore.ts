import type { RestoreRequest } from '../../aws/database.ts';
import { databaseDriver } from '../../aws/driver.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { readActive, referencedGenerations } from '../../aws/inventory.ts';
import { databaseId } from '../../aws/names.ts';
import { poll } from '../../aws/poll.ts';
import { removeDatabase } from '../../aws/remove-database.ts';
import { restoreDatabase } from '../../aws/restore-database.ts';
import { isOwn, type Tags } from '../../aws/tags.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { StepContext, StepKind } from '../kind.ts';
import { integerInput, textInput, textsInput } from '../read-inputs.ts';
import { compensate } from './compensate.ts';
import { observe, perform } from './perform.ts';
import { memberNameProblem, restoreInputs } from './restore-inputs.ts';
import { databaseKindOf, guard, ownershipOf, pollingOf, settingOf, tagsOf } from './setting.ts';

/** Makes a database of a snapshot, named by its generation, beside the one that is in use. */
export const rdsRestore: StepKind = {
  info: {
    name: 'aws/rds-restore',
    package: 'none',
    undo: true,
    undoFailed: true,
    literal: [],
    outputs: () => ['database', 'arn', 'endpoint', 'port', 'resourceId', 'generation', 'secretArn'],
    usesAllValues: () => false,
    inputs: restoreInputs,
    problem: memberNameProblem,
  },
  observe: (context) =>
    observe(async () => {
      const { account, namespace, generation } = settingOf(context, new AbortController().signal);
      const driver = databaseDriver(account, databaseKindOf(context));
      return (await driver.describe(databaseId(namespace, generation))) !== undefined;
    }),
  run: (context, signal) =>
    perform(async () => {
      const setting = settingOf(context, signal);
      const { account, namespace, generation, polling } = setting;
      await guard(setting, false);
      const own = ownershipOf(setting, textInput(context.inputs, 'snapshot') ?? '');
      const request = requestOf(context, databaseId(namespace, generation), tagsOf(own, context));
      context.log?.(`database ${request.id} of snapshot ${request.snapshot}\n`);
      const driver = databaseDriver(account, databaseKindOf(context));
      const made = await restoreDatabase(driver, request, own, polling);
      const { id, arn, endpoint, resourceId, secretArn = '' } = made;
      const place = { endpoint: endpoint?.address ?? '', port: endpoint?.port ?? 0 };
      context.log?.(`${id} is ready at ${place.endpoint}:${place.port}\n`);
      return { kind: 'succeeded', outputs: { database: id, arn, ...place, resourceId, generation, secretArn } };
    }),
  undo: undoRestore,
};

/** Deletes the database once nothing leads to it any more. */
function undoRestore(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return compensate(pollingOf(context, signal), async () => {
    const setting = settingOf(context, signal);
    const { account, namespace, generation, polling } = setting;
    const id = databaseId(namespace, generation);
    const driver = databaseDriver(account, databaseKindOf(context));
    const found = await driver.describe(id);
    if (found !== undefined && !isOwn(found.tags, setting))
      return { kind: 'skipped', reason: `${id} was made by others` };
    const active = await readActive(account, namespace);
    if (active?.generation === generation) {
      throw new AwsFailure('refused', 'Active', `${id} stays: /${namespace}/db/active names it`);
    }
    const cluster = textInput(context.inputs, 'cluster');
    if (cluster !== undefined) {
      // Traffic was put back before; what is being stopped still needs its database.
      await poll(polling, async () => {
        const referenced = await referencedGenerations(account, cluster, namespace);
        return referenced.has(generation) ? undefined : true;
      });
    }
    await removeDatabase(driver, { id, namespace, finalSnapshot: false }, polling);
    return { kind: 'succeeded' };
  });
}

function requestOf({ inputs }: StepContext, id: string, tags: Tags): RestoreRequest {
  const optional = {
    instanceClass: textInput(inputs, 'instanceClass'),
    subnetGroup: textInput(inputs, 'subnetGroup'),
    parameterGroup: textInput(inputs, 'parameterGroup'),
    optionGroup: textInput(inputs, 'optionGroup'),
    storageType: textInput(inputs, 'storageType'),
    masterPassword: textInput(inputs, 'masterPassword'),
    port: integerInput(inputs, 'port'),
    backupDays: integerInput(inputs, 'backupDays'),
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    id,
    tags,
    snapshot: textInput(inputs, 'snapshot') ?? '',
    engine: textInput(inputs, 'engine') ?? '',
    engineVersion: textInput(inputs, 'engineVersion') ?? '',
    securityGroups: textsInput(inputs, 'securityGroups'),
    multiAz: inputs.multiAz === true,
    deletionProtection: inputs.deletionProtection !== false,
    publiclyAccessible: inputs.publiclyAccessible === true,
    iamAuthentication: inputs.iamAuthentication === true,
    manageMasterPassword: inputs.manageMasterPassword === true,
    logExports: textsInput(inputs, 'logExports'),
    members: integerInput(inputs, 'members') ?? 1,
    ...given,
  };
}
