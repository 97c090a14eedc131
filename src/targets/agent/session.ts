import type { Duplex } from 'node:stream';
import type { Json, JsonMap } from '../../util/json.ts';
import { encodeFrame, FrameReader, maxFirstFrameBytes, maxFrameBytes } from './frames.ts';
import {
  decodeMessage,
  encodeMessage,
  type Hello,
  type Message,
  type Problem,
  protocols,
  type Role,
} from './message.ts';
import type { Timing } from './timing.ts';

export interface SessionOptions {
  readonly hello: Hello;
  /** What the other side has to be. */
  readonly expected: Role;
  readonly timing: Timing;
  /** The other side has introduced itself. Returns why it is not wanted, if it is not. */
  readonly onOpen: (session: Session, hello: Hello) => string | undefined;
  /** Performs a call; `signal` fires when nobody waits any longer. RangeErrors are told as such. */
  readonly onCall?: (method: string, parameters: JsonMap, signal: AbortSignal) => Promise<Json>;
  /** Once, with words for people. */
  readonly onClose: (session: Session, reason: string) => void;
}

/** The connection ended before the answer came: the call may or may not have been heard. */
export class ConnectionLost extends Error {}

/** What the other machine says went wrong there. `syscall`, as Node.js calls it: the system refused, not our program. */
class RemoteProblem extends Error {
  readonly syscall = 'agent';
}

/** More calls at once than any run makes. */
const mostCalls = 10_000;

/**
 * One connection after both sides have seen each other's certificate. Whatever comes in is read with suspicion: what
 * is no message, too long, too slow, or out of order ends the connection, and nothing else.
 */
export class Session {
  readonly #socket: Duplex;
  readonly #options: SessionOptions;
  readonly #reader = new FrameReader();
  readonly #asked = new Map<number, { resolve: (value: Json) => void; reject: (error: Error) => void }>();
  readonly #performing = new Map<number, AbortController>();
  readonly #beat: ReturnType<typeof setInterval>;
  readonly #introduction: ReturnType<typeof setTimeout>;
  #slowFrame: ReturnType<typeof setTimeout> | undefined;
  #peer: Hello | undefined;
  #lastHeard = 0;
  #beats = 0;
  #lastCall = 0;
  #nextCall = 1;
  #closed = false;

  constructor(socket: Duplex, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    const { timing } = options;
    this.#beat = setInterval(() => this.#checkSilence(), timing.heartbeat);
    this.#introduction = setTimeout(() => this.close('it did not introduce itself'), timing.introduction);
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the connection was closed'));
    this.#send(options.hello);
  }

  /** Rejects with ConnectionLost, RangeError or RemoteProblem. */
  call(method: string, parameters: JsonMap): { readonly answer: Promise<Json>; readonly stop: () => void } {
    const call = this.#nextCall++;
    const answer = new Promise<Json>((resolve, reject) => {
      if (this.#closed) {
        reject(new ConnectionLost('the connection is closed'));
        return;
      }
      this.#asked.set(call, { resolve, reject });
      const problem = this.#send({ type: 'call', call, method, parameters });
      if (problem === undefined) return;
      this.#asked.delete(call);
      reject(new RemoteProblem(problem));
    });
    return { answer, stop: () => void (this.#asked.has(call) && this.#send({ type: 'stop', call })) };
  }

  /** Tells the other side why, as far as it listens. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#send({ type: 'bye', reason });
    this.#socket.end();
    this.#end(reason);
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#beat);
    clearTimeout(this.#introduction);
    clearTimeout(this.#slowFrame);
    // Whoever does not read our good-bye does not keep the connection.
    const socket = this.#socket;
    setTimeout(() => socket.destroy(), 1_000).unref();
    for (const { reject } of this.#asked.values()) reject(new ConnectionLost(reason));
    this.#asked.clear();
    for (const stop of this.#performing.values()) stop.abort();
    this.#options.onClose(this, reason);
  }

  /** Says what is wrong with a message that cannot be sent. */
  #send(message: Message): string | undefined {
    if (this.#closed) return undefined;
    const frame = encodeFrame(encodeMessage(message));
    if (frame.length > maxFrameBytes) return `a message of ${frame.length} bytes is longer than any may be`;
    this.#socket.write(frame);
    return undefined;
  }

  #checkSilence(): void {
    this.#beats++;
    if ((this.#beats - this.#lastHeard) * this.#options.timing.heartbeat > this.#options.timing.silence) {
      this.close('nothing was heard of it');
    } else if (this.#peer !== undefined) this.#send({ type: 'ping' });
  }

  #read(piece: Buffer): void {
    if (this.#closed) return;
    const limit = (): number => (this.#peer === undefined ? maxFirstFrameBytes : maxFrameBytes);
    const problem = this.#reader.push(piece, limit, (text) => {
      if (this.#closed) return;
      // Bytes that trickle in are no sign of life; whole messages are.
      this.#lastHeard = this.#beats;
      clearTimeout(this.#slowFrame);
      this.#slowFrame = undefined;
      this.#take(text);
    });
    if (problem !== undefined) {
      this.close(`it sent ${problem}`);
      return;
    }
    if (this.#closed || this.#reader.partial === 0) return;
    this.#slowFrame ??= setTimeout(() => this.close('a message took too long'), this.#options.timing.message);
  }

  #take(text: string): void {
    const message = decodeMessage(text);
    if (message === undefined) {
      this.close('it sent what is not a message');
      return;
    }
    if (this.#peer === undefined) {
      if (message.type === 'hello') this.#meet(message);
      else if (message.type === 'bye') this.#end(message.reason);
      else this.close('it did not introduce itself first');
      return;
    }
    this.#obey(message);
  }

  #meet(hello: Hello): void {
    const { expected, onOpen } = this.#options;
    if (hello.role !== expected) {
      this.close(`it is ${words[hello.role]} and not ${words[expected]}`);
      return;
    }
    if (!protocols.some((version) => hello.protocols.includes(version))) {
      const theirs = `${hello.protocols.join(', ')} (release ${hello.version})`;
      this.close(`it speaks the protocol ${theirs}, and we speak ${protocols.join(', ')}; install the same release`);
      return;
    }
    this.#peer = hello;
    clearTimeout(this.#introduction);
    const refusal = onOpen(this, hello);
    if (refusal !== undefined) this.close(refusal);
  }

  #obey(message: Message): void {
    switch (message.type) {
      case 'hello':
        this.close('it introduced itself twice');
        return;
      case 'ping':
        this.#send({ type: 'pong' });
        return;
      case 'pong':
        return;
      case 'bye':
        this.#end(message.reason);
        return;
      case 'call':
        this.#perform(message.call, message.method, message.parameters);
        return;
      case 'stop':
        this.#performing.get(message.call)?.abort();
        return;
      case 'answer':
        this.#answered(message.call, ({ resolve }) => resolve(message.value));
        return;
      case 'problem':
        this.#answered(message.call, ({ reject }) => reject(errorOf(message.problem)));
        return;
      default:
        message satisfies never;
    }
  }

  #answered(
    call: number,
    settle: (waiting: { resolve: (value: Json) => void; reject: (error: Error) => void }) => void,
  ) {
    const waiting = this.#asked.get(call);
    if (waiting === undefined) {
      this.close('it answered what nobody asked');
      return;
    }
    this.#asked.delete(call);
    settle(waiting);
  }

  #perform(call: number, method: string, parameters: JsonMap): void {
    const { onCall } = this.#options;
    if (onCall === undefined) {
      this.close('it asked for something; only a runner may');
      return;
    }
    if (call <= this.#lastCall) {
      this.close('it sent a call twice');
      return;
    }
    if (this.#performing.size >= mostCalls) {
      this.close('it asked for too much at once');
      return;
    }
    this.#lastCall = call;
    const stop = new AbortController();
    this.#performing.set(call, stop);
    onCall(method, parameters, stop.signal).then(
      (value) => this.#answer(call, { type: 'answer', call, value }),
      (error: unknown) => this.#answer(call, { type: 'problem', call, problem: problemOf(error) }),
    );
  }

  #answer(call: number, message: Message): void {
    this.#performing.delete(call);
    const problem = this.#send(message);
    if (problem === undefined) return;
    this.#send({ type: 'problem', call, problem: { kind: 'system', message: problem } });
  }
}

const words: { readonly [role in Role]: string } = { agent: 'an agent', runner: 'a runner' };

function problemOf(error: unknown): Problem {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
  return { kind: error instanceof RangeError ? 'range' : 'system', message };
}

function errorOf({ kind, message }: Problem): Error {
  return kind === 'range' ? new RangeError(message) : new RemoteProblem(message);
}
