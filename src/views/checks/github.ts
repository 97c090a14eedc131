import { clean } from '../text.ts';
import { amount } from '../words.ts';
import { messageOf, type Placed, placedFindings } from './placed.ts';
import type { ChecksView } from './view.ts';

/** GitHub shows ten of each kind for a step and drops the rest without a word (actions/toolkit, problem matchers). */
const mostPerKind = 10;
/** A step's summary may hold 1 MiB; over it nothing is shown at all. */
const mostSummaryBytes = 1024 * 1024 - 4096;

/** Workflow commands: an annotation per finding, as far as GitHub shows them, and one that says how many more. */
export function githubAnnotations(view: ChecksView): string {
  const findings = placedFindings(view);
  const shown = (['error', 'warning'] as const).flatMap((severity) =>
    findings.filter((one) => one.severity === severity).slice(0, mostPerKind),
  );
  const lines = shown.map(annotation);
  const more = findings.length - shown.length;
  if (more > 0)
    lines.push(
      `::notice title=${property('release validate')}::${data(`and ${more} more: see the summary of the job`)}`,
    );
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(one: Placed): string {
  const { severity, file, line, endLine, column, endColumn, code } = one;
  const place =
    line === null ? '' : `,line=${line},endLine=${endLine ?? line}${columns(line, endLine, column, endColumn)}`;
  return `::${severity} file=${property(file)}${place},title=${property(code)}::${data(messageOf(one))}`;
}

/** Columns may only be given inside one line. */
function columns(line: number, endLine: number | null, column: number | null, endColumn: number | null): string {
  if (column === null || (endLine ?? line) !== line) return '';
  return `,col=${column}${endColumn === null ? '' : `,endColumn=${endColumn}`}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The summary of the job: every finding, as many as fit beside the bytes that are there already. */
export function githubSummary(view: ChecksView, bytesBefore = 0): string {
  const findings = placedFindings(view);
  const { releases, deployments } = view.checked;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const head = [
    `### ${findings.length === 0 ? 'No problems' : `${amount(errors, 'error')}, ${amount(findings.length - errors, 'warning')}`}`,
    '',
    `${amount(releases, 'release')}, ${amount(deployments, 'deployment')} checked`,
    '',
  ];
  const table = ['| | code | where | what |', '|---|---|---|---|'];
  const lines = findings.length === 0 ? head : [...head, ...table];
  let bytes = bytesBefore + Buffer.byteLength(lines.join('\n'));
  let shown = 0;
  for (const finding of findings) {
    const row = summaryRow(finding);
    bytes += Buffer.byteLength(row) + 1;
    if (bytes > mostSummaryBytes) break;
    lines.push(row);
    shown += 1;
  }
  if (shown < findings.length) lines.push('', `and ${findings.length - shown} more`);
  return `${lines.join('\n')}\n`;
}

function summaryRow(one: Placed): string {
  const { severity, code, file, line } = one;
  const where = line === null ? file : `${file}:${line}`;
  return `| ${severity} | ${code} | ${cell(where)} | ${messageOf(one).split('\n').map(cell).join('<br>')} |`;
}

/** Text in a table, in which nothing is markup. */
function cell(text: string): string {
  return clean(text)
    .replace(/[\\`*_{}[\]#|~@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
