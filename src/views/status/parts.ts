import type { Style } from '../../diagnostics/style.ts';
import type { Layout } from '../layout.ts';
import { clean, cut, firstLine } from '../text.ts';
import { ago, localTime } from '../time.ts';
import { thousands } from '../words.ts';
import type { InboxDecision, StatusCounts, StatusDocument, StatusGate } from './document.ts';
import { type Problem, stepPath } from './problems.ts';
import type { RunStateWord } from './words.ts';

/** Pieces of text that status and the summary of a run share. */

/** A run whose process is gone does not run, though nobody has told it so. */
export function stateText({ state, driven }: { readonly state: RunStateWord; readonly driven?: boolean }): string {
  return driven === false ? 'cut off' : state;
}

export function stateMark(word: RunStateWord, style: Style): (text: string) => string {
  switch (word) {
    case 'failed':
      return style.error;
    case 'blocked':
    case 'paused':
    case 'cancelled':
      return style.warning;
    case 'running':
    case 'succeeded':
      return style.strong;
    default:
      return word satisfies never;
  }
}

/**
 * `412 succeeded, 3 failed, 525 waiting`; what is zero is left out. In a run that has come to rest, deployments that stand
 * in their middle do not run.
 */
export function countWords(counts: StatusCounts, state: RunStateWord, style: Style): string {
  const words = (['succeeded', 'failed', 'running', 'waiting', 'skipped', 'unknown'] as const)
    .filter((word) => counts[word] > 0)
    .map((word) => {
      const text = `${thousands(counts[word])} ${word === 'running' && state !== 'running' ? 'begun' : word}`;
      if (word === 'failed') return style.error(text);
      return word === 'unknown' ? style.warning(text) : text;
    });
  return words.length === 0 ? 'nothing to deploy' : words.join(', ');
}

/** A line per problem: where, which step, and the first line of the error. */
export function problemLines(problems: readonly Problem[], most: number, layout: Layout): readonly string[] {
  const shown = problems.slice(0, most).map((problem) => problemLine(problem, layout));
  const hidden = problems.length - shown.length;
  return hidden > 0 ? [...shown, layout.style.faint(`  and ${thousands(hidden)} more`)] : shown;
}

function problemLine({ deployment, node, message }: Problem, { style, columns }: Layout): string {
  const step = node === undefined ? '' : ` ${clean(stepPath(deployment, node))}`;
  const where = `  ${clean(deployment.address)}${step}`;
  const why = cut(firstLine(message), Math.max(20, columns - where.length - 2));
  const mark = deployment.state === 'unknown' ? style.warning : style.error;
  return `${mark(where)}: ${why}`;
}

/** What keeps the run waiting, and what to type about it. */
export function gateLines({ gates, run }: StatusDocument, most: number, layout: Layout): readonly string[] {
  const lines = gates.slice(0, most).flatMap((gate) => gateText(gate, run, layout));
  const hidden = gates.length - most;
  return hidden > 0 ? [...lines, layout.style.faint(`  and ${hidden} more`)] : lines;
}

function gateText(gate: StatusGate, run: string, { style, zone, now }: Layout): readonly string[] {
  const { id, kind, waitingFor, until, openedAt, scope, decided, approvers = [] } = gate;
  const end = until === undefined ? '' : ` until ${localTime(Date.parse(until), zone)}`;
  const notes = [
    ...(approvers.length === 0 ? [] : [`only by ${clean(approvers.join(' or '))}`]),
    ...(waitingFor.includes(scope) || scope === 'release' ? [] : [clean(scope)]),
    ...(openedAt === null ? [] : [`asked ${ago(Date.parse(openedAt), now)}`]),
  ];
  const words = waitingFor.startsWith(kind) ? clean(waitingFor) : `${kind}: ${clean(waitingFor)}`;
  const what = `  ${style.warning(words)}${end}${notes.length === 0 ? '' : style.faint(` (${notes.join(', ')})`)}`;
  if (decided !== undefined)
    return [what, `    ${decidedWords(gate, decided)} ${style.hint(`release resume ${shellWord(run)}`)}`];
  return kind === 'approval'
    ? [what, `    ${style.hint(`release approve ${shellWord(run)} ${shellWord(id)}`)}`]
    : [what];
}

/** What somebody decided about a gate, for whoever is to have it taken up. */
export function decidedWords({ kind }: Pick<StatusGate, 'kind'>, { decision, by }: InboxDecision): string {
  return `${kind === 'receipt' ? 'receipt imported' : decision} by ${clean(by)}, taken up by`;
}

/** A word as it can be typed in a POSIX shell. */
export function shellWord(text: string): string {
  const safe = clean(text);
  return /^[\w@%+=:,./#~-]+$/.test(safe) && !/^[#~-]/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
