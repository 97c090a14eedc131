import type { TextLookup } from '../../diagnostics/sources.ts';
import type { ReleaseDiff } from '../../plan/diff/model.ts';

/** One end of a comparison: a commit, or the working tree. */
export interface DiffEndView {
  /** As it was typed. */
  readonly label: string;
  readonly commit?: string;
  /** Texts there, for lines. */
  readonly lookup: TextLookup;
}

export interface DiffView {
  readonly before: DiffEndView;
  readonly after: DiffEndView;
  readonly releases: readonly ReleaseDiff[];
  readonly note?: string;
}
