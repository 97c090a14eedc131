import type { DatabaseDriver, Snapshot } from './database.ts';
import { AwsFailure, isAws } from './failure.ts';
import { type Polling, pause, poll } from './poll.ts';
import { isOwn, type Ownership, type Tags, whose } from './tags.ts';

export interface SnapshotRequest {
  readonly id: string;
  readonly tags: Tags;
  readonly own: Ownership;
  /** Starts it. */
  readonly create: () => Promise<void>;
}

/** Leads to a snapshot that is available; one of ours that is there already is taken over. */
export function takeSnapshot(driver: DatabaseDriver, request: SnapshotRequest, polling: Polling): Promise<Snapshot> {
  return poll(polling, async () => {
    const found = await driver.describeSnapshot(request.id);
    if (found === undefined) {
      try {
        await request.create();
      } catch (error) {
        if (!isAws(error, 'exists') && !isAws(error, 'busy')) throw error;
      }
      return undefined;
    }
    if (!isOwn(found.tags, request.own)) {
      throw new AwsFailure(
        'refused',
        'Collision',
        `there is a snapshot ${request.id} already, made by ${whose(found.tags)}`,
      );
    }
    if (found.status === 'failed') throw new AwsFailure('refused', 'failed', `snapshot ${request.id} failed`);
    return found.status === 'available' ? found : undefined;
  });
}

/** Deletes a snapshot until it is gone; one that is not ours stays, and that is no failure. */
export async function removeSnapshot(
  driver: DatabaseDriver,
  id: string,
  isOurs: (tags: Tags) => boolean,
  polling: Polling,
): Promise<void> {
  let absent = 0;
  await poll({ ...polling, every: Math.min(polling.every, 1000) }, async () => {
    const found = await driver.describeSnapshot(id);
    absent = found === undefined ? absent + 1 : 0;
    if (found === undefined) return absent >= 3 ? true : undefined;
    if (!isOurs(found.tags)) return true;
    // While it is being made it cannot be deleted.
    if (found.status === 'creating') await pause(polling, polling.every);
    else await deleteNow(driver, id);
    return undefined;
  });
}

async function deleteNow(driver: DatabaseDriver, id: string): Promise<void> {
  try {
    await driver.deleteSnapshot(id);
  } catch (error) {
    if (!isAws(error, 'busy') && !isAws(error, 'missing')) throw error;
  }
}
