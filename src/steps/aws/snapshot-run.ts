import type { AwsAccount } from '../../aws/account.ts';
import type { DatabaseDriver, Snapshot } from '../../aws/database.ts';
import { databaseDriver } from '../../aws/driver.ts';
import { snapshotId } from '../../aws/names.ts';
import { removeSnapshot, takeSnapshot } from '../../aws/snapshots.ts';
import { isOwn, type Ownership, type Tags } from '../../aws/tags.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { StepContext } from '../kind.ts';
import { textInput } from '../read-inputs.ts';
import { perform } from './perform.ts';
import { accountOf, databaseKindOf, guard, ownershipOf, type Setting, settingOf, tagsOf } from './setting.ts';

/** What has to do with one snapshot on its way. */
export interface SnapshotJob {
  readonly setting: Setting;
  readonly id: string;
  /** Of the copy that is shared, when the first one cannot be. */
  readonly sharedId: string;
  readonly database: string;
  readonly own: Ownership;
  readonly tags: Tags;
  readonly target: DatabaseDriver;
  /** Undefined when the database is in the same account. */
  readonly source: { readonly account: AwsAccount; readonly driver: DatabaseDriver } | undefined;
}

export async function snapshotJob(context: StepContext, signal: AbortSignal): Promise<SnapshotJob> {
  const setting = settingOf(context, signal);
  const kind = databaseKindOf(context);
  const id = snapshotId(setting.namespace, setting.generation);
  const database = textInput(context.inputs, 'database') ?? '';
  const own = ownershipOf(setting, database);
  const source = context.inputs.source === undefined ? undefined : accountOf(context, 'source');
  const elsewhere = source !== undefined && (await source.accountId()) !== (await setting.account.accountId());
  return {
    setting,
    id,
    sharedId: id.replace(/src$/, 'shared'),
    database,
    own,
    tags: tagsOf(own, context),
    target: databaseDriver(setting.account, kind),
    source: elsewhere && source !== undefined ? { account: source, driver: databaseDriver(source, kind) } : undefined,
  };
}

export function runSnapshot(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return perform(async () => {
    const job = await snapshotJob(context, signal);
    await guard(job.setting, false);
    context.log?.(`snapshot ${job.id} of ${job.database}\n`);
    const snapshot = job.source === undefined ? await take(job, job.target) : await bring(job, job.source, context);
    const { id, arn, engine, engineVersion, createdAt } = snapshot;
    const { generation } = job.setting;
    const kind = databaseKindOf(context);
    const time = new Date(createdAt).toISOString();
    return {
      kind: 'succeeded',
      outputs: { snapshot: id, arn, kind, engine, engineVersion, generation, createdAt: time },
    };
  });
}

function take({ id, database, own, tags, setting }: SnapshotJob, driver: DatabaseDriver): Promise<Snapshot> {
  const create = (): Promise<void> => driver.createSnapshot(id, database, tags);
  return takeSnapshot(driver, { id, own, tags, create }, setting.polling);
}

/** From the other account to ours. What was only needed on the way is removed at the end, also when that comes after a crash. */
async function bring(
  job: SnapshotJob,
  { driver: source }: NonNullable<SnapshotJob['source']>,
  context: StepContext,
): Promise<Snapshot> {
  const { id, sharedId, own, tags, target, setting } = job;
  const { account, polling } = setting;
  const known = await target.describeSnapshot(id);
  if (known?.status !== 'available') {
    const shareKey = textInput(context.inputs, 'shareKey');
    const taken = await take(job, source);
    const shared =
      shareKey === undefined
        ? taken
        : await takeSnapshot(
            source,
            { id: sharedId, own, tags, create: () => source.copySnapshot(taken.arn, sharedId, tags, shareKey) },
            polling,
          );
    await source.shareSnapshot(shared.id, await account.accountId(), true);
    const kmsKey = textInput(context.inputs, 'kmsKey');
    context.log?.(`copy of ${shared.arn}\n`);
    await takeSnapshot(
      target,
      { id, own, tags, create: () => target.copySnapshot(shared.arn, id, tags, kmsKey) },
      polling,
    );
  }
  for (const one of [sharedId, id]) await removeSnapshot(source, one, (found) => isOwn(found, own), polling);
  return takeSnapshot(
    target,
    { id, own, tags, create: () => Promise.reject(new Error(`bug: ${id} is gone`)) },
    polling,
  );
}
