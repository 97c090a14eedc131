import type { ReleaseDiff } from '../../plan/diff/model.ts';
import { joinLines, type Layout } from '../layout.ts';
import { clean, wrap } from '../text.ts';
import { amount, thousands } from '../words.ts';
import type { DiffEndView, DiffView } from './view.ts';
import { countText, whoText } from './who.ts';
import { type ChangeWords, changeLines, changeWords, type WordSources, wordSources } from './words.ts';

/** What the change does, release by release; the same for many deployments is said once. */
export function diffText(view: DiffView, layout: Layout): string {
  const { style } = layout;
  const sources = wordSources(view);
  const changed = view.releases.filter(({ state }) => state !== 'same');
  return joinLines([
    `${style.strong(endText(view.before))} -> ${style.strong(endText(view.after))}`,
    ...(view.note === undefined ? [] : [style.faint(clean(view.note))]),
    ...changed.flatMap((release) => ['', ...releaseLines(release, sources, layout)]),
    '',
    totalText(view.releases),
  ]);
}

export function endText({ label, commit }: DiffEndView): string {
  const short = commit?.slice(0, 9);
  return short === undefined || commit?.startsWith(label) === true
    ? clean(short ?? label)
    : `${clean(label)} (${short})`;
}

export function totalText(releases: readonly ReleaseDiff[]): string {
  const real = releases.filter(({ reach }) => reach === 'release');
  const changed = real.filter(({ state }) => state !== 'same');
  if (changed.length === 0) return `Nothing changes for any deployment of ${amount(real.length, 'release')}.`;
  const deployments = changed.reduce((sum, release) => sum + release.deployments.changed, 0);
  return `${amount(deployments, 'deployment')} in ${amount(changed.length, 'release')} ${deployments === 1 ? 'changes' : 'change'}.`;
}

export function headText({ state, reach, deployments: { all, changed } }: ReleaseDiff): string {
  if (reach === 'nobody-yet') return `where no release goes yet, ${amount(changed, 'deployment')} would change`;
  if (state === 'added') return `a new release, ${amount(all, 'deployment')}`;
  if (state === 'removed') return `is gone, with ${amount(all, 'deployment')}`;
  return `${thousands(changed)} of ${amount(all, 'deployment')} ${changed === 1 ? 'changes' : 'change'}`;
}

function releaseLines(diff: ReleaseDiff, sources: WordSources, layout: Layout): readonly string[] {
  const { style } = layout;
  const head = `${style.strong(clean(diff.release))} ${style.faint(`(${clean(diff.file)})`)}: ${headText(diff)}`;
  // Every deployment of a release that is new, or gone, is so too.
  const groups = diff.state === 'changed' ? diff.groups : [];
  return [
    head,
    ...diff.settings.flatMap(({ what, before, after }) =>
      wordLines({ subject: clean(what), before: clean(before), after: clean(after), notes: [] }, '  ', layout),
    ),
    ...groups.flatMap(({ deployments, changes }) => [
      `  ${style.strong(countText(deployments))}: ${whoText(deployments)}`,
      ...changes.flatMap((change) => wordLines(changeWords(change, sources), '    ', layout)),
    ]),
  ];
}

function wordLines(words: ChangeWords, indent: string, { columns, style }: Layout): readonly string[] {
  const [first = '', ...notes] = changeLines(words);
  const lines = wrap(first, columns - indent.length - 2).map(
    (line, index) => `${indent}${index === 0 ? '' : '  '}${line}`,
  );
  const more = notes.flatMap((note) =>
    wrap(note.trim(), columns - indent.length - 4).map((line) => `${indent}    ${line}`),
  );
  return [...lines, ...more.map(style.faint)];
}
