export type AttributeValue = string | number | boolean;

/** A finished span. Times are milliseconds since 1970. */
export interface Span {
  readonly spanId: string;
  readonly parentId?: string;
  readonly name: string;
  readonly kind: 'server' | 'internal';
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
  readonly events: readonly SpanEvent[];
  /** Spans of the same trace that this one goes on from. */
  readonly links: readonly string[];
  /** What went wrong; absent for what did not. */
  readonly error?: string;
  /** Number of the record that it ended with. */
  readonly seq: number;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: number;
  readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
}
