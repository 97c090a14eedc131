import type { Json } from '../util/json.ts';
import { maximumOutput } from './limits.ts';
import { isList, isTruthy, kindOf, sameJson, scalarText } from './values.ts';

/** What a helper gives back: a value, or what it wanted instead of an argument it cannot use, or that it would grow too large. */
export type HelperResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: 'wrong-type'; readonly wanted: string; readonly found: string }
  | { readonly ok: false; readonly reason: 'too-large' };

export interface Helper {
  readonly minimum: number;
  readonly maximum: number;
  /** How it is written, for hints and the reference. */
  readonly usage: string;
  readonly call: (args: readonly Json[]) => HelperResult;
}

const ok = (value: Json): HelperResult => ({ ok: true, value });
const tooLarge: HelperResult = { ok: false, reason: 'too-large' };
const wrong = (wanted: string, value: Json): HelperResult => {
  return { ok: false, reason: 'wrong-type', wanted, found: kindOf(value) };
};

/** A helper that takes scalars, all read as text; it gives undefined when the result would be too large. */
function onText(count: number, usage: string, apply: (...texts: string[]) => Json | undefined): Helper {
  const call = (args: readonly Json[]): HelperResult => {
    const texts: string[] = [];
    for (const arg of args) {
      const text = scalarText(arg);
      if (text === undefined) return wrong('a text', arg);
      texts.push(text);
    }
    const value = apply(...texts);
    return value === undefined ? tooLarge : ok(value);
  };
  return { minimum: count, maximum: count, usage, call };
}

function onValues(minimum: number, maximum: number, usage: string, apply: (args: readonly Json[]) => Json): Helper {
  return { minimum, maximum, usage, call: (args) => ok(apply(args)) };
}

function join(args: readonly Json[]): HelperResult {
  const [list = null, separator = null] = args;
  if (!isList(list)) return wrong('a list', list);
  if (typeof separator !== 'string') return wrong('a text as separator', separator);
  const texts: string[] = [];
  for (const item of list) {
    const text = scalarText(item);
    if (text === undefined) return wrong('a list of texts', item);
    texts.push(text);
  }
  return joinWithin(texts, separator);
}

/** The size is worked out first: two harmless-looking texts can ask for more than fits in memory. */
function joinWithin(texts: readonly string[], separator: string): HelperResult {
  const size = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  return size > maximumOutput ? tooLarge : ok(texts.join(separator));
}

function replaceText(text: string, find: string, put: string): string | undefined {
  if (find === '') return text;
  const pieces = text.split(find);
  const size = text.length + (pieces.length - 1) * (put.length - find.length);
  return size > maximumOutput ? undefined : pieces.join(put);
}

function versionMajor(args: readonly Json[]): HelperResult {
  const [version = null] = args;
  const digits = /^v?(\d{1,15})(?:[.\-+]|$)/.exec(scalarText(version) ?? '')?.[1];
  return digits === undefined ? wrong('a version such as 24.6.0', version) : ok(Number(digits));
}

/** POSIX single quotes: nothing inside them is special to a shell, and a quote itself becomes '\''. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const table = {
  lower: onText(1, '{{lower text}}', (text = '') => text.toLowerCase()),
  upper: onText(1, '{{upper text}}', (text = '') => text.toUpperCase()),
  trim: onText(1, '{{trim text}}', (text = '') => text.trim()),
  replace: onText(3, '{{replace text "find" "put"}}', (text = '', find = '', put = '') => replaceText(text, find, put)),
  json: onValues(1, 1, '{{json value}}', ([value = null]) => JSON.stringify(value)),
  join: { minimum: 2, maximum: 2, usage: '{{join list ", "}}', call: join },
  eq: onValues(2, 2, '{{#if (eq a b)}}', ([left = null, right = null]) => sameJson(left, right)),
  ne: onValues(2, 2, '{{#if (ne a b)}}', ([left = null, right = null]) => !sameJson(left, right)),
  and: onValues(2, 8, '{{#if (and a b)}}', (args) => args.every(isTruthy)),
  or: onValues(2, 8, '{{#if (or a b)}}', (args) => args.some(isTruthy)),
  not: onValues(1, 1, '{{#if (not a)}}', ([value = null]) => !isTruthy(value)),
  versionMajor: { minimum: 1, maximum: 1, usage: '{{versionMajor release.version}}', call: versionMajor },
  sh: onText(1, '{{sh text}}', (text = '') => shellQuote(text)),
} satisfies Record<string, Helper>;

/** `lookup` is a helper too, but it reads names, so the renderer does it itself. */
export type HelperName = keyof typeof table | 'lookup';

const byName: ReadonlyMap<string, Helper> = new Map(Object.entries(table));
const lookupShape = { minimum: 2, maximum: 2, usage: '{{lookup map key}}' };

/** How many arguments a helper takes and how it is written; undefined when there is no such helper. */
export function helperShape(name: string): Pick<Helper, 'minimum' | 'maximum' | 'usage'> | undefined {
  return name === 'lookup' ? lookupShape : byName.get(name);
}

export function isHelperName(name: string): name is HelperName {
  return helperShape(name) !== undefined;
}

export function callHelper(name: Exclude<HelperName, 'lookup'>, args: readonly Json[]): HelperResult {
  return table[name].call(args);
}

/** The names of all helpers that may stand in a template, for messages. */
export function helperNames(allowShellQuote: boolean): readonly string[] {
  return ['lookup', ...byName.keys()].filter((name) => allowShellQuote || name !== 'sh');
}
