/** In milliseconds. */
export interface Timing {
  /** How often we say that we are there. */
  readonly heartbeat: number;
  /** After so long without a word the other side is taken for gone. */
  readonly silence: number;
  /** So long it may take until the other side has introduced itself. */
  readonly introduction: number;
  /** So long a message may take from its first byte to its last. */
  readonly message: number;
}

export const usualTiming: Timing = { heartbeat: 10_000, silence: 30_000, introduction: 10_000, message: 60_000 };
