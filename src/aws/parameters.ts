import type { Parameter } from '@aws-sdk/client-ssm';
import type { AwsAccount } from './account.ts';
import { Batch } from './batch.ts';
import { AwsFailure, isAws } from './failure.ts';
import { allPages } from './pages.ts';
import { type Polling, pause, poll } from './poll.ts';

export interface ParameterValue {
  readonly name: string;
  readonly value: string;
  readonly version: number;
  readonly type: string;
}

const namesPerCall = 10;
/** Pauses between looks that have to agree before something counts as absent. */
const absentPause = 1000;

/** One look; undefined may also mean that the change is not visible yet. */
export async function readParameter(
  account: AwsAccount,
  name: string,
  decrypt = false,
): Promise<ParameterValue | undefined> {
  const batch = account.shared(`parameters ${decrypt}`, () => {
    const ask = async (names: readonly string[]): Promise<ReadonlyMap<string, ParameterValue>> => {
      const { Parameters = [] } = await account.read(
        'ssm',
        (ssm) => ssm.getParameters({ Names: [...names], WithDecryption: decrypt }),
        'ssm:GetParameters',
      );
      // Asked by ARN, a parameter answers with its name: both are remembered.
      return new Map(
        Parameters.flatMap((one) => [
          [one.Name ?? '', parameterOf(one)] as const,
          [one.ARN ?? '', parameterOf(one)] as const,
        ]),
      );
    };
    return new Batch(account.clock, namesPerCall, ask);
  });
  return batch.get(name);
}

/** Absence is believed only when three looks agree. */
export async function readSurely(
  account: AwsAccount,
  name: string,
  signal: AbortSignal,
): Promise<ParameterValue | undefined> {
  for (let looks = 0; looks < 3; looks += 1) {
    if (looks > 0) await pause({ clock: account.clock, signal }, absentPause);
    const found = await readParameter(account, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface NewParameter {
  readonly name: string;
  readonly value: string;
  readonly type?: 'String' | 'SecureString';
  readonly keyId?: string;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** The only compare-and-set there is: false when a parameter of that name is there already. */
export async function createParameter(
  account: AwsAccount,
  { name, value, type, keyId, tags }: NewParameter,
): Promise<boolean> {
  try {
    await account.write(
      'ssm',
      (ssm) =>
        ssm.putParameter({
          Name: name,
          Value: value,
          Type: type ?? 'String',
          Overwrite: false,
          ...(keyId !== undefined && { KeyId: keyId }),
          ...(tags !== undefined && { Tags: tags.map((tag) => ({ ...tag })) }),
        }),
      'ssm:PutParameter',
    );
    return true;
  } catch (error) {
    if (isAws(error, 'exists')) return false;
    throw error;
  }
}

/** Puts the value, and waits until it can be read. Gives its version. */
export async function setParameter(
  account: AwsAccount,
  { name, value, type, keyId }: NewParameter,
  polling: Polling,
): Promise<number> {
  const { Version: written = 0 } = await account.write(
    'ssm',
    (ssm) =>
      ssm.putParameter({
        Name: name,
        Value: value,
        Type: type ?? 'String',
        Overwrite: true,
        ...(keyId !== undefined && { KeyId: keyId }),
      }),
    'ssm:PutParameter',
  );
  return poll(polling, async () => {
    const seen = await readParameter(account, name);
    if (seen === undefined || seen.version < written) return undefined;
    return seen.version;
  });
}

export async function deleteParameter(account: AwsAccount, name: string): Promise<void> {
  try {
    await account.write('ssm', (ssm) => ssm.deleteParameter({ Name: name }), 'ssm:DeleteParameter');
  } catch (error) {
    if (!isAws(error, 'missing')) throw error;
  }
}

/** All under a path, however many pages. */
export function listParameters(account: AwsAccount, path: string): Promise<readonly ParameterValue[]> {
  const question = { Path: path, Recursive: true, MaxResults: 10 };
  return allPages(async (NextToken) => {
    const page = await account.read(
      'ssm',
      (ssm) => ssm.getParametersByPath({ ...question, ...(NextToken && { NextToken }) }),
      'ssm:GetParametersByPath',
    );
    return { items: (page.Parameters ?? []).map(parameterOf), next: page.NextToken };
  });
}

/** Newest last; nothing when there is no such parameter. */
export async function parameterHistory(account: AwsAccount, name: string): Promise<readonly ParameterValue[]> {
  const question = { Name: name, MaxResults: 50, WithDecryption: true };
  try {
    const found = await allPages(async (NextToken) => {
      const page = await account.read(
        'ssm',
        (ssm) => ssm.getParameterHistory({ ...question, ...(NextToken && { NextToken }) }),
        'ssm:GetParameterHistory',
      );
      return { items: (page.Parameters ?? []).map(parameterOf), next: page.NextToken };
    });
    return found.toSorted((one, other) => one.version - other.version);
  } catch (error) {
    if (isAws(error, 'missing')) return [];
    throw error;
  }
}

function parameterOf({ Name = '', Value = '', Version = 0, Type = 'String' }: Parameter): ParameterValue {
  return { name: Name, value: Value, version: Version, type: Type };
}

/** JSON of a value, its keys in order, so that equal values are equal texts. */
export function sameValue(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

export function taken(name: string): AwsFailure {
  return new AwsFailure('refused', 'ParameterAlreadyExists', `${name} is there already with another value`);
}
