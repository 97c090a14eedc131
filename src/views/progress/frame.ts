import type { Style } from '../../diagnostics/style.ts';
import { clean, cut, firstLine, padEnd, padStart, widthOf } from '../text.ts';
import { duration, left, localTime } from '../time.ts';
import { amount, placeName, thousands } from '../words.ts';
import { bar, eta } from './pace.ts';
import type { ActiveLane, FailureNote, GateNote, Tally, WaveTally } from './tally.ts';

export interface FrameOptions {
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The picture of this moment that says that something moves. */
  readonly spinner: string;
  /** The last frame, which stays on the screen: nothing in it moves any more. */
  readonly last?: boolean;
}

const fewestActive = 2;
const mostActive = 8;
const mostGates = 3;

/** The lines of one moment: never more than the terminal has, however many waves and tenants there are. */
export function frame(tally: Tally, options: FrameOptions): readonly string[] {
  const { rows, last = false } = options;
  const foot = [
    ...failureLines(tally, options),
    ...(last ? [] : gateLines(tally, options)),
    ...stateLines(tally, options),
  ];
  const room = Math.max(1, rows - 1 - foot.length);
  const waves = wavesShown(tally, Math.max(1, room - fewestActive));
  const running = waves.filter(({ phase }) => phase === 'running').length;
  const perWave = last ? 0 : Math.min(mostActive, Math.floor((room - waves.length - 1) / Math.max(1, running)));
  const widths = widthsOf(waves, options.columns);
  const lines = waves.flatMap((wave) => [
    waveLine(wave, widths, options),
    ...(wave.phase === 'running' ? activeLines(wave, perWave, options) : []),
  ]);
  const hidden = tally.waves.length - waves.length;
  const more = hidden > 0 ? [options.style.faint(`  and ${thousands(hidden)} more waves`)] : [];
  return [...lines, ...more, ...foot].slice(0, Math.max(1, rows - 1));
}

/** When not all fit: those that run, then those that come next, then the ones that ended last. */
function wavesShown({ waves }: Tally, most: number): readonly WaveTally[] {
  if (waves.length <= most) return waves;
  const rank = { running: 0, waiting: 1, finished: 2 } as const;
  const ranked = [...waves.entries()].sort(([one, a], [other, b]) => {
    const order = a.phase === 'finished' ? other - one : one - other;
    return rank[a.phase] - rank[b.phase] || order;
  });
  const kept = new Set(ranked.slice(0, Math.max(1, most - 1)).map(([, wave]) => wave));
  return waves.filter((wave) => kept.has(wave));
}

interface Widths {
  readonly name: number;
  readonly count: number;
  readonly bar: number;
}

/** `9,999 failed, 9,999 running, 10h 05m left` */
const widthOfWords = 42;
const widestBar = 30;

/** The same for all waves, so that their bars stand under each other. A bar that says too little is left out. */
function widthsOf(waves: readonly WaveTally[], columns: number): Widths {
  const names = Math.max(0, ...waves.map(({ name }) => widthOf(clean(name))));
  const name = Math.min(names, Math.floor(columns / 4));
  const count = Math.max(0, ...waves.map(({ total }) => thousands(total).length * 2 + 1));
  const left = columns - 1 - widthOf('i ') - name - count - 3 * 2 - widthOfWords;
  return { name, count, bar: left < 5 ? 0 : Math.min(widestBar, left) };
}

function waveLine(
  wave: WaveTally,
  widths: Widths,
  { columns, style, now, spinner, last = false }: FrameOptions,
): string {
  const name = padEnd(cut(clean(wave.name), widths.name), widths.name);
  const count = padStart(`${thousands(wave.ended)}/${thousands(wave.total)}`, widths.count);
  const drawn = widths.bar === 0 ? '' : `${bar(wave.ended, wave.total, widths.bar)}  `;
  const { words, failed } = waveWords(wave, now);
  const left = columns - 1 - widthOf(`i ${name}  ${drawn}${count}  `);
  const shown = cut(words.join(', '), Math.max(0, left));
  const red = shown.slice(0, failed.length);
  const marked = red === '' ? shown : `${style.error(red)}${shown.slice(red.length)}`;
  const icon = (wave.failed > 0 ? style.error : style.strong)(iconOf(wave, last ? '-' : spinner));
  return `${icon} ${wave.phase === 'waiting' ? style.faint(name) : name}  ${drawn}${count}  ${marked}`.trimEnd();
}

/** A shape for each state, so that colour never says anything alone. */
function iconOf({ phase, failed }: WaveTally, spinner: string): string {
  switch (phase) {
    case 'waiting':
      return '·';
    case 'running':
      return spinner;
    case 'finished':
      return failed > 0 ? '✗' : '✓';
    default:
      return phase satisfies never;
  }
}

function waveWords(wave: WaveTally, now: number): { readonly words: readonly string[]; readonly failed: string } {
  const failed = wave.failed === 0 ? '' : `${thousands(wave.failed)} failed`;
  const left = eta(wave, now);
  const words = [
    ...(failed === '' ? [] : [failed]),
    ...(wave.active.size === 0 ? [] : [`${thousands(wave.active.size)} running`]),
    ...(left === undefined ? [] : [`${duration(left)} left`]),
    ...(wave.endedAt === undefined || wave.startedAt === undefined
      ? []
      : [`took ${duration(wave.endedAt - wave.startedAt)}`]),
  ];
  return { words, failed };
}

/** Those that have been under way longest: the ones somebody waits for. */
function activeLines({ active }: WaveTally, most: number, options: FrameOptions): readonly string[] {
  if (most < 1 || active.size === 0) return [];
  const shown: ActiveLane[] = [];
  const room = active.size > most ? most - 1 : most;
  for (const lane of active.values()) {
    if (shown.length >= room) break;
    shown.push(lane);
  }
  const width = Math.max(0, ...shown.map(({ address }) => widthOf(clean(placeName(address)))));
  const lines = shown.map((lane) => activeLine(lane, Math.min(width, Math.floor(options.columns / 2)), options));
  const hidden = active.size - shown.length;
  return hidden > 0 ? [...lines, options.style.faint(`    and ${thousands(hidden)} more`)] : lines;
}

function activeLine(lane: ActiveLane, width: number, options: FrameOptions): string {
  const { address, startedAt, step } = lane;
  const { columns, style, now } = options;
  const name = padEnd(cut(clean(placeName(address)), width), width);
  const time = padStart(duration(now - startedAt), 7);
  const what = cut(
    clean(`${step ?? 'starting'}${attemptWords(lane, now)}`),
    Math.max(0, columns - 1 - widthOf(`    ${name}  ${time}  `)),
  );
  return `    ${name}  ${style.faint(time)}  ${what}`;
}

function attemptWords({ attempt, next }: ActiveLane, now: number): string {
  if (next === undefined) return attempt > 1 ? ` (attempt ${attempt})` : '';
  const when = next.at === undefined || next.at <= now ? 'now' : `in ${left(next.at - now)}`;
  return ` tries again ${when} (${next.attempt} of ${next.attempts})`;
}

function failureLines({ failures, failed }: Tally, { columns, style, rows }: FrameOptions): readonly string[] {
  if (failures.length === 0) return [];
  const most = Math.max(1, Math.floor(rows / 6));
  const shown = failures.slice(-most).map((failure) => failureLine(failure, columns, style));
  const before = failed - shown.length;
  return before > 0 ? [...shown, style.faint(`  and ${thousands(before)} failed before`)] : shown;
}

function failureLine({ lane, node, message }: FailureNote, columns: number, style: Style): string {
  const step = node === undefined ? '' : ` ${node.slice(lane.length + 1)}`;
  const where = cut(clean(`${placeName(lane)}${step}`), Math.floor(columns / 2));
  const why = cut(firstLine(message), Math.max(0, columns - 1 - widthOf(`✗ ${where}: `)));
  return `${style.error(`✗ ${where}`)}: ${why}`;
}

function gateLines({ gates }: Tally, options: FrameOptions): readonly string[] {
  const lines: string[] = [];
  for (const gate of gates.values()) {
    if (lines.length >= mostGates) break;
    lines.push(gateLine(gate, options));
  }
  const hidden = gates.size - lines.length;
  return hidden > 0 ? [...lines, options.style.faint(`  and ${thousands(hidden)} more gates`)] : lines;
}

function gateLine({ kind, waitingFor, until }: GateNote, { columns, style, zone }: FrameOptions): string {
  const end = until === undefined ? '' : ` until ${localTime(Date.parse(until), zone)}`;
  return style.warning(cut(`⧗ ${kind}: ${clean(waitingFor)}${end}`, columns - 1));
}

function stateLines({ state, reason, underWay }: Tally, { columns, style }: FrameOptions): readonly string[] {
  if (state === 'cancelling') {
    const steps = underWay.size === 0 ? 'what runs' : amount(underWay.size, 'step');
    return [style.warning(`cancelling: waiting for ${steps} to stop`)];
  }
  if (state !== 'paused') return [];
  return [style.warning(cut(`paused: ${clean(reason ?? '')}`, columns - 1))];
}
