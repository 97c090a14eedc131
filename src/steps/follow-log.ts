import type { StepContext } from './kind.ts';

const firstLookMs = 300;
const nextLookMs = 1_000;
/** Enough of the end of a log to find its last line in. */
const keptTail = 4_096;

/** Hands on what a script writes, while it runs. */
export interface LogFollower {
  /** Reads what is left and returns the last line that is not empty. */
  finish(): Promise<string>;
  /** Reads no more: nobody listens, and nobody asks for the last line. */
  stop(): void;
}

/** Scripts that end at once, which most do, cost one timer here. */
export function followLog(context: StepContext, ticket: string): LogFollower {
  const { target, log } = context;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let cursor = 0;
  let tail = '';
  let reading: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const readOn = async (): Promise<void> => {
    for (;;) {
      const chunk = await target.readLog(ticket, cursor);
      if (chunk.bytes.length === 0) return;
      cursor = chunk.cursor;
      decoder ??= new TextDecoder();
      const text = decoder.decode(chunk.bytes, { stream: true });
      tail = (tail + text).slice(-keptTail);
      log?.(text);
    }
  };
  const lookLater = (pause: number): void => {
    timer = setTimeout(() => {
      // A look that fails is made up for at the end, where a failure counts.
      reading = readOn().then(
        () => lookLater(nextLookMs),
        () => lookLater(nextLookMs),
      );
    }, pause);
  };
  const stop = (): void => clearTimeout(timer);
  if (log !== undefined) lookLater(firstLookMs);
  return {
    stop,
    finish: async () => {
      stop();
      await reading;
      stop();
      await readOn();
      return lastLine(tail);
    },
  };
}

/** What Node.js prints below the message of an error. */
const trace = /^(?:at .+|Node\.js v\d.*|\})$/;

function lastLine(text: string): string {
  const lines = text.split(/\r?\n|\r/).map((line) => line.trim());
  const told = lines.filter((line) => line !== '');
  return told.findLast((line) => !trace.test(line)) ?? told.at(-1) ?? '';
}
