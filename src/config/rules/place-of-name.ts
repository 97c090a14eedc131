import type { Span } from '../../diagnostics/span.ts';
import type { Decoded } from '../decoded.ts';
import type { ReferenceKind } from '../reference.ts';

/**
 * Where a document names something under a key of its own, such as "`tags`". A file may hold several documents, so it is
 * the first such place behind the document's id; the id itself when the list stands above it.
 */
export function placeOfName(decoded: Decoded, kind: ReferenceKind, name: string, inside: string, id: Span): Span {
  const place = decoded.references.find(
    (other) =>
      other.kind === kind &&
      other.name === name &&
      other.inside === inside &&
      other.span.file === id.file &&
      other.span.offset > id.offset,
  );
  return place?.span ?? id;
}
