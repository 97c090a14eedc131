import type { Style } from '../../diagnostics/style.ts';
import type { AttemptOutcome, JournalRecord, LaneEnd } from '../../run/events.ts';
import { openGates } from '../../run/fold-gates.ts';
import type { NextAttempt } from '../../run/next-attempt.ts';
import type { RunState } from '../../run/state.ts';
import { shellWord } from '../status/parts.ts';
import { clean, firstLine } from '../text.ts';
import { clockTime, duration, left, localTime } from '../time.ts';
import { amount, thousands } from '../words.ts';
import type { GateNote, Tally } from './tally.ts';

export interface PlainOptions {
  readonly run: string;
  readonly style: Style;
  readonly zone: string;
}

/**
 * Lines for a log that nobody redraws: waves, gates, and one line per deployment that ended, never per step; but
 * a step that is tried again (`next`) says so, because nothing moves until then. Asked before the record is counted,
 * when the lane is still among the active ones.
 */
export function plainLines(
  tally: Tally,
  { event, at }: JournalRecord,
  options: PlainOptions,
  next?: NextAttempt,
): readonly string[] {
  const { style, zone } = options;
  const now = Date.parse(at);
  const line = (text: string): readonly string[] => [`${style.faint(clockTime(now, zone))} ${text}`];
  switch (event.type) {
    case 'wave-started': {
      const total = tally.waves.find(({ name }) => name === event.wave)?.total ?? 0;
      return line(`wave ${clean(event.wave)} started: ${amount(total, 'deployment')}`);
    }
    case 'wave-finished':
      return line(`wave ${clean(event.wave)} finished${event.failed > 0 ? `, ${thousands(event.failed)} failed` : ''}`);
    case 'lane-finished':
      return laneLines(tally, event, now, options);
    case 'attempt-finished':
      return next === undefined ? [] : line(againWords(event, next, now));
    case 'run-resumed':
      return resumedWords(tally).flatMap(line);
    case 'gate-opened':
      return line(style.warning(`waits for ${gateWords(event, zone)}`));
    case 'gate-resolved':
      return line(`${clean(event.gate)} ${event.decision} by ${clean(event.by)}`);
    case 'run-paused':
      return line(style.warning(`paused: ${clean(event.reason)}`));
    case 'cancel-requested':
      return line(style.warning(`cancelling, as ${clean(event.by)} asked${stopWords(tally)}`));
    default:
      return [];
  }
}

/** What was left running is looked for, which makes no event. */
function resumedWords({ underWay: { size } }: Tally): readonly string[] {
  const steps = amount(size, 'step was', 'steps were');
  return size === 0 ? [] : [`${steps} left running: looks how ${size === 1 ? 'it stands' : 'they stand'}`];
}

const mostGates = 10;

/** Which gates from before a resume the run waits for again: no event opens them anew. `now`: milliseconds since 1970. */
export function gatesLeftLines(
  gates: ReadonlyMap<string, GateNote>,
  state: RunState | undefined,
  now: number,
  { style, zone, run }: PlainOptions,
): readonly string[] {
  if (state?.cancelling === true) return [];
  const open = state && new Set(openGates(state).map(({ id }) => id));
  const kept = [...gates].filter(([id, gate]) => keepsWaiting(gate, now) && open?.has(id) !== false);
  const waits = kept.slice(0, mostGates).map(([, gate]) => style.warning(`still waits for ${gateWords(gate, zone)}`));
  const hidden = kept.length - waits.length;
  const status = style.hint(`release status ${shellWord(run)}`);
  const more = hidden > 0 ? [`and for ${amount(hidden, 'more gate')}; see ${status}`] : [];
  return [...waits, ...more].map((text) => `${style.faint(clockTime(now, zone))} ${text}`);
}

/** Locks and machines are asked for anew by a resume, and what waits for a time that has come goes on. */
function keepsWaiting({ kind, until }: GateNote, now: number): boolean {
  return kind !== 'lock' && kind !== 'target' && (until === undefined || Date.parse(until) > now);
}

function gateWords(
  { kind, waitingFor, until }: Omit<GateNote, 'scope' | 'until'> & { readonly until?: string | undefined },
  zone: string,
): string {
  return `${kind}: ${clean(waitingFor)}${until === undefined ? '' : ` until ${localTime(Date.parse(until), zone)}`}`;
}

/** A script that takes its time to end is silent meanwhile. */
function stopWords({ underWay: { size } }: Tally): string {
  return size === 0 ? '' : `: ${amount(size, 'step is', 'steps are')} told to stop, which may take a minute`;
}

interface AttemptFinished {
  readonly node: string;
  readonly outcome: AttemptOutcome;
}

/** `north@prod/ehr migrate failed (exit code 3), tries again in 15s (2 of 3)` */
function againWords({ node, outcome }: AttemptFinished, { at, attempt, attempts }: NextAttempt, now: number): string {
  const cut = node.indexOf('/', node.indexOf('/') + 1);
  const place = cut < 0 ? clean(node) : `${clean(node.slice(0, cut))} ${clean(node.slice(cut + 1))}`;
  const why = 'message' in outcome ? ` (${firstLine(outcome.message)})` : '';
  const when = at === undefined || at <= now ? 'at once' : `in ${left(at - now)}`;
  return `${place} ${outcomeWord(outcome.kind)}${why}, tries again ${when} (${attempt} of ${attempts})`;
}

function outcomeWord(kind: AttemptOutcome['kind']): string {
  if (kind === 'timed-out') return 'timed out';
  return kind === 'unknown' ? 'ended, nobody knows how' : kind;
}

interface LaneFinished {
  readonly lane: string;
  readonly end: LaneEnd;
  readonly reason?: string;
}

function laneLines(tally: Tally, event: LaneFinished, now: number, options: PlainOptions): readonly string[] {
  const { style, zone, run } = options;
  const wave = tally.waveOf.get(event.lane);
  const active = wave?.active.get(event.lane);
  const took = active === undefined ? '' : ` in ${duration(now - active.startedAt)}`;
  const place = wave === undefined ? '' : style.faint(` (${thousands(wave.ended + 1)}/${thousands(wave.total)})`);
  const time = style.faint(clockTime(now, zone));
  const head = (word: string): string => `${time} ${clean(event.lane)} ${word}${took}${place}`;
  if (event.end !== 'failed' && event.end !== 'undone') return [head(event.end)];
  const problem = active?.problem;
  const step = problem === undefined ? '' : `${clean(problem.node.slice(event.lane.length + 1))}: `;
  const why = `  ${step}${firstLine(problem?.message ?? event.reason ?? '')}`;
  const logs =
    problem === undefined ? [] : [`  ${style.hint(`release logs ${shellWord(run)} ${shellWord(problem.node)}`)}`];
  return [head(style.error(event.end)), ...(why.trim() === '' ? [] : [why]), ...logs];
}
