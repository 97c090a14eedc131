import { AwsFault } from './fault.ts';
import type { Input } from './rds.ts';
import type { AccountState, ParameterState } from './state.ts';

export interface SsmContext {
  readonly account: AccountState;
  readonly now: number;
}

const keptVersions = 100;

export const ssmOperations: { readonly [operation: string]: (context: SsmContext, input: Input) => object } = {
  PutParameter: ({ account, now }, input) => {
    const name = checkedName(input.Name);
    const value = String(input.Value ?? '');
    if (value === '') throw new AwsFault('ValidationException', 'Value cannot be empty');
    if (value.length > 4096)
      throw new AwsFault(
        'ValidationException',
        'Standard tier parameters support a maximum parameter value of 4096 characters.',
      );
    const tags = Array.isArray(input.Tags) ? (input.Tags as ParameterState['tags']) : [];
    const overwrite = input.Overwrite === true;
    if (overwrite && tags.length > 0)
      throw new AwsFault('ValidationException', 'Tags and Overwrite cannot be used together.');
    const found = account.parameters.get(name);
    if (found === undefined) {
      account.parameters.set(name, {
        name,
        type: String(input.Type ?? 'String'),
        versions: [{ value, version: 1, at: now }],
        tags,
      });
      return { Version: 1, Tier: 'Standard' };
    }
    if (!overwrite) throw new AwsFault('ParameterAlreadyExists', 'The parameter already exists.');
    if (input.Type !== undefined && input.Type !== found.type) {
      throw new AwsFault('HierarchyTypeMismatchException', 'The type of a parameter cannot be changed.');
    }
    const version = (found.versions.at(-1)?.version ?? 0) + 1;
    found.versions.push({ value, version, at: now });
    if (found.versions.length > keptVersions) found.versions.shift();
    return { Version: version, Tier: 'Standard' };
  },
  GetParameter: ({ account }, input) => ({ Parameter: shown(account, lookUp(account, String(input.Name)), input) }),
  GetParameters: ({ account }, input) => {
    const names = (input.Names ?? []) as string[];
    if (names.length > 10)
      throw new AwsFault('ValidationException', 'Member must have length less than or equal to 10');
    const found = names.filter((name) => account.parameters.has(nameOf(name)));
    return {
      Parameters: found.map((name) => shown(account, lookUp(account, name), input)),
      InvalidParameters: names.filter((name) => !account.parameters.has(nameOf(name))),
    };
  },
  GetParametersByPath: ({ account }, input) => {
    const size = Number(input.MaxResults ?? 10);
    if (size < 1 || size > 10) throw new AwsFault('ValidationException', 'MaxResults must be 1 to 10');
    const path = `${String(input.Path).replace(/\/$/, '')}/`;
    const all = [...account.parameters.values()]
      .filter(
        ({ name }) => name.startsWith(path) && (input.Recursive === true || !name.slice(path.length).includes('/')),
      )
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const from = Number(input.NextToken ?? 0);
    // A page may be empty and have a token all the same.
    if (from === 0 && all.length > size) return { Parameters: [], NextToken: '0.5' };
    const start = Math.floor(from);
    return {
      Parameters: all.slice(start, start + size).map((one) => shown(account, one, input)),
      ...(start + size < all.length && { NextToken: String(start + size) }),
    };
  },
  GetParameterHistory: ({ account }, input) => {
    const found = lookUp(account, String(input.Name));
    return {
      Parameters: found.versions.map(({ value, version, at }) => ({
        Name: found.name,
        Type: found.type,
        Value: value,
        Version: version,
        LastModifiedDate: at / 1000,
      })),
    };
  },
  DeleteParameter: ({ account }, input) => {
    lookUp(account, String(input.Name));
    account.parameters.delete(String(input.Name));
    return {};
  },
  ListTagsForResource: ({ account }, input) => ({ TagList: lookUp(account, String(input.ResourceId)).tags }),
};

function lookUp({ parameters }: AccountState, name: string): ParameterState {
  const found = parameters.get(nameOf(name));
  if (found === undefined) throw new AwsFault('ParameterNotFound', '');
  return found;
}

function shown({ id, region }: AccountState, { name, type, versions }: ParameterState, input: Input): object {
  const last = versions.at(-1);
  const value = type === 'SecureString' && input.WithDecryption !== true ? 'encrypted' : last?.value;
  return {
    Name: name,
    Type: type,
    Value: value,
    Version: last?.version,
    LastModifiedDate: (last?.at ?? 0) / 1000,
    ARN: `arn:aws:ssm:${region}:${id}:parameter${name}`,
  };
}

function checkedName(given: unknown): string {
  const name = String(given);
  const first = name.split('/').find((part) => part !== '') ?? '';
  if (/^(?:aws|ssm)/i.test(first)) {
    throw new AwsFault(
      'ValidationException',
      `Parameter name: can't be prefixed with "${first.slice(0, 3)}" (case-insensitive).`,
    );
  }
  if (!/^\/?[A-Za-z0-9_.\-/]+$/.test(name) || name.split('/').length > 16) {
    throw new AwsFault('ValidationException', 'Parameter name: can only contain letters, digits and the symbols -._/');
  }
  return name;
}

function nameOf(given: string): string {
  return given.startsWith('arn:') ? `/${given.split(':parameter/')[1] ?? ''}` : given;
}
