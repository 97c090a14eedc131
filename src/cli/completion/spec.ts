/** What is completed at a place: choices that are known beforehand, or something to be looked up. */
export type Wanted = readonly string[] | Lookup;

export type Lookup =
  | 'tenant'
  | 'environment'
  | 'tag'
  | 'project'
  | 'release'
  | 'run'
  | 'node'
  | 'gate'
  | 'ref'
  | 'file'
  | 'folder'
  | 'nothing';

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly SpecOption[];
  /** By place; the last stands for all further ones when `more`. */
  readonly places: readonly Wanted[];
  readonly more: boolean;
}

export interface SpecOption {
  /** Such as `-y` and `--yes`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Absent for one that takes no value. */
  readonly takes?: Wanted;
  /** The value may be left out. */
  readonly optional?: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly { readonly usage: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
}

/** What a completion script carries with it, so that completing loads no command. */
export function specOf({ name, summary, arguments: places, options }: CompletedCommand): CommandSpec {
  return {
    name,
    summary,
    options: options.map(optionOf),
    places: places.map(({ usage, description }) => wantedFor(wordOf(usage), description)),
    more: places.at(-1)?.usage.includes('...') === true,
  };
}

function optionOf({ flags, description, choices }: CompletedOption): SpecOption {
  const names = flags.match(/(?<=^|[\s,])--?[a-z][a-z-]*/gi) ?? [];
  const value = /[<[][^>\]]*[>\]]/.exec(flags)?.[0];
  if (value === undefined) return { names, description };
  const word = wordOf(value);
  const takes = choices ?? wantedFor(word === 'name' ? (names.at(-1) ?? '').replace(/^-+/, '') : word, description);
  return { names, description, takes, ...(value.startsWith('[') && { optional: true }) };
}

function wordOf(usage: string): string {
  return usage.replace(/[<>[\].]/g, '');
}

const lookups: { readonly [word: string]: Lookup } = {
  tenant: 'tenant',
  environment: 'environment',
  'set/value': 'tag',
  project: 'project',
  release: 'release',
  run: 'run',
  node: 'node',
  gate: 'gate',
  ref: 'ref',
  paths: 'file',
  file: 'file',
  folder: 'folder',
};

function wantedFor(word: string, description: string): Wanted {
  const found = lookups[word];
  if (found !== undefined) return found;
  // `bash, zsh, fish, pwsh`: a description that is nothing but a list of words, or begins with one.
  const list = /^[\w-]+(?:, [\w-]+)+/.exec(description)?.[0];
  return list === undefined ? 'nothing' : list.split(', ');
}
