import type { DatabaseDriver, Snapshot } from './database.ts';
import { AwsFailure, isAws } from './failure.ts';
import { type Polling, pause, poll } from './poll.ts';
import { isOfNamespace, isOwn, type Ownership, type Tags, whose } from './tags.ts';

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

/** Deletes a snapshot of ours until it is gone; one that is not ours stays, and that is no failure. */
export async function removeSnapshot(
  driver: DatabaseDriver,
  id: string,
  namespace: string,
  polling: Polling,
): Promise<void> {
  let absent = 0;
  await poll(polling, async () => {
    const found = await driver.describeSnapshot(id);
    if (found !== undefined) {
      absent = 0;
      if (!isOfNamespace(found.tags, namespace)) return true;
      try {
        await driver.deleteSnapshot(id);
      } catch (error) {
        if (!isAws(error, 'busy') && !isAws(error, 'missing')) throw error;
        // While it is being made it cannot be deleted.
        if (isAws(error, 'busy')) return undefined;
      }
    } else absent += 1;
    if (absent >= 3) return true;
    await pause(polling, 1000);
    while (absent < 3 && (await driver.describeSnapshot(id)) === undefined) {
      absent += 1;
      await pause(polling, 1000);
    }
    return absent >= 3 ? true : undefined;
  });
}
