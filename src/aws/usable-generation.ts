import type { AwsAccount } from './account.ts';
import { type Database, type DatabaseKind, isBroken } from './database.ts';
import { databaseDriver } from './driver.ts';
import { databaseId, generationParameter } from './names.ts';
import { type ParameterValue, readParameter } from './parameters.ts';
import { isOfNamespace } from './tags.ts';

export interface GenerationQuestion {
  readonly namespace: string;
  readonly generation: string;
  readonly kind: DatabaseKind;
}

/** `not-now` and `missing` may be otherwise at the next look; `unusable` will not. */
export type Usability =
  | { readonly kind: 'usable'; readonly database: Database; readonly parameter: string }
  | { readonly kind: 'not-now' | 'missing' | 'unusable'; readonly why: string };

/** Whether tasks that read the parameter of a generation reach its database: both are there, and fit together. */
export async function lookAtGeneration(account: AwsAccount, question: GenerationQuestion): Promise<Usability> {
  const { namespace, generation, kind } = question;
  const [id, name] = [databaseId(namespace, generation), generationParameter(namespace, generation)];
  const [database, parameter] = await Promise.all([
    databaseDriver(account, kind).describe(id),
    readParameter(account, name),
  ]);
  if (database === undefined) return { kind: 'missing', why: `there is no database ${id}` };
  if (parameter === undefined) return { kind: 'missing', why: `there is no parameter ${name}` };
  if (!isOfNamespace(database.tags, namespace)) return unusable(`${id} does not carry the tags of ${namespace}`);
  if (database.status === 'deleting' || isBroken(database.status)) return unusable(`${id} is ${database.status}`);
  const { endpoint, status } = database;
  if (endpoint === undefined || !/^(?:available|backing-up)$/.test(status)) {
    return { kind: 'not-now', why: `${id} is ${status}` };
  }
  const other = otherDatabase(parameter, endpoint.address, database);
  return other === undefined ? { kind: 'usable', database, parameter: name } : unusable(`${name} ${other}`);
}

/** A name may have been used again: what the parameter says has to be of this very database. */
function otherDatabase({ value, type }: ParameterValue, address: string, database: Database): string | undefined {
  if (type === 'SecureString') return undefined;
  const resource = /"resource"\s*:\s*"([^"]+)"/.exec(value)?.[1];
  if (resource !== undefined && resource !== database.resourceId) return 'tells of a database that is gone';
  return value.includes(address) ? undefined : `does not lead to ${address}`;
}

function unusable(why: string): Usability {
  return { kind: 'unusable', why };
}
