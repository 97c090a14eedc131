import type { Database, DatabaseDriver, RestoreRequest } from './database.ts';
import { isBroken } from './database.ts';
import { AwsFailure, isAws } from './failure.ts';
import { type Polling, poll } from './poll.ts';
import { isOwn, type Ownership, whose } from './tags.ts';

/**
 * Leads to a database that is ready: there, with the configuration that was asked for, in use, and with an endpoint. It
 * looks before each act, so after a crash it goes on where the restore is by now.
 */
export function restoreDatabase(
  driver: DatabaseDriver,
  request: RestoreRequest,
  own: Ownership,
  polling: Polling,
): Promise<Database> {
  return poll(polling, () => advance(driver, request, own));
}

async function advance(driver: DatabaseDriver, request: RestoreRequest, own: Ownership): Promise<Database | undefined> {
  const found = await driver.describe(request.id);
  try {
    if (found === undefined) {
      await driver.restore(request);
      return undefined;
    }
    if (!isOwn(found.tags, own)) throw collision(request.id, found);
    // Of an earlier attempt that was taken back: the name is free when it is gone.
    if (found.status === 'deleting') return undefined;
    if (isBroken(found.status)) {
      throw new AwsFailure('refused', found.status, `database ${request.id} ended ${found.status}`);
    }
    return (await driver.settle(found, request)) === 'ready' ? found : undefined;
  } catch (error) {
    // Our own first try had arrived, or somebody has taken the name: the next look tells.
    if (isAws(error, 'exists') || isAws(error, 'busy')) return undefined;
    throw error;
  }
}

function collision(id: string, { tags }: Database): AwsFailure {
  return new AwsFailure('refused', 'Collision', `there is a database ${id} already, made by ${whose(tags)}`);
}
