import type { ReleaseDiff } from '../../plan/diff/model.ts';
import { clean } from '../text.ts';
import { endText, headText, totalText } from './text.ts';
import type { DiffView } from './view.ts';
import { countText, whoText } from './who.ts';
import { type ChangeWords, changeWords, type WordSources, wordSources } from './words.ts';

/** By this line a script finds the comment that it wrote before, and replaces it. */
const commentMark = '<!-- release diff -->';

/** GitHub refuses comments of more than 65,536 characters. */
const mostCharacters = 60_000;
const mostNamed = 10;

/** The diff as a comment of a pull request. */
export function diffMarkdown(view: DiffView): string {
  const sources = wordSources(view);
  const changed = view.releases.filter(({ state }) => state !== 'same');
  const head = [
    commentMark,
    `### ${totalText(view.releases)}`,
    '',
    `${code(endText(view.before))} → ${code(endText(view.after))}`,
    ...(view.note === undefined ? [] : ['', `_${clean(view.note)}_`]),
  ];
  return cutLines([...head, ...changed.flatMap((release) => ['', ...releaseLines(release, sources)])]);
}

function releaseLines(diff: ReleaseDiff, sources: WordSources): readonly string[] {
  const groups = diff.state === 'changed' ? diff.groups : [];
  return [
    `#### ${code(diff.release)}: ${headText(diff)}`,
    ...diff.settings.map(({ what, before, after }) => `- ${plain(what)}: ${code(before)} → ${code(after)}`),
    ...groups.flatMap(({ deployments, changes }) => [
      '',
      `**${countText(deployments)}**: ${plain(whoText(deployments))}`,
      '',
      ...changes.flatMap((change) => itemLines(changeWords(change, sources))),
      ...(deployments.length > mostNamed ? listLines(deployments) : []),
    ]),
  ];
}

function itemLines({ subject, before, after, notes }: ChangeWords): readonly string[] {
  const values = before === undefined && after === undefined ? '' : `: ${code(before ?? '')} → ${code(after ?? '')}`;
  return [`- ${plain(subject)}${values}`, ...notes.map((note) => `  <br>${plain(note)}`)];
}

function listLines(deployments: readonly string[]): readonly string[] {
  return ['', '<details><summary>all of them</summary>', '', deployments.map(code).join(', '), '', '</details>'];
}

/** Text in which nothing is markup, and nobody is called by an @. */
function plain(text: string): string {
  const escaped = clean(text).replace(/[\\`*_{}[\]>#|!~]/g, '\\$&');
  return escaped.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '@<!-- -->');
}

/** A code span around any text, in a longer fence than any that the text holds. */
function code(text: string): string {
  const fences = [...clean(text).matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...fences) + 1);
  const blank = fences.length > 0 ? ' ' : '';
  return `${fence}${blank}${clean(text)}${blank}${fence}`;
}

/** Whole lines, as many as a comment may hold; a list of deployments that is cut off is closed again. */
function cutLines(lines: readonly string[]): string {
  let length = 0;
  const kept: string[] = [];
  for (const line of lines) {
    length += line.length + 1;
    if (length > mostCharacters) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  if (left === 0) return `${kept.join('\n')}\n`;
  const open = kept.lastIndexOf('<details><summary>all of them</summary>') > kept.lastIndexOf('</details>');
  const more = `_${left} more lines: see \`release diff\`._`;
  return `${[...kept, ...(open ? ['', '</details>'] : []), '', more].join('\n')}\n`;
}
