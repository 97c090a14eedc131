import { joinLines, type Layout } from '../layout.ts';
import { type Cell, table } from '../table.ts';
import { clean, wrap } from '../text.ts';
import { duration } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { StatusDeployment, StatusDocument } from './document.ts';
import { countWords, gateLines, problemLines, shellWord, stateMark } from './parts.ts';
import { type Problem, perhapsTakenBack, problemsOf } from './problems.ts';

const mostProblems = 10;
const mostGates = 5;
const mostPlaces = 15;

/** The last words of a run: what is where now, what failed, and what to type next. */
export function runSummaryText(document: StatusDocument, layout: Layout): string {
  const { style } = layout;
  const problems = problemsOf(document);
  return joinLines([
    ...headLines(document, layout),
    ...titled('Deployed', deployedLines(document, layout), layout),
    ...titled('Failed', problemLines(problems, mostProblems, layout), layout),
    ...titled('Waits for', gateLines(document, mostGates, layout), layout),
    ...titled(
      'Next',
      nextSteps(document, problems).map(([what, how]) => `  ${what}: ${style.hint(how)}`),
      layout,
    ),
  ]);
}

function titled(title: string, lines: readonly string[], { style }: Layout): readonly string[] {
  return lines.length === 0 ? [] : [style.strong(title), ...lines];
}

function headLines(document: StatusDocument, { style, now, columns }: Layout): readonly string[] {
  const { run, state, counts, startedAt, endedAt, reason, deployments } = document;
  const end = endedAt === undefined ? now : Date.parse(endedAt);
  const took = startedAt === null ? '' : ` after ${duration(end - Date.parse(startedAt))}`;
  const why = reason === undefined ? [] : wrap(clean(reason), columns - 2).map((line) => `  ${line}`);
  return [
    `Run ${clean(run)} ${stateMark(state, style)(endWords(document))}${took}`,
    ...why,
    `${amount(deployments.length, 'deployment')}: ${countWords(counts, state, style)}`,
  ];
}

/** This process has ended its work; a run that is not over can be taken up again. */
function endWords({ state, withinBudget }: StatusDocument): string {
  if (withinBudget) return 'succeeded within the failure budget';
  return state === 'running' ? 'interrupted' : state;
}

/** A line per project, version and environment that this run brought somewhere. */
function deployedLines({ deployments }: StatusDocument, { columns, style }: Layout): readonly string[] {
  const places = new Map<string, { first: StatusDeployment; count: number; froms: Set<string> }>();
  for (const one of deployments) {
    if (one.state !== 'succeeded' || one.address.startsWith('+')) continue;
    const key = [one.project, one.to, one.environment].join('\n');
    const place = places.get(key) ?? { first: one, count: 0, froms: new Set() };
    places.set(key, place);
    place.count++;
    place.froms.add(one.from ?? 'nothing');
  }
  const rows = [...places.values()].map(({ first, count, froms }): readonly Cell[] => [
    { text: `${clean(first.project)} ${clean(first.to)}` },
    { text: clean(first.environment) },
    { text: first.tenant === null ? '' : amount(count, 'tenant') },
    {
      text: `before: ${[...froms].slice(0, 3).map(clean).join(', ')}${froms.size > 3 ? ', …' : ''}`,
      mark: style.faint,
    },
  ]);
  const layout = [{ title: '', flexible: true }, { title: '' }, { title: '' }, { title: '', flexible: true }];
  const lines = table(layout, rows.slice(0, mostPlaces), { columns, indent: 2 });
  const hidden = rows.length - lines.length;
  return hidden > 0 ? [...lines, style.faint(`  and ${thousands(hidden)} more; see \`release where\``)] : lines;
}

function nextSteps(document: StatusDocument, problems: readonly Problem[]): readonly (readonly [string, string])[] {
  const run = shellWord(document.run);
  const problem = problems.find(({ node }) => node !== undefined);
  const first = problem?.node;
  const before = problem && perhapsTakenBack(problem);
  const unknown = problems.find(({ node }) => node?.outcome === 'unknown')?.node;
  const { state, withinBudget, cancelling, gates } = document;
  const open = state !== 'cancelled' && (state !== 'succeeded' || withinBudget);
  const away = cancelling && gates.find(({ kind }) => kind === 'target');
  if (away) {
    return [
      ['stop it there, once the machine is back', `release resume ${run}`],
      ['end the run without it', `release resume ${run} --skip ${shellWord(away.scope)}`],
    ];
  }
  return [
    ...(first === undefined ? [] : [['see why', `release logs ${run} ${shellWord(first.address)}`] as const]),
    ...(unknown === undefined
      ? []
      : [
          ['if it did not happen', `release resume ${run} --rerun ${shellWord(unknown.address)}`] as const,
          ['if it did', `release resume ${run} --mark-succeeded ${shellWord(unknown.address)} --note '…'`] as const,
        ]),
    ...(open && unknown === undefined ? [[resumeWords(document), `release resume ${run}`] as const] : []),
    ...(open && unknown === undefined && before !== undefined
      ? [['if a clean-up undid an earlier step', `release resume ${run} --rerun ${shellWord(before.address)}`] as const]
      : []),
  ];
}

function resumeWords({ state }: StatusDocument): string {
  return state === 'failed' || state === 'succeeded' ? 'try the failed ones again' : 'go on';
}
