import { cut } from '../text.ts';
import { amount, thousands } from '../words.ts';
import { type GraphLayout, layOutGraph, type PlacedStep, type Point } from './graph-layout.ts';
import { type Html, html } from './html.ts';
import type { ReportProcess, ReportStep, StepCounts } from './process.ts';

/** More steps than that are no picture any more. */
const mostSteps = 250;
const margin = 4;

/** The process as a picture, with how many deployments stand where at each step. */
export function graphSvg(process: ReportProcess, id: string): Html {
  if (process.steps.length > mostSteps) {
    return html`<p class="none">${amount(process.steps.length, 'step')}: too many for a picture; see <code>release plan --graph dot</code>.</p>`;
  }
  const layout = layOutGraph(process.steps);
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const size = `${-margin} ${-margin} ${rounded(width)} ${rounded(height)}`;
  return html`<svg class="graph" role="img" aria-labelledby="${id}-title ${id}-text" width="${rounded(width)}" height="${rounded(height)}" viewBox="${size}">
<title id="${id}-title">The process of ${process.project}</title>
<desc id="${id}-text">${process.steps.map((step) => stepWords(step)).join('; ')}</desc>
<defs><marker id="${id}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>
${boxesFirst(layout).map((placed) => stepSvg(placed))}
${layout.edges.map(({ points, down }) => html`<path class="edge" d="${wayOf(points, down)}" marker-end="url(#${id}-arrow)"/>`)}
</svg>`;
}

function boxesFirst({ steps }: GraphLayout): readonly PlacedStep[] {
  return [...steps.filter(({ isBox }) => isBox), ...steps.filter(({ isBox }) => !isBox)];
}

function stepSvg({ step, x, y, width, height, isBox }: PlacedStep): Html {
  const [letters, smallLetters] = [Math.floor((width - 24) / 7.6), Math.floor((width - 24) / 6.4)];
  return html`<g class="step ${lookOfCounts(step.counts)}${isBox ? ' box' : ''}" transform="translate(${rounded(x)} ${rounded(y)})">
<title>${[step.name, step.path, ...step.notes, countWords(step.counts)].join(' · ')}</title>
<rect width="${rounded(width)}" height="${rounded(height)}" rx="8"/><rect class="edge-mark" width="4" height="${rounded(isBox ? 30 : height - 16)}" x="0" y="8" rx="2"/>
<text class="name" x="14" y="20">${cut(step.name, letters)}</text><text class="kind" x="14" y="36">${cut(step.notes.join(', '), smallLetters)}</text>
${isBox ? [] : html`<text class="counts" x="14" y="53">${cut(shortWords(step.counts), smallLetters)}</text>`}</g>`;
}

function lookOfCounts(counts: StepCounts): string {
  if (counts.failed > 0) return 'bad';
  if (counts.unknown > 0) return 'ask';
  if (counts.running > 0) return 'run';
  if (counts.waiting > 0) return 'off';
  return counts.succeeded > 0 ? 'ok' : 'off';
}

function countWords(counts: StepCounts): string {
  const words = (['failed', 'unknown', 'running', 'waiting', 'succeeded', 'skipped'] as const)
    .filter((word) => counts[word] > 0)
    .map((word) => `${thousands(counts[word])} ${word}`);
  return words.length === 0 ? 'left out everywhere' : words.join(', ');
}

/** What is not well, and how far it got; all of it stands in the title. */
function shortWords(counts: StepCounts): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.skipped;
  const words = (['failed', 'unknown', 'running'] as const)
    .filter((word) => counts[word] > 0)
    .map((word) => `${thousands(counts[word])} ${word}`);
  if (total === 0) return counts.skipped > 0 ? 'skipped' : 'left out everywhere';
  return [...words, `${thousands(counts.succeeded)} of ${thousands(total)} done`].join(', ');
}

function stepWords({ name, needs, counts }: ReportStep): string {
  return `${name}${needs.length === 0 ? '' : ` after ${needs.join(' and ')}`}: ${countWords(counts)}`;
}

/** Curves that leave and arrive in the direction of the flow. */
function wayOf(points: readonly Point[], down: boolean): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let at = first;
  const parts = rest.map((point) => {
    const [x, y] = [(at.x + point.x) / 2, (at.y + point.y) / 2];
    const [c1, c2] = down
      ? [`${rounded(at.x)} ${rounded(y)}`, `${rounded(point.x)} ${rounded(y)}`]
      : [`${rounded(x)} ${rounded(at.y)}`, `${rounded(x)} ${rounded(point.y)}`];
    at = point;
    return `C${c1} ${c2} ${rounded(point.x)} ${rounded(point.y)}`;
  });
  return `M${rounded(first.x)} ${rounded(first.y)}${parts.join('')}`;
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
