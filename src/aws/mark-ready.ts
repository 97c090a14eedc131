import type { AwsAccount } from './account.ts';
import type { Database } from './database.ts';

/** Says that what no description shows, such as a new master password, is in use. */
const settledKey = 'release:settled';

export function isSettled({ tags }: Database): boolean {
  return tags.get(settledKey) === 'yes';
}

export async function markSettled(account: AwsAccount, { arn }: Database): Promise<void> {
  const Tags = [{ Key: settledKey, Value: 'yes' }];
  await account.write('rds', (rds) => rds.addTagsToResource({ ResourceName: arn, Tags }), 'rds:AddTagsToResource');
}
