import type { Located, Tenant, Workspace } from './model.ts';
import type { ConfigKind, Declaration, PathUse, Reference } from './reference.ts';

/** The model, and beside it what only the cross-document rules need. */
export interface Decoded {
  readonly workspace: Workspace;
  /** All of them, equal ids too; the model keeps the first of equals. */
  readonly declarations: readonly Declaration[];
  readonly references: readonly Reference[];
  readonly paths: readonly PathUse[];
  /** Versions of releases and of packages of steps, as written. */
  readonly versions: readonly Located[];
  /** Whom bundles are encrypted to, as written. */
  readonly recipients: readonly Located[];
  /** Tenants whose documents, by themselves, have been found right before. */
  readonly vouched: ReadonlySet<Tenant>;
  /** Kinds of which a file could not be read at all, so that nobody knows what it declares. */
  readonly unread: ReadonlySet<ConfigKind>;
}
