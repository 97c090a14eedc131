import type { AwsAccount } from './account.ts';
import { databaseDriver } from './driver.ts';
import { decodeEntry, readLog } from './fence.ts';
import { type Inventory, readActive, referencedGenerations } from './inventory.ts';
import { liveGeneration } from './judge.ts';
import { generationParameter, logPath } from './names.ts';
import { deleteParameter } from './parameters.ts';
import type { Polling } from './poll.ts';
import { removeDatabase } from './remove-database.ts';
import { removeSnapshot } from './snapshots.ts';
import { isOfNamespace } from './tags.ts';

export interface GenerationRemoval {
  readonly generation: string;
  /** Undefined: no cluster runs tasks that could depend on it. */
  readonly cluster: string | undefined;
  readonly finalSnapshot: boolean;
}

/**
 * Removes all of a generation: the database, then what tells of it, then what it was made from. Looks again right before
 * it begins, whatever was found earlier; gives the reason why it left the generation alone, if it did.
 */
export async function removeGeneration(
  account: AwsAccount,
  inventory: Inventory,
  { generation, cluster, finalSnapshot }: GenerationRemoval,
  polling: Polling,
): Promise<string | undefined> {
  const { namespace } = inventory;
  const active = await readActive(account, namespace);
  if (active?.generation === generation) return 'it is active now';
  const log = (await readLog(account, logPath(namespace))).flatMap(({ value }) => decodeEntry(value) ?? []);
  if (liveGeneration(log, account.clock.now()) === generation) return 'somebody puts it into use now';
  if (cluster !== undefined && (await referencedGenerations(account, cluster, namespace)).has(generation)) {
    return 'a task depends on it';
  }
  for (const { id, kind } of inventory.databases.filter((one) => one.generation === generation)) {
    await removeDatabase(databaseDriver(account, kind), { id, namespace, finalSnapshot }, polling);
  }
  if (inventory.parameters.has(generation)) await deleteParameter(account, generationParameter(namespace, generation));
  for (const { id, kind, where } of inventory.snapshots.filter((one) => !one.final && one.generation === generation)) {
    await removeSnapshot(databaseDriver(where, kind), id, (tags) => isOfNamespace(tags, namespace), polling);
  }
  return undefined;
}
