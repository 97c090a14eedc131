import { duration } from '../time.ts';
import { thousands } from '../words.ts';
import type { ReportDocument, ReportWave } from './document.ts';
import { graphSvg } from './graph-svg.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { time } from './page-head.ts';

const mostGraphs = 8;

export function wavesSection({ waves, generatedAt }: ReportDocument): Html {
  const rows = waves.map((wave) => waveRow(wave, generatedAt));
  return html`<section aria-labelledby="waves"><h2 id="waves">Waves</h2><div class="scroll" role="region" aria-labelledby="waves" tabindex="0"><table>
<thead><tr><th scope="col">Wave</th><th scope="col">State</th><th scope="col">Done</th><th scope="col">Failed</th><th scope="col">Started</th><th scope="col">Took</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function waveRow({ name, state, deployments, ended, failed, startedAt, endedAt }: ReportWave, now: string): Html {
  const share = deployments === 0 ? 0 : (ended / deployments) * 100;
  const bad = deployments === 0 ? 0 : (failed / deployments) * 100;
  const took = startedAt === null ? '–' : duration(Date.parse(endedAt ?? now) - Date.parse(startedAt));
  const look = failed > 0 ? 'bad' : state === 'finished' ? 'ok' : state === 'running' ? 'run' : 'off';
  return html`<tr><th scope="row">${name}</th><td>${icon(look)}${state}</td>
<td><svg class="bar small" aria-hidden="true"><rect class="bad" width="${bad}%" height="100%"/><rect class="ok" x="${bad}%" width="${Math.max(0, share - bad)}%" height="100%"/></svg>${thousands(ended)} of ${thousands(deployments)}</td>
<td>${failed === 0 ? '–' : html`<b class="bad">${thousands(failed)}</b>`}</td><td>${time(startedAt)}</td><td>${took}</td></tr>`;
}

export function decisionsSection({ decisions }: ReportDocument): Html {
  const rows = decisions.map(
    ({ at, by, what, subject, note }) =>
      html`<tr><td>${time(at)}</td><th scope="row">${by}</th><td>${what}${subject === '' ? '' : html` <code>${subject}</code>`}</td><td>${note ?? ''}</td></tr>`,
  );
  return html`<section aria-labelledby="who"><h2 id="who">Who decided what</h2><div class="scroll" role="region" aria-labelledby="who" tabindex="0"><table>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function processSection({ processes }: ReportDocument): Html {
  const graphs = processes.slice(0, mostGraphs).map((process, index) => {
    const name = `process-${index}`;
    const title = html`${process.project} <span class="none">in ${thousands(process.deployments)}</span>`;
    const graph = html`<div class="scroll graph-scroll" role="region" aria-label="Process of ${process.project}" tabindex="0">${graphSvg(process, name)}</div>`;
    return index === 0 ? graph : html`<details><summary>${title}</summary>${graph}</details>`;
  });
  return html`<section aria-labelledby="process"><h2 id="process">The process</h2>${graphs}</section>`;
}
