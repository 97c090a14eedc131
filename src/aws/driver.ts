import type { AwsAccount } from './account.ts';
import { clusterDriver } from './cluster-driver.ts';
import type { DatabaseDriver, DatabaseKind } from './database.ts';
import { instanceDriver } from './instance-driver.ts';

export function databaseDriver(account: AwsAccount, kind: DatabaseKind): DatabaseDriver {
  return account.shared(`driver ${kind}`, () =>
    kind === 'instance' ? instanceDriver(account) : clusterDriver(account),
  );
}
