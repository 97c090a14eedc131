import { setMaxListeners } from 'node:events';
import type { Json, JsonMap } from '../../util/json.ts';
import { TargetAway } from '../target-away.ts';
import { ConnectionLost, type Session } from './session.ts';

export interface LinkOptions {
  /** For people: `the agent at vm01:7433`. */
  readonly label: string;
  /** How long a call waits for an agent that is away, in milliseconds. */
  readonly patience: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called once, when somebody asks for the agent for the first time. */
  readonly open: () => void;
}

/** A call from the first time it is made to its answer. */
interface Call {
  readonly ask: (session: Session) => void;
  readonly reject: (error: Error) => void;
}

/**
 * All that is asked of one agent, over one connection after another. A call whose connection breaks is made again on the
 * next: every call of the protocol leads to the same end when it is heard twice.
 */
export class Link {
  readonly label: string;
  readonly #options: LinkOptions;
  readonly #open = new Set<Call>();
  #session: Session | undefined;
  #wasThere = false;
  /** Undefined before anybody has asked. */
  #awaySince: number | undefined;
  #why = 'it has not been heard of yet';
  #refused = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LinkOptions) {
    this.label = options.label;
    this.#options = options;
  }

  isThere(): boolean {
    this.#begin();
    return this.#session !== undefined;
  }

  /** Whether a connection has ever come about. */
  get wasThere(): boolean {
    return this.#wasThere;
  }

  /** Why no connection came about. `refused`: one side did not know the other, which no waiting mends. */
  failed(why: string, refused = false): void {
    this.#why = why;
    this.#refused = refused;
  }

  /** Whether it is away because one side does not know the other. */
  get refused(): boolean {
    return this.#refused;
  }

  /** From now on calls go this way. An older connection is closed: its machine came back before we noticed. */
  attach(session: Session): void {
    const before = this.#session;
    this.#session = session;
    this.#wasThere = true;
    before?.close('the same agent has connected again');
    clearTimeout(this.#patience);
    this.#patience = undefined;
    for (const call of [...this.#open]) call.ask(session);
  }

  detach(session: Session, why: string): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#awaySince = this.#options.now();
    this.#why = why;
    if (this.#open.size > 0) this.#waitForIt();
  }

  close(): void {
    clearTimeout(this.#patience);
    this.#session?.close('the runner is done');
    this.#session = undefined;
    this.#awaySince = Number.NEGATIVE_INFINITY;
    this.#giveUp();
  }

  /**
   * Resolves with what `decode` reads in the answer. When `stop` fires, the agent is asked to answer with what there is.
   * Rejects with TargetAway when the agent does not come back in time, with RangeError, or with RemoteProblem.
   */
  call<T>(method: string, parameters: JsonMap, decode: (value: Json) => T | undefined, stop?: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = withResolvers<T>();
    let stopNow = (): void => {};
    const onStop = (): void => stopNow();
    const call: Call = {
      ask: (session) => {
        const asked = session.call(method, parameters);
        stopNow = asked.stop;
        if (stop?.aborted === true) asked.stop();
        asked.answer.then(
          (value) => {
            const read = decode(value);
            if (read !== undefined) {
              settle(() => resolve(read));
              return;
            }
            const problem = `it sent a malformed answer to ${method}`;
            session.close(problem);
            settle(() => reject(new TargetAway(`${this.label}: ${problem}`, true)));
          },
          (error: Error) => {
            // The call stays open: it is made again on the next connection.
            if (!(error instanceof ConnectionLost)) settle(() => reject(error));
          },
        );
      },
      reject,
    };
    const settle = (end: () => void): void => {
      if (!this.#open.delete(call)) return;
      stop?.removeEventListener('abort', onStop);
      end();
    };
    this.#open.add(call);
    if (stop !== undefined) {
      setMaxListeners(0, stop); // One signal may end the calls of a thousand scripts.
      stop.addEventListener('abort', onStop, { once: true });
    }
    if (this.#session !== undefined) call.ask(this.#session);
    else this.#waitForIt();
    return promise;
  }

  #begin(): void {
    if (this.#awaySince !== undefined) return;
    this.#awaySince = this.#options.now();
    this.#options.open();
  }

  get #patienceLeft(): number {
    return (this.#awaySince ?? this.#options.now()) + this.#options.patience - this.#options.now();
  }

  #waitForIt(): void {
    this.#begin();
    const left = this.#patienceLeft;
    if (left <= 0) {
      this.#giveUp();
      return;
    }
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      if (this.#session === undefined) this.#waitForIt();
    }, left);
  }

  #giveUp(): void {
    const calls = [...this.#open];
    this.#open.clear();
    for (const { reject } of calls) reject(new TargetAway(`${this.label} is away: ${this.#why}`));
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
