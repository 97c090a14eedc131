import { withoutChains } from '../status/problems.ts';
import { clean } from '../text.ts';
import { axisOf } from './axis.ts';
import type { ReportDeployment, ReportDocument, ReportStretch } from './document.ts';
import { lookOf } from './icons.ts';
import { timeKinds } from './intervals.ts';
import { waitingWords } from './words.ts';

/**
 * What the script of a page draws deployments from. Small, because there may be ten thousand: times are milliseconds
 * since `start`, texts that repeat are numbers into `texts`, and -1 stands for none. The script reads it by place, so a
 * change here is a change in assets/report.js.
 */
export interface PageData {
  readonly run: string;
  readonly start: number;
  readonly bends: readonly (readonly [number, number])[];
  readonly breaks: readonly (readonly [number, number])[];
  readonly kinds: readonly string[];
  readonly looks: { readonly [word: string]: string };
  readonly texts: readonly string[];
  readonly waves: readonly { readonly name: string; readonly state: string }[];
  readonly lanes: readonly LaneData[];
}

/** Address, wave, state, from, to, start, end, reason, stretches (kind, from, to, …), steps, attempts. */
type LaneData = readonly [
  address: string,
  wave: number,
  state: number,
  from: number,
  to: number,
  start: number,
  end: number,
  reason: number,
  stretches: readonly number[],
  steps: readonly (readonly [path: number, outcome: number, message: number])[],
  attempts: readonly (readonly [step: number, attempt: number, from: number, to: number, outcome: number])[],
];

export function pageData(document: ReportDocument): PageData {
  const texts = new Texts();
  const start = Date.parse(document.timeline[0]?.from ?? document.startedAt ?? document.generatedAt);
  const relative = (time: string | null): number => (time === null ? -1 : Date.parse(time) - start);
  const whole = { from: start, to: Date.parse(document.timeline.at(-1)?.to ?? document.generatedAt) };
  const axis = axisOf(whole, document.timeline.map(parsed));
  const waves = document.waves.map(({ name, state }) => ({ name: clean(name), state }));
  const waveOf = new Map(document.waves.map(({ name }, index) => [name, index]));
  const lanes = document.deployments.map((one) =>
    laneData(one, waveOf.get(one.wave ?? '') ?? -1, { texts, relative, start }),
  );
  return {
    run: clean(document.run),
    start,
    bends: axis.bends.map(([time, place]) => [time - start, place]),
    breaks: axis.breaks.map(({ from, to }) => [from - start, to - start]),
    kinds: timeKinds.map((kind) => waitingWords[kind]),
    looks: Object.fromEntries(words.map((word) => [word, lookOf(word)])),
    texts: texts.list,
    waves,
    lanes,
  };
}

const words = [
  'waiting',
  'running',
  'blocked',
  'paused',
  'unknown',
  'succeeded',
  'failed',
  'errored',
  'timed-out',
  'cancelled',
  'undone',
  'skipped',
] as const satisfies readonly Parameters<typeof lookOf>[0][];

interface Tools {
  readonly texts: Texts;
  readonly relative: (time: string | null) => number;
  readonly start: number;
}

function laneData(one: ReportDeployment, wave: number, { texts, relative, start }: Tools): LaneData {
  const pathOf = (address: string): string => address.slice(one.address.length + 1);
  const bad = one.nodes.filter(({ error }) => error !== undefined);
  const chains = new Set(bad.filter((node) => !withoutChains(bad).includes(node)));
  const nodes = one.nodes.filter((node) => !chains.has(node));
  const steps = new Map(nodes.map((node, index) => [node.address, index]));
  return [
    clean(one.address),
    wave,
    texts.place(one.state),
    texts.place(one.from ?? undefined),
    texts.place(one.to),
    relative(one.startedAt),
    relative(one.endedAt),
    texts.place(one.reason),
    one.timeline.map(parsed).flatMap(({ from, to, kind }) => [timeKinds.indexOf(kind), from - start, to - start]),
    nodes.map((node) => [
      texts.place(pathOf(node.address)),
      texts.place(node.outcome),
      texts.place((node.error ?? node.note)?.split('\n', 1)[0]),
    ]),
    one.attempts.map(({ node, attempt, startedAt, endedAt, outcome }) => [
      steps.get(node) ?? -1,
      attempt,
      relative(startedAt),
      relative(endedAt),
      texts.place(outcome ?? undefined),
    ]),
  ];
}

function parsed({ from, to, kind }: ReportStretch) {
  return { from: Date.parse(from), to: Date.parse(to), kind };
}

class Texts {
  readonly list: string[] = [];
  readonly #places = new Map<string, number>();

  place(text: string | undefined): number {
    if (text === undefined) return -1;
    const safe = clean(text);
    const known = this.#places.get(safe);
    if (known !== undefined) return known;
    this.#places.set(safe, this.list.length);
    return this.list.push(safe) - 1;
  }
}
