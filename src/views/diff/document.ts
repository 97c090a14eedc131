import { placeOf } from '../../diagnostics/report.ts';
import type { Sources } from '../../diagnostics/sources.ts';
import type { Change, GivenValue, ReleaseDiff } from '../../plan/diff/model.ts';
import type { DiffEndView, DiffView } from './view.ts';
import { type WordSources, wordSources } from './words.ts';

export interface DiffDocument {
  readonly schemaVersion: 1;
  /** The commit is null for the working tree. */
  readonly before: { readonly ref: string; readonly commit: string | null };
  readonly after: { readonly ref: string; readonly commit: string | null };
  readonly note?: string;
  readonly releases: readonly ReleaseDocument[];
}

type ReleaseDocument = Omit<ReleaseDiff, 'groups'> & {
  readonly groups: readonly { readonly deployments: readonly string[]; readonly changes: readonly object[] }[];
};

export function diffDocument(view: DiffView): DiffDocument {
  const sources = wordSources(view);
  return {
    schemaVersion: 1,
    before: endDocument(view.before),
    after: endDocument(view.after),
    ...(view.note === undefined ? {} : { note: view.note }),
    releases: view.releases.map(({ groups, ...release }) => ({
      ...release,
      groups: groups.map(({ deployments, changes }) => ({
        deployments,
        changes: changes.map((change) => changeDocument(change, sources)),
      })),
    })),
  };
}

function endDocument({ label, commit }: DiffEndView) {
  return { ref: label, commit: commit ?? null };
}

function changeDocument(change: Change, sources: WordSources): object {
  if (change.kind === 'step' && change.what === 'changed') {
    const { kind, step, what, keys } = change;
    return { kind, step, what, keys };
  }
  if (change.kind !== 'value') return change;
  const { before, after, ...rest } = change;
  return {
    ...rest,
    before: before === undefined ? null : givenDocument(before, sources.before),
    after: after === undefined ? null : givenDocument(after, sources.after),
  };
}

/** `value`, `secret` (where it is read) or `template`, and the winner's place. */
function givenDocument({ value, winner, places, varies }: GivenValue, sources: Sources): object {
  const { file, offset } = winner.span;
  return { ...value, file, line: placeOf(file, offset, sources).line, scope: winner.scope, places, varies };
}
