/** How long and how large an exchange with a feed may be. */
export interface HttpLimits {
  /** At one time, to one host; more questions wait for a free one. */
  readonly connections: number;
  /** Until the connection stands, TLS included. */
  readonly connectMs: number;
  /** From the request to the first byte of the answer. */
  readonly firstByteMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** A whole document (an index, a manifest), from the first byte to the last. */
  readonly documentMs: number;
  /** Bytes of a document, unpacked. */
  readonly documentBytes: number;
  /** Bytes of a package whose size the feed does not say. */
  readonly packageBytes: number;
  readonly redirects: number;
  /** Tries of one question, the first one included. */
  readonly attempts: number;
  /** The longest Retry-After that is waited for. */
  readonly retryAfterMs: number;
}

export const defaultHttpLimits: HttpLimits = {
  connections: 16,
  connectMs: 10_000,
  firstByteMs: 60_000,
  idleMs: 30_000,
  documentMs: 120_000,
  documentBytes: 64 * 1024 ** 2,
  packageBytes: 16 * 1024 ** 3,
  redirects: 5,
  attempts: 4,
  retryAfterMs: 60_000,
};
