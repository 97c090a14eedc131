import type { Style } from '../../diagnostics/style.ts';
import type { Plan } from '../../plan/model.ts';
import type { JournalRecord } from '../../run/events.ts';
import { type NextAttempt, nextAttempt } from '../../run/next-attempt.ts';
import type { RunState } from '../../run/state.ts';
import { logText } from '../logs.ts';
import { clean, widthOf } from '../text.ts';
import { beginWatching, count } from './count.ts';
import { frame } from './frame.ts';
import type { Live } from './live.ts';
import { gatesLeftLines, plainLines } from './plain.ts';
import { createScreen } from './screen.ts';
import { createTally, type GateNote, type Tally } from './tally.ts';

export interface ProgressOptions {
  readonly plan: Plan;
  /** Run id, for the commands that lines tell to type. */
  readonly run: string;
  /** A live view that is redrawn; otherwise lines that stay. */
  readonly interactive: boolean;
  /** Lines given to `output` are printed. */
  readonly verbose: boolean;
  /** Asked for each frame, because windows change. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly style: Style;
  /** IANA time zone, or `zoneHere`. */
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly write: (text: string) => void;
}

/** What a person sees of a run while it runs. */
export interface Progress {
  /** What an earlier process did: counted, not printed. Before `start`. `state`: the fold of it. */
  replay(records: readonly JournalRecord[], state?: RunState): void;
  /** Begins to draw. */
  start(): Promise<void>;
  /** `state`: the run after them, or later; what is tried again is told from it. */
  records(records: readonly JournalRecord[], state?: RunState): void;
  /** A line of a step's output, by node address. */
  output(node: string, line: string): void;
  /** A line that stays. */
  notice(text: string): void;
  /** Stops drawing and gives the terminal back. Has to be called, and may be called twice. */
  stop(): Promise<void>;
}

export function createProgress(options: ProgressOptions): Progress {
  const tally = createTally(options.plan);
  const replay: Progress['replay'] = (records, state) => {
    for (const record of records) count(tally, record, nextOf(record, state));
  };
  return options.interactive ? liveProgress(options, tally, replay) : plainProgress(options, tally, replay);
}

function nextOf({ event }: JournalRecord, state: RunState | undefined): NextAttempt | undefined {
  if (state === undefined || event.type !== 'attempt-finished' || !('message' in event.outcome)) return undefined;
  return nextAttempt(state, event);
}

function plainProgress(options: ProgressOptions, tally: Tally, replay: Progress['replay']): Progress {
  const { write, verbose } = options;
  /** Open when the run was resumed, and not told yet. */
  let gatesLeft: ReadonlyMap<string, GateNote> | undefined;
  return {
    replay,
    start: async () => {},
    records(records, state) {
      // One write for all that became durable together.
      let text = '';
      const sayGatesLeft = (): void => {
        const last = records.at(-1);
        if (last === undefined || gatesLeft === undefined) return;
        for (const line of gatesLeftLines(gatesLeft, state, Date.parse(last.at), options)) text += `${line}\n`;
        gatesLeft = undefined;
      };
      sayGatesLeft();
      for (const record of records) {
        if (record.event.type === 'run-resumed') gatesLeft = new Map(tally.gates);
        const next = nextOf(record, state);
        for (const line of plainLines(tally, record, options, next)) text += `${line}\n`;
        count(tally, record, next);
      }
      // Where nothing else goes on, decisions that wait in the inbox come next: no gate is waited for that they open.
      if (state === undefined || state.active > 0) sayGatesLeft();
      if (text !== '') write(text);
    },
    output(node, text) {
      if (verbose) write(logText({ node, text }, options));
    },
    notice: (text) => write(`${clean(text)}\n`),
    stop: async () => {},
  };
}

function liveProgress(options: ProgressOptions, tally: Tally, replay: Progress['replay']): Progress {
  const { size, style, zone, now, write, verbose } = options;
  const above: string[] = [];
  const screen = createScreen({ columns: () => size().columns, write, widthOf: (line) => widthOf(bare(line)) });
  let spinner = '';
  const draw = (last: boolean): void => {
    screen.draw(frame(tally, { ...size(), style, zone, now: now(), spinner, last }), above.splice(0));
  };
  let live: Live | undefined;
  const say = (line: string): void => {
    if (live === undefined) write(`${line}\n`);
    else above.push(line);
  };
  return {
    replay,
    async start() {
      const { startLive } = await import('./live.ts');
      beginWatching(tally, now());
      live = startLive({
        waves: tally.waves.map(({ name }) => name),
        draw(picture) {
          spinner = picture;
          draw(false);
        },
        leave() {
          draw(true);
          screen.leave();
        },
      });
    },
    records: replay,
    output(node, text) {
      if (verbose) say(logText({ node, text }, options).trimEnd());
    },
    notice: (text) => say(clean(text)),
    async stop() {
      const ending = live;
      live = undefined;
      await ending?.stop();
    },
  };
}

/** Without our own colours: nothing else in a frame can be a sequence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what the sequences begin with.
const colours = /\u001b\[\d+m/g;

function bare(line: string): string {
  return line.replace(colours, '');
}
