import { isAlias, isScalar, parseAllDocuments, parseDocument, Scalar } from 'yaml';

export interface ScalarEdit {
  readonly path: readonly string[];
  readonly value: string;
}

export type EditedText =
  | { readonly kind: 'edited'; readonly text: string }
  /** What stands at the path is not a text of its own: an alias, a map, or nothing. */
  | { readonly kind: 'refused'; readonly path: readonly string[]; readonly reason: 'alias' | 'no-scalar' };

/**
 * Puts other values in place of some scalars of one document, and leaves every other character as it is: comments,
 * blanks, order, quotes. `key` and `id` say which document of the file is meant.
 */
export function editScalars(
  text: string,
  document: { readonly key: string; readonly id: string },
  edits: readonly ScalarEdit[],
): EditedText {
  const found = parseAllDocuments(text, { keepSourceTokens: true });
  const meant = [...found].find((one) => one.get(document.key) === document.id) ?? [...found][0];
  const places: { readonly start: number; readonly end: number; readonly written: string }[] = [];
  for (const { path, value } of edits) {
    const node = meant?.getIn(path, true);
    if (isAlias(node)) return { kind: 'refused', path, reason: 'alias' };
    if (!isScalar(node) || !node.range) return { kind: 'refused', path, reason: 'no-scalar' };
    const [start, end] = node.range;
    places.push({ start, end, written: written(value, node.type) });
  }
  // From the end, so that the places before stay where they are.
  const ordered = places.toSorted((one, other) => other.start - one.start);
  return {
    kind: 'edited',
    text: ordered.reduce(
      (whole, { start, end, written: value }) => whole.slice(0, start) + value + whole.slice(end),
      text,
    ),
  };
}

/** In the quotes that were there; a plain text that would be read as a number gets some. */
function written(value: string, type: Scalar.Type | string | undefined): string {
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  const plain = type === Scalar.PLAIN && parseDocument(value).toJS() === value;
  return plain ? value : JSON.stringify(value);
}
