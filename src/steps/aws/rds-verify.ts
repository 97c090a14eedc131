import { AwsFailure } from '../../aws/failure.ts';
import { Patience } from '../../aws/others.ts';
import { poll } from '../../aws/poll.ts';
import { lookAtGeneration } from '../../aws/usable-generation.ts';
import { neverStarted, type StepKind } from '../kind.ts';
import { perform } from './perform.ts';
import { databaseKindOf, generationInputs, guard, kindInput, settingOf } from './setting.ts';

/** Proves that tasks can use a generation that was made earlier: its database takes connections where its parameter says. */
export const rdsVerify: StepKind = {
  info: {
    name: 'aws/rds-verify',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => ['database', 'endpoint', 'port', 'resourceId', 'parameter'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['generation'],
      properties: { ...generationInputs, ...kindInput },
    },
  },
  observe: neverStarted,
  run: (context, signal) =>
    perform(async () => {
      const setting = settingOf(context, signal);
      const { account, namespace, generation, polling } = setting;
      await guard(setting, false);
      const absent = new Patience();
      const found = await poll(polling, async () => {
        const seen = await lookAtGeneration(account, { namespace, generation, kind: databaseKindOf(context) });
        if (seen.kind === 'usable') return seen;
        if (seen.kind === 'unusable' || (seen.kind === 'missing' && absent.isEnough())) {
          throw new AwsFailure('refused', 'Unusable', seen.why);
        }
        return undefined;
      });
      const { id, endpoint, resourceId } = found.database;
      const place = { endpoint: endpoint?.address ?? '', port: endpoint?.port ?? 0 };
      context.log?.(`${id} takes connections at ${place.endpoint}:${place.port}\n`);
      return { kind: 'succeeded', outputs: { database: id, ...place, resourceId, parameter: found.parameter } };
    }),
};
