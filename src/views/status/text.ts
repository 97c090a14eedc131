import { joinLines, type Layout } from '../layout.ts';
import { type Cell, type Column, table } from '../table.ts';
import { clean, firstLine } from '../text.ts';
import { duration, left, localTime } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { StatusDeployment, StatusDocument, StatusWave } from './document.ts';
import type { StatusNode } from './nodes.ts';
import { countWords, gateLines, problemLines, shellWord, stateMark, stateText } from './parts.ts';
import { problemsOf, stepPath } from './problems.ts';

export interface StatusTextOptions {
  /** Every deployment; otherwise only those that failed or are on their way. */
  readonly all?: boolean;
}

const mostActive = 12;
const mostProblems = 20;
const mostGates = 10;

/** How a run stands: first whether it goes well, then what failed, what it waits for, what is on its way. */
export function statusText(document: StatusDocument, layout: Layout, options: StatusTextOptions = {}): string {
  const { style } = layout;
  const { all = false } = options;
  const problems = problemsOf(document);
  const active = document.deployments.filter(({ state }) => state === 'running' || state === 'blocked');
  const listed = all ? document.deployments : active.slice(0, mostActive);
  const rest = all ? 0 : active.length - listed.length;
  return joinLines([
    ...headLines(document, layout),
    ...titled('Waves', document.waves.length > 1 ? waveLines(document.waves, layout) : [], layout),
    ...titled('Failed', problemLines(problems, all ? problems.length : mostProblems, layout), layout),
    ...titled('Waits for', gateLines(document, mostGates, layout), layout),
    ...titled(all ? 'Deployments' : 'On their way', deploymentLines(listed, document, layout), layout),
    ...(rest > 0 ? [style.faint(`  and ${thousands(rest)} more; \`--all\` lists every deployment`)] : []),
    ...nextLines(document, layout),
  ]);
}

function titled(title: string, lines: readonly string[], { style }: Layout): readonly string[] {
  return lines.length === 0 ? [] : ['', style.strong(title), ...lines];
}

function headLines(document: StatusDocument, layout: Layout): readonly string[] {
  const { style } = layout;
  const { run, release, project, version, state, reason, withinBudget } = document;
  const word = withinBudget ? 'succeeded within the failure budget' : stateText(document);
  const why = reason === undefined ? '' : `: ${clean(reason)}`;
  return [
    `${style.strong(`Run ${clean(run)}`)} of ${clean(release)} (${clean(project)} ${clean(version)})`,
    `${(document.driven === false ? style.warning : stateMark(state, style))(word)}${why}${style.faint(timeWords(document, layout))}`,
    `${amount(document.deployments.length, 'deployment')}: ${countWords(document.counts, document.state, style)}`,
  ];
}

function timeWords({ startedAt, endedAt, since }: StatusDocument, { now, zone }: Layout): string {
  if (startedAt === null) return '';
  const start = Date.parse(startedAt);
  const started = localTime(start, zone);
  if (endedAt !== undefined) return `, started ${started}, took ${duration(Date.parse(endedAt) - start)}`;
  if (since === undefined) return `, for ${duration(now - start)} since ${started}`;
  const halted = Date.parse(since);
  return `, for ${duration(now - halted)} since ${localTime(halted, zone)}, started ${started}`;
}

function waveLines(waves: readonly StatusWave[], { columns, style }: Layout): readonly string[] {
  const layout: readonly Column[] = [
    { title: '', flexible: true },
    { title: '' },
    { title: '', align: 'right' },
    { title: '' },
  ];
  const rows = waves.map(({ name, state, ended, deployments, failed }): readonly Cell[] => [
    { text: clean(name) },
    { text: state, ...(state === 'waiting' && { mark: style.faint }) },
    { text: `${thousands(ended)}/${thousands(deployments)}` },
    failed === 0 ? { text: '' } : { text: `${thousands(failed)} failed`, mark: style.error },
  ]);
  return table(layout, rows, { columns, indent: 2 });
}

function deploymentLines(
  deployments: readonly StatusDeployment[],
  document: StatusDocument,
  { columns, style, now }: Layout,
): readonly string[] {
  const layout: readonly Column[] = [
    { title: '', flexible: true },
    { title: '' },
    { title: '', align: 'right' },
    { title: '', flexible: true },
  ];
  const rows = deployments.map((deployment): readonly Cell[] => [
    { text: clean(deployment.address) },
    { text: deployment.state, mark: deployment.state === 'failed' ? style.error : style.strong },
    { text: tookWords(deployment, now) },
    { text: nowAt(deployment, document, now), mark: style.faint },
  ]);
  return table(layout, rows, { columns, indent: 2 });
}

function tookWords({ startedAt, endedAt }: StatusDeployment, now: number): string {
  if (startedAt === null) return '';
  return duration((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}

/** The steps it is at, or waits at. */
function nowAt(deployment: StatusDeployment, { state, driven }: StatusDocument, now: number): string {
  if (deployment.endedAt !== null) return '';
  const goesOn = state === 'running' && driven !== false;
  const running = deployment.nodes.filter(
    ({ outcome, triesAgainAt }) => outcome === 'running' || triesAgainAt !== undefined,
  );
  const held = deployment.nodes.filter(({ outcome, note }) => outcome === 'waiting' && note !== undefined);
  const nodes = running.length > 0 ? running : held;
  return nodes
    .map((node) => {
      const why = node.triesAgainAt === undefined ? (node.note ?? '') : againWords(node, goesOn, now);
      return clean(`${stepPath(deployment, node)}${node.outcome === 'running' ? '' : ` (${why})`}`);
    })
    .join(', ');
}

/** `goesOn`: somebody is there to try again when it is time. */
function againWords({ triesAgainAt = '', error = '' }: StatusNode, goesOn: boolean, now: number): string {
  const wait = Date.parse(triesAgainAt) - now;
  const when = wait > 0 ? `in ${left(wait)}` : 'now';
  return `tries again ${goesOn ? when : 'when the run goes on'}: ${firstLine(error)}`;
}

function nextLines({ run, state, driven }: StatusDocument, { style }: Layout): readonly string[] {
  const resume = style.hint(`release resume ${shellWord(run)}`);
  if (driven === false) {
    const gone = style.warning('The process that drove it is gone.');
    return [
      '',
      `${gone} To go on: ${resume}; to stop what it began: ${style.hint(`release cancel ${shellWord(run)}`)}`,
    ];
  }
  return state === 'paused' || state === 'blocked' ? ['', `To go on: ${resume}`] : [];
}
