import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Refuse } from './extract-refusal.ts';

/** How much an archive may unpack to. Counted on what really comes out, never on what a header claims. */
export interface ExtractLimits {
  readonly entries: number;
  readonly bytes: number;
  /** Unpacked bytes for each byte of the archive; looked at above 1 MiB. */
  readonly ratio: number;
}

export const defaultLimits: ExtractLimits = { entries: 100_000, bytes: 10 * 1024 ** 3, ratio: 200 };

const RATIO_COUNTS_FROM = 1024 ** 2;

/** Counts while unpacking; gives the refusal as soon as a limit is passed. */
export interface ExtractMeter {
  entry(): Diagnostic | undefined;
  bytes(count: number): Diagnostic | undefined;
}

export function extractMeter(limits: ExtractLimits, archiveBytes: number, refuse: Refuse): ExtractMeter {
  let entries = 0;
  let bytes = 0;
  const hint = 'pack the content in a plainer way, or in several packages';
  return {
    entry: () => {
      entries += 1;
      return entries > limits.entries
        ? refuse('REL1526', `it has more than ${limits.entries} entries`, hint)
        : undefined;
    },
    bytes: (count) => {
      bytes += count;
      if (bytes > limits.bytes) return refuse('REL1526', `it unpacks to more than ${limits.bytes} bytes`, hint);
      if (bytes < RATIO_COUNTS_FROM || bytes <= limits.ratio * archiveBytes) return undefined;
      return refuse('REL1526', `it unpacks to more than ${limits.ratio} times its size, as an archive bomb does`, hint);
    },
  };
}
