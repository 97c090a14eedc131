import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TextLookup } from '../../diagnostics/sources.ts';
import type { Checked } from '../validate.ts';

/** What `release validate` found, for the formats of build servers. */
export interface ChecksView {
  readonly diagnostics: readonly Diagnostic[];
  readonly lookup: TextLookup;
  readonly checked: Checked;
  /** Path of the workspace in the repository, with a final slash; empty at its top. Build servers know files from there. */
  readonly prefix: string;
  /** Files that the pull request changed, relative to the workspace: what reviewers look at comes first. */
  readonly changed: ReadonlySet<string>;
  /** Of this program. */
  readonly version: string;
}
