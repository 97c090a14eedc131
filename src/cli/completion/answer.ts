import type { CommandSpec, Lookup, SpecOption, Wanted } from './spec.ts';

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

export type Answer =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  /** Paths: the shell knows how. */
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | {
      readonly kind: 'lookup';
      readonly lookup: Exclude<Lookup, 'file' | 'folder' | 'nothing'>;
      /** Arguments that were typed before, such as the run whose nodes are asked for. */
      readonly before: readonly string[];
      /** What `-C` says. */
      readonly folder?: string;
      /** What stands before the word itself and is kept, such as `--tenant=`. */
      readonly prefix: string;
    };

const nothing: Answer = { kind: 'words', candidates: [] };

/** What may stand where the cursor is. `words`: all after the program's name; the last is the one being typed. */
export function answer(commands: readonly CommandSpec[], words: readonly string[]): Answer {
  const current = words.at(-1) ?? '';
  const typed = words.slice(0, -1);
  const { command, rest, folder } = findCommand(commands, typed);
  if (command === undefined) {
    return isFolderOption(typed.at(-1)) ? { kind: 'folder' } : commandNames(commands, rest);
  }
  const state = walk(command, rest);
  const base = folder ?? state.folder;
  const look = (wanted: Wanted, prefix = ''): Answer => lookFor(wanted, state.before, base, prefix);
  if (state.expects !== undefined) return look(state.expects);
  const joined = /^(--[a-z-]+=)/.exec(current)?.[1];
  if (joined !== undefined) {
    const option = optionNamed(command, joined.slice(0, -1));
    return option?.takes === undefined ? nothing : look(option.takes, joined);
  }
  if (current.startsWith('-') && !state.onlyArguments) return { kind: 'words', candidates: optionsOf(command) };
  const place = command.places[state.before.length] ?? (command.more ? command.places.at(-1) : undefined);
  if (place !== undefined) return look(place);
  return state.onlyArguments ? nothing : { kind: 'words', candidates: optionsOf(command) };
}

function isFolderOption(word: string | undefined): boolean {
  return word === '-C' || word === '--directory';
}

interface Found {
  readonly command: CommandSpec | undefined;
  /** What follows the command; or, without one, the words that may become one. */
  readonly rest: readonly string[];
  readonly folder: string | undefined;
}

/** Options may stand before the command: `-C folder run`. */
function findCommand(commands: readonly CommandSpec[], typed: readonly string[]): Found {
  const words: string[] = [];
  let folder: string | undefined;
  for (const [index, word] of typed.entries()) {
    const before = typed[index - 1];
    if (isFolderOption(before)) {
      folder = word;
      continue;
    }
    if (word.startsWith('-')) continue;
    words.push(word);
    const two = commands.find(({ name }) => name === words.slice(0, 2).join(' '));
    const one = commands.find(({ name }) => name === words[0]);
    const isGroup = commands.some(({ name }) => name.startsWith(`${words[0]} `));
    const command = two ?? (isGroup && words.length < 2 ? undefined : one);
    if (command !== undefined) return { command, rest: typed.slice(index + 1), folder };
  }
  return { command: undefined, rest: words, folder };
}

function commandNames(commands: readonly CommandSpec[], [first, second]: readonly string[]): Answer {
  if (second !== undefined) return nothing;
  if (first !== undefined) {
    const group = commands.filter(({ name }) => name.startsWith(`${first} `));
    return {
      kind: 'words',
      candidates: group.map(({ name, summary }) => ({ value: name.slice(first.length + 1), description: summary })),
    };
  }
  const seen = new Map<string, Candidate>();
  for (const { name, summary } of commands) {
    const [word = name, more] = name.split(' ');
    if (!seen.has(word)) seen.set(word, { value: word, ...(more === undefined && { description: summary }) });
  }
  const options = [
    { value: '--help', description: 'what there is' },
    { value: '--version', description: 'which version this is' },
  ];
  return { kind: 'words', candidates: [...seen.values(), ...options] };
}

interface Walked {
  readonly before: readonly string[];
  /** What the word being typed is the value of. */
  readonly expects: Wanted | undefined;
  readonly onlyArguments: boolean;
  readonly folder: string | undefined;
}

function walk(command: CommandSpec, words: readonly string[]): Walked {
  const before: string[] = [];
  let open: SpecOption | undefined;
  let folder: string | undefined;
  let onlyArguments = false;
  for (const word of words) {
    if (open !== undefined && !(open.optional === true && word.startsWith('-'))) {
      if (open.names.includes('-C')) folder = word;
      open = undefined;
    } else if (!onlyArguments && word === '--') onlyArguments = true;
    else if (!onlyArguments && word.startsWith('-')) {
      const option = optionNamed(command, word);
      open = option?.takes === undefined ? undefined : option;
    } else before.push(word);
  }
  return { before, expects: open?.takes, onlyArguments, folder };
}

function optionNamed({ options }: CommandSpec, name: string): SpecOption | undefined {
  return options.find(({ names }) => names.includes(name));
}

function optionsOf({ options }: CommandSpec): readonly Candidate[] {
  return options.flatMap(({ names, description }) => names.slice(-1).map((value) => ({ value, description })));
}

function lookFor(wanted: Wanted, before: readonly string[], folder: string | undefined, prefix: string): Answer {
  if (typeof wanted !== 'string')
    return { kind: 'words', candidates: wanted.map((value) => ({ value: `${prefix}${value}` })) };
  if (wanted === 'nothing') return nothing;
  if (wanted === 'file' || wanted === 'folder') return { kind: wanted };
  return { kind: 'lookup', lookup: wanted, before, prefix, ...(folder !== undefined && { folder }) };
}
