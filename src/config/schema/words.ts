import type { YamlNode } from '../../yaml/tree.ts';

/** JSON Schema's word for the type of a JSON value. */
export function jsonType(data: unknown): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
}

const typeWords: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a map'],
]);

/** `['string', 'array']` -> `text or a list`. */
export function typesInWords(types: readonly string[]): string {
  return joined(types.map((type) => typeWords.get(type) ?? type));
}

/** What the author wrote, as a kind of thing: `text`, `a list`. */
export function nodeInWords(node: YamlNode): string {
  switch (node.kind) {
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
    case 'scalar':
      return scalarInWords(node.value);
    default:
      return node satisfies never;
  }
}

function scalarInWords(value: string | number | boolean | null): string {
  if (value === null) return 'nothing';
  return typeof value === 'boolean' ? `\`${value}\`` : (typeWords.get(typeof value) ?? '');
}

/** `a, b or c`. */
function joined(words: readonly string[], conjunction = 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

export function quoted(words: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  return joined(
    words.map((word) => `\`${word}\``),
    conjunction,
  );
}
