import { duration } from '../time.ts';
import { thousands } from '../words.ts';
import type { ReportDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { icon, lookOf, pill, type StateWord } from './icons.ts';
import { timeWords, verdict } from './words.ts';

/** Who this is about and how it stands: the first thing that is read. */
export function pageHead(document: ReportDocument): Html {
  const { run, release, project, version, channel, state, withinBudget } = document;
  const channelWords = channel === 'default' ? '' : `, channel ${channel}`;
  return html`<header class="${headLook(document)}">
<div class="who"><p class="over">Run of release <b>${release}</b></p><h1>${run}</h1><p>${project} ${version}${channelWords}</p></div>
<div class="how">${pill(state, withinBudget ? 'within the failure budget' : state)}<p class="verdict">${verdict(document)}</p></div>
${countBar(document)}
${facts(document)}
</header>`;
}

/** Red as soon as something failed, even while the rest goes on. */
function headLook({ state, withinBudget, counts }: ReportDocument): string {
  if (withinBudget) return 'wait';
  return counts.failed > 0 ? 'bad' : lookOf(state);
}

export function time(at: string | null): Html {
  return at === null ? html`–` : html`<time datetime="${at}">${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`;
}

const counted: readonly (readonly [keyof ReportDocument['counts'], StateWord])[] = [
  ['failed', 'failed'],
  ['unknown', 'unknown'],
  ['running', 'running'],
  ['waiting', 'waiting'],
  ['succeeded', 'succeeded'],
  ['skipped', 'skipped'],
];

/** A bar of all deployments, and its numbers in words. */
function countBar({ counts, deployments }: ReportDocument): Html {
  const total = Math.max(1, deployments.length);
  let x = 0;
  const shown = counted.filter(([key]) => counts[key] > 0);
  const bars = shown.map(([key, word]) => {
    const width = (counts[key] / total) * 100;
    const bar = html`<rect class="${lookOf(word)} ${key}" x="${x}%" width="${width}%" height="100%"/>`;
    x += width;
    return bar;
  });
  const words = shown.map(([key, word]) => html`<li>${icon(lookOf(word))}<b>${thousands(counts[key])}</b> ${key}</li>`);
  return html`<div class="counts"><svg class="bar" aria-hidden="true">${bars}</svg><ul>${words}</ul></div>`;
}

function facts(document: ReportDocument): Html {
  const { startedAt, endedAt, generatedAt, times, commit, planDigest, decisions } = document;
  const end = Date.parse(endedAt ?? generatedAt);
  const took = startedAt === null ? '–' : duration(end - Date.parse(startedAt));
  const starter = decisions.find(({ what }) => what === 'started')?.by;
  const rows: readonly (readonly [string, Html])[] = [
    ['Started', html`${time(startedAt)}${starter === undefined ? '' : html` by ${starter}`}`],
    endedAt === undefined ? ['As of', time(generatedAt)] : ['Ended', time(endedAt)],
    ['Took', html`<b>${took}</b>: ${timeWords(times).join(', ')}`],
    ...(commit === undefined ? [] : [['Commit', html`<code>${commit.slice(0, 12)}</code>`] as const]),
    ['Plan', html`<code title="${planDigest}">${planDigest.replace(/^sha256:/, '').slice(0, 12)}</code>`],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
