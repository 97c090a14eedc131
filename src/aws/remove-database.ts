import type { Database, DatabaseDriver } from './database.ts';
import { isBroken } from './database.ts';
import { AwsFailure, isAws } from './failure.ts';
import { finalSnapshotId } from './names.ts';
import { type Polling, pause, poll } from './poll.ts';
import { isOfNamespace } from './tags.ts';

export interface Removal {
  readonly id: string;
  readonly namespace: string;
  readonly finalSnapshot: boolean;
}

/**
 * Deletes a database of ours until it is gone. Its protection is lifted only because its tags say that it is ours. A
 * final snapshot that is there already is not made again.
 */
export async function removeDatabase(driver: DatabaseDriver, removal: Removal, polling: Polling): Promise<void> {
  let absent = 0;
  await poll(polling, async () => {
    const found = await driver.describe(removal.id);
    absent = found === undefined ? absent + 1 : 0;
    if (found !== undefined) await advance(driver, removal, found);
    // One look that finds nothing may be an old one.
    while (absent > 0 && absent < 3) {
      await pause(polling, 1000);
      absent = (await driver.describe(removal.id)) === undefined ? absent + 1 : 0;
    }
    return absent >= 3 ? true : undefined;
  });
}

async function advance(driver: DatabaseDriver, removal: Removal, found: Database): Promise<void> {
  if (!isOfNamespace(found.tags, removal.namespace)) {
    throw new AwsFailure(
      'refused',
      'NotOurs',
      `database ${removal.id} does not carry the tags of ${removal.namespace}`,
    );
  }
  if (found.status === 'deleting') return;
  try {
    if (found.deletionProtection) {
      await driver.unprotect(found.id);
      return;
    }
    const final = await finalSnapshotFor(driver, removal, found);
    if (final !== 'wait') await driver.remove(found, final === 'none' ? undefined : final.id);
  } catch (error) {
    if (!isAws(error, 'busy') && !isAws(error, 'missing') && !isAws(error, 'exists')) throw error;
  }
}

async function finalSnapshotFor(
  driver: DatabaseDriver,
  { finalSnapshot }: Removal,
  found: Database,
): Promise<'none' | 'wait' | { readonly id: string }> {
  // A database that never worked has nothing worth keeping, and takes no final snapshot.
  if (!finalSnapshot || isBroken(found.status)) return 'none';
  const id = finalSnapshotId(found.id);
  const known = await driver.describeSnapshot(id);
  if (known === undefined) return found.status === 'available' ? { id } : 'wait';
  if (known.source !== found.id) {
    throw new AwsFailure('refused', 'Collision', `there is a snapshot ${id} of another database`);
  }
  return known.status === 'available' ? 'none' : 'wait';
}
