import { databaseDriver } from '../../aws/driver.ts';
import { snapshotId } from '../../aws/names.ts';
import { placeSchema } from '../../aws/place.ts';
import type { StepKind } from '../kind.ts';
import { observe } from './perform.ts';
import { databaseKindOf, generationInputs, kindInput, settingOf, tagsInput } from './setting.ts';
import { runSnapshot } from './snapshot-run.ts';
import { undoSnapshot } from './snapshot-undo.ts';

/**
 * Takes a snapshot of a database, and brings it to another account when that is asked for: shared, copied there under a
 * key of that account, and no longer shared.
 */
export const rdsSnapshot: StepKind = {
  info: {
    name: 'aws/rds-snapshot',
    package: 'none',
    undo: true,
    undoFailed: true,
    literal: [],
    outputs: () => ['snapshot', 'arn', 'kind', 'engine', 'engineVersion', 'generation', 'createdAt'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['database'],
      properties: {
        database: { type: 'string', minLength: 1, maxLength: 63, description: 'Id of the instance or cluster' },
        source: { ...placeSchema, description: 'Where the database is, when that is another account than `aws`' },
        kmsKey: {
          type: 'string',
          minLength: 1,
          description: 'Key of the own account for the copy of a snapshot of another account',
        },
        shareKey: {
          type: 'string',
          minLength: 1,
          description:
            'Key of the source account that may be shared, for a database with the default key, which may not',
        },
        ...generationInputs,
        ...kindInput,
        ...tagsInput,
      },
    },
  },
  observe: (context) =>
    observe(async () => {
      const { account, namespace, generation } = settingOf(context, new AbortController().signal);
      const driver = databaseDriver(account, databaseKindOf(context));
      return (await driver.describeSnapshot(snapshotId(namespace, generation))) !== undefined;
    }),
  run: runSnapshot,
  undo: undoSnapshot,
};
