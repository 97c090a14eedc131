import { isAlias, isCollection, isMap, isNode, isScalar, parseAllDocuments, type YAMLMap } from 'yaml';
import { type EditedText, editScalars } from './edit.ts';

/**
 * Gives one key of a map a text, and leaves every other character as it is. A key that is missing is written after the
 * others, in the way of the map: behind a comma between braces, on a line of its own otherwise.
 */
export function setScalar(
  text: string,
  document: { readonly key: string; readonly id: string },
  path: readonly string[],
  value: string,
): EditedText {
  const found = [...parseAllDocuments(text, { keepSourceTokens: true })];
  const meant = found.find((one) => one.get(document.key) === document.id) ?? found[0];
  const map = meant?.getIn(path.slice(0, -1), true);
  if (isAlias(map)) return { kind: 'refused', path, reason: 'alias' };
  if (!isMap(map)) return { kind: 'refused', path, reason: 'no-scalar' };
  const key = path.at(-1) ?? '';
  if (map.has(key)) return editScalars(text, document, [{ path, value }]);
  const place = endOf(text, map);
  if (place === undefined) return { kind: 'refused', path, reason: 'no-scalar' };
  const { offset, before } = place;
  return {
    kind: 'edited',
    text: `${text.slice(0, offset)}${before}${key}: ${JSON.stringify(value)}${text.slice(offset)}`,
  };
}

/** Where the next key goes, and what stands before it: behind the last value that ends on the line where it begins. */
function endOf(text: string, map: YAMLMap): { readonly offset: number; readonly before: string } | undefined {
  const last = map.items.findLast(({ value }) => isInline(value));
  const offset = isNode(last?.value) ? last.value.range?.[1] : undefined;
  const start = isScalar(last?.key) ? last.key.range?.[0] : undefined;
  if (offset === undefined || start === undefined) return undefined;
  if (map.flow) return { offset, before: ', ' };
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  // A comment behind the value stays with it.
  const line = text.indexOf('\n', offset);
  const end = line < 0 ? text.length : text[line - 1] === '\r' ? line - 1 : line;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return indent.trim() === '' ? { offset: end, before: lineEnd + indent } : undefined;
}

function isInline(value: unknown): boolean {
  if (isScalar(value)) return value.type !== 'BLOCK_FOLDED' && value.type !== 'BLOCK_LITERAL' && value.range !== null;
  return isAlias(value) || (isCollection(value) && value.flow === true);
}
