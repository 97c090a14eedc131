import type { AwsAccount } from './account.ts';
import type { Database, DatabaseKind, Snapshot } from './database.ts';
import { databaseDriver } from './driver.ts';
import { decodeEntry, type FenceEntry, readLog } from './fence.ts';
import { activeParameter, generationIn, isGeneration, logPath } from './names.ts';
import { listParameters, type ParameterValue, readParameter } from './parameters.ts';
import { referencedParameters } from './references.ts';
import { isOfNamespace, tagKeys } from './tags.ts';

/** All that there is of one namespace. */
export interface Inventory {
  readonly namespace: string;
  readonly databases: readonly (Database & { readonly kind: DatabaseKind; readonly generation: string })[];
  /** Copies that databases were made from: those of this account, and those that wait in the account of the source. */
  readonly snapshots: readonly FoundSnapshot[];
  /** `/<namespace>/db/<generation>` by generation. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly active: Active | undefined;
  readonly log: readonly FenceEntry[];
  /** Generations that some task of the cluster depends on. Undefined when no cluster is known. */
  readonly referenced: ReadonlySet<string> | undefined;
}

export interface FoundSnapshot extends Snapshot {
  readonly kind: DatabaseKind;
  readonly generation: string;
  readonly final: boolean;
  readonly where: AwsAccount;
}

/** What `/<namespace>/db/active` says; generation null: nothing is active. */
export interface Active {
  readonly generation: string | null;
  readonly release: string;
  readonly owner: string;
}

export interface InventoryQuestion {
  readonly namespace: string;
  readonly kinds: readonly DatabaseKind[];
  /** Null: no cluster runs tasks that could depend on anything. Absent: nobody knows. */
  readonly cluster?: string | null;
  /** Account that snapshots are taken in, when it is another one. */
  readonly source?: AwsAccount;
}

export async function readInventory(account: AwsAccount, question: InventoryQuestion): Promise<Inventory> {
  const { namespace, kinds, cluster, source } = question;
  const databases = await Promise.all(kinds.map((kind) => databasesOf(account, kind, namespace)));
  const places = source === undefined ? [account] : [account, source];
  const snapshots = await Promise.all(
    places.flatMap((where) => kinds.map((kind) => snapshotsOf(where, kind, namespace))),
  );
  const parameters = (await listParameters(account, `/${namespace}/db`)).flatMap((one) => {
    const generation = one.name.slice(`/${namespace}/db/`.length);
    return isGeneration(generation) ? [[generation, one] as const] : [];
  });
  const log = (await readLog(account, logPath(namespace))).flatMap(({ value }) => decodeEntry(value) ?? []);
  return {
    namespace,
    databases: databases.flat(),
    snapshots: snapshots.flat(),
    parameters: new Map(parameters),
    active: await readActive(account, namespace),
    log,
    referenced:
      cluster === null
        ? new Set()
        : cluster === undefined
          ? undefined
          : await referencedGenerations(account, cluster, namespace),
  };
}

export async function readActive(account: AwsAccount, namespace: string): Promise<Active | undefined> {
  const found = await readParameter(account, activeParameter(namespace));
  return found && decodeActive(found.value);
}

function decodeActive(text: string): Active | undefined {
  try {
    const {
      ts = null,
      release = '',
      owner = '',
    } = (JSON.parse(text) ?? {}) as {
      readonly ts?: string | null;
      readonly release?: string;
      readonly owner?: string;
    };
    return { generation: ts, release, owner };
  } catch {
    return undefined;
  }
}

export async function referencedGenerations(
  account: AwsAccount,
  cluster: string,
  namespace: string,
): Promise<ReadonlySet<string>> {
  const prefix = `/${namespace}/db/`;
  const names = await referencedParameters(account, cluster);
  return new Set([...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
}

async function databasesOf(
  account: AwsAccount,
  kind: DatabaseKind,
  namespace: string,
): Promise<Inventory['databases']> {
  const all = await databaseDriver(account, kind).list();
  return all.flatMap((one) => {
    const generation = generationIn(namespace, one.id);
    if (generation === undefined || !isOfNamespace(one.tags, namespace)) return [];
    return [{ ...one, kind, generation }];
  });
}

async function snapshotsOf(
  where: AwsAccount,
  kind: DatabaseKind,
  namespace: string,
): Promise<readonly FoundSnapshot[]> {
  const all = await databaseDriver(where, kind).listSnapshots();
  return all.flatMap((one) => {
    const found = /^(.+)-(src|final)$/.exec(one.id);
    const generation = found === null ? undefined : generationIn(namespace, found[1] ?? '');
    if (generation === undefined || !isOfNamespace(one.tags, namespace)) return [];
    if (one.tags.get(tagKeys.generation) !== generation) return [];
    return [{ ...one, kind, generation, final: found?.[2] === 'final', where }];
  });
}
