import type { Tags } from './tags.ts';

/** What this program knows of a database, be it an RDS instance or an Aurora cluster. */
export interface Database {
  readonly id: string;
  readonly arn: string;
  /** As AWS names it, such as `available`. */
  readonly status: string;
  /** Never used again, unlike the id. */
  readonly resourceId: string;
  /** Milliseconds since 1970; 0 while AWS does not tell. */
  readonly createdAt: number;
  readonly engine: string;
  readonly engineVersion: string;
  readonly endpoint?: { readonly address: string; readonly port: number };
  readonly tags: Tags;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  /** What was asked for is not in use yet. */
  readonly pending: boolean;
  readonly needsReboot: boolean;
  readonly multiAz: boolean;
  readonly deletionProtection: boolean;
  readonly backupDays: number;
  /** Secrets Manager keeps the master password. */
  readonly secretArn?: string;
  /** Instances of a cluster. */
  readonly members: readonly string[];
}

/** All that a restore has to say again: RDS carries none of it over. */
export interface RestoreRequest {
  readonly id: string;
  /** Name, or ARN. */
  readonly snapshot: string;
  readonly tags: Tags;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass?: string;
  readonly subnetGroup?: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup?: string;
  readonly optionGroup?: string;
  readonly multiAz: boolean;
  readonly deletionProtection: boolean;
  readonly publiclyAccessible: boolean;
  readonly iamAuthentication: boolean;
  readonly storageType?: string;
  readonly port?: number;
  readonly logExports: readonly string[];
  readonly manageMasterPassword: boolean;
  /** Cannot be given at restore: it is changed before the database counts as ready. */
  readonly masterPassword?: string;
  readonly backupDays?: number;
  /** Instances of a cluster. */
  readonly members: number;
}

export interface Snapshot {
  readonly id: string;
  readonly arn: string;
  readonly status: string;
  readonly source: string;
  readonly createdAt: number;
  readonly engine: string;
  readonly engineVersion: string;
  readonly encrypted: boolean;
  readonly tags: Tags;
  /** Account that it belongs to. */
  readonly account: string;
}

/** One port for both kinds of databases; nothing above it knows the difference. */
export interface DatabaseDriver {
  readonly kind: DatabaseKind;
  describe(id: string): Promise<Database | undefined>;
  list(): Promise<readonly Database[]>;
  /** Starts it. Fails with `exists` when the name is taken, by whomever. */
  restore(request: RestoreRequest): Promise<void>;
  /** Does what is left to do on a database that is available; `ready` when nothing is. */
  settle(database: Database, request: RestoreRequest): Promise<'ready' | 'waiting'>;
  unprotect(id: string): Promise<void>;
  /** Starts it, with a final snapshot of that name. A cluster loses its instances first: ask again until it is gone. */
  remove(database: Database, finalSnapshot: string | undefined): Promise<void>;
  createSnapshot(id: string, source: string, tags: Tags): Promise<void>;
  describeSnapshot(idOrArn: string): Promise<Snapshot | undefined>;
  listSnapshots(): Promise<readonly Snapshot[]>;
  copySnapshot(source: string, id: string, tags: Tags, kmsKey: string | undefined): Promise<void>;
  shareSnapshot(id: string, account: string, shared: boolean): Promise<void>;
  deleteSnapshot(id: string): Promise<void>;
}

export const databaseKinds = ['instance', 'cluster'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** From these no database comes back by itself. `deleting` is not one: what is being deleted is waited for. */
export function isBroken(status: string): boolean {
  return /^(?:failed|restore-error|storage-full|stopped|incompatible-.+|inaccessible-encryption-credentials.*)$/.test(
    status,
  );
}
