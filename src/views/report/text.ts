import { joinLines, type Layout } from '../layout.ts';
import { countWords, gateLines, stateMark } from '../status/parts.ts';
import { type Cell, table } from '../table.ts';
import { clean, cut } from '../text.ts';
import { localTime } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { ReportDocument } from './document.ts';
import { timeWords, verdict } from './words.ts';

const mostFailures = 10;
const mostGates = 5;
const mostDecisions = 20;

/** The report in short, for a terminal: what failed, what it waits for, where the time went, who decided what. */
export function reportText(document: ReportDocument, layout: Layout): string {
  const { style } = layout;
  return joinLines([
    `${style.strong(`Run ${clean(document.run)}`)} of ${clean(document.release)} (${clean(document.project)} ${clean(document.version)})`,
    stateMark(document.state, style)(clean(verdict(document))),
    `${amount(document.deployments.length, 'deployment')}: ${countWords(document.counts, document.state, style)}`,
    ...titled('Time', [`  ${timeWords(document.times).join(', ')}`], layout),
    ...titled('Failed', failureLines(document, layout), layout),
    ...titled('Waits for', gateLines({ ...document, waves: [], deployments: [] }, mostGates, layout), layout),
    ...titled('Who decided what', decisionLines(document, layout), layout),
  ]);
}

function titled(title: string, lines: readonly string[], { style }: Layout): readonly string[] {
  return lines.length === 0 ? [] : ['', style.strong(title), ...lines];
}

function failureLines({ failures }: ReportDocument, { style, columns }: Layout): readonly string[] {
  const lines = failures.slice(0, mostFailures).flatMap(({ step, message, deployments }) => {
    const places = deployments.slice(0, 5).map(({ address }) => clean(address));
    const more =
      deployments.length > places.length ? `, and ${thousands(deployments.length - places.length)} more` : '';
    return [
      `  ${style.error(clean(step ?? 'the deployment'))}: ${cut(clean(message), Math.max(20, columns - 10))}`,
      style.faint(`    ${places.join(', ')}${more}`),
    ];
  });
  const hidden = failures.length - mostFailures;
  return hidden > 0 ? [...lines, style.faint(`  and ${thousands(hidden)} more`)] : lines;
}

function decisionLines({ decisions }: ReportDocument, { columns, zone, style }: Layout): readonly string[] {
  const rows = decisions
    .slice(-mostDecisions)
    .map(({ at, by, what, subject, note }): readonly Cell[] => [
      { text: localTime(Date.parse(at), zone), mark: style.faint },
      { text: clean(by) },
      { text: subject === '' ? what : `${what} ${clean(subject)}` },
      { text: clean(note ?? '') },
    ]);
  const layout = [
    { title: '' },
    { title: '', flexible: true },
    { title: '', flexible: true },
    { title: '', flexible: true },
  ];
  return table(layout, rows, { columns, indent: 2 });
}
