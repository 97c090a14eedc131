/**
 * A place in a file: UTF-16 offsets, so that a span costs two numbers to carry.
 * Line and column are worked out only when something is printed (see frame.ts).
 */
export interface Span {
  /** Path relative to the workspace root, forward slashes. */
  readonly file: string;
  /** Offset of the first UTF-16 code unit. */
  readonly offset: number;
  /** Number of UTF-16 code units; 0 marks a point. */
  readonly length: number;
}

/** The start of a file, for diagnostics about the file as a whole. */
export function startOf(file: string): Span {
  return { file, offset: 0, length: 0 };
}
