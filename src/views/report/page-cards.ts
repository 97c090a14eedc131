import { decidedWords, shellWord } from '../status/parts.ts';
import { duration } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { ReportDocument } from './document.ts';
import type { ReportFailure } from './failures.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { time } from './page-head.ts';

const mostFailures = 12;
const mostPlaces = 6;
const mostGates = 12;

/** What failed, and what keeps the run waiting, side by side. */
export function pageCards(document: ReportDocument): Html {
  return html`<div class="cards">${failuresCard(document)}${gatesCard(document)}</div>`;
}

function failuresCard({ failures, run, counts }: ReportDocument): Html {
  if (failures.length === 0) {
    return html`<section class="card calm" aria-labelledby="failed"><h2 id="failed">What failed</h2><p class="none">${icon('ok')}Nothing${counts.running + counts.waiting > 0 ? ', so far' : ''}.</p></section>`;
  }
  const hidden = failures.length - mostFailures;
  const more =
    hidden > 0 ? html`<p class="none">and ${amount(hidden, 'other failure')}; they are in the list below.</p>` : '';
  const total = failures.reduce((sum, { deployments }) => sum + deployments.length, 0);
  return html`<section class="card bad" aria-labelledby="failed"><h2 id="failed">What failed <span class="count">${thousands(total)}</span></h2>
<ol class="failures">${failures.slice(0, mostFailures).map((failure) => failureItem(failure, run))}</ol>${more}</section>`;
}

function failureItem({ step, message, outcome, deployments }: ReportFailure, run: string): Html {
  const look = outcome === 'unknown' ? 'ask' : 'bad';
  const [first] = deployments;
  const where = deployments
    .slice(0, mostPlaces)
    .map(({ address }) => html`<button type="button" class="place" data-lane="${address}">${address}</button>`);
  const hidden = deployments.length - where.length;
  const words = outcome === 'failed' ? '' : html` <em>${outcome}</em>`;
  const log =
    first?.node === undefined
      ? ''
      : html`<code class="type">release logs ${shellWord(run)} ${shellWord(first.node)}</code>`;
  return html`<li><h3>${icon(look)}<span class="step">${step ?? 'the deployment'}</span>${words}<span class="times">in ${amount(deployments.length, 'deployment')}</span></h3>
<p class="message">${message}</p><p class="places">${where}${hidden > 0 ? html`<button type="button" class="place" data-search="${step ?? ''}">and ${thousands(hidden)} more</button>` : ''}</p>${log}</li>`;
}

function gatesCard({ gates, run, state, generatedAt }: ReportDocument): Html {
  if (gates.length === 0) {
    const words = state === 'paused' ? 'A person: the run is paused, and goes on with' : 'Nothing.';
    const resume = state === 'paused' ? html`<code class="type">release resume ${shellWord(run)}</code>` : '';
    return html`<section class="card ${state === 'paused' ? 'wait' : 'calm'}" aria-labelledby="waits"><h2 id="waits">What it waits for</h2><p class="none">${icon(state === 'paused' ? 'wait' : 'ok')}${words}</p>${resume}</section>`;
  }
  const items = gates
    .slice(0, mostGates)
    .map(({ id, kind, scope, waitingFor, openedAt, until, decided, approvers = [] }) => {
      const since =
        openedAt === null
          ? ''
          : html`since ${time(openedAt)} <b>(${duration(Date.parse(generatedAt) - Date.parse(openedAt))})</b>`;
      const asked =
        kind === 'approval' ? html`<code class="type">release approve ${shellWord(run)} ${shellWord(id)}</code>` : '';
      const command = decided
        ? html`<p class="message plain">${decidedWords({ kind }, decided)}</p><code class="type">release resume ${shellWord(run)}</code>`
        : asked;
      const ends = until === undefined ? '' : html`, until ${time(until)}`;
      const only = approvers.length === 0 ? '' : html`, only by ${approvers.join(' or ')}`;
      const about =
        scope === 'release' || waitingFor.includes(scope) ? '' : html` <span class="none">for ${scope}</span>`;
      return html`<li><h3>${icon('wait')}<span class="step">${waitingFor}</span>${about}</h3><p class="message plain">${kind} ${since}${ends}${only}</p>${command}</li>`;
    });
  const hidden = gates.length - mostGates;
  const more = hidden > 0 ? html`<p class="none">and ${thousands(hidden)} more</p>` : '';
  return html`<section class="card wait" aria-labelledby="waits"><h2 id="waits">What it waits for <span class="count">${thousands(gates.length)}</span></h2><ol class="failures">${items}</ol>${more}</section>`;
}
