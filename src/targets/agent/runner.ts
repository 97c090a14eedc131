import type { Server } from 'node:tls';
import type { Address } from './address.ts';
import type { Identity } from './identity.ts';
import type { Link } from './link.ts';
import { type Hello, protocols } from './message.ts';
import { Redial } from './redial.ts';
import { dial, listen } from './secure.ts';
import { Session } from './session.ts';
import type { Timing } from './timing.ts';

/** What the runner's side of all connections shares. */
export interface RunnerSide {
  readonly identity: Identity;
  /** Of this program. */
  readonly version: string;
  readonly timing: Timing;
  /** Tells a person. */
  readonly warn: (text: string) => void;
}

function helloOf({ version }: RunnerSide): Hello {
  return { type: 'hello', protocols, role: 'runner', version };
}

function notDialledIn(port: number): string {
  return `it has not dialled in; look whether release agent poll runs there and reaches port ${port} of this machine`;
}

/** Keeps a connection to one listening agent, until what it returns is called. */
export function keepDialling(side: RunnerSide, address: Address, fingerprint: string, link: Link): () => void {
  let giveUp = (): void => {};
  const redial = new Redial(() => {
    giveUp = dial(address, side.identity, (shown) => shown === fingerprint, {
      onSocket: (socket) => {
        let met = false;
        new Session(socket, {
          hello: helloOf(side),
          expected: 'agent',
          timing: side.timing,
          onOpen: (session) => {
            met = true;
            redial.succeeded();
            link.attach(session);
            return undefined;
          },
          onClose: (session, reason) => {
            link.failed(reason, !met);
            link.detach(session, reason);
            redial.again();
          },
        });
      },
      onFailure: (reason, stranger) => {
        link.failed(reason, stranger);
        redial.again();
      },
      refused: 'start release agent listen on that machine, or look at the port',
    });
  });
  link.failed('it has not answered yet');
  redial.start();
  return () => {
    redial.stop();
    giveUp();
  };
}

interface Expected {
  readonly link: Link;
  /** What the agent has to call itself. */
  readonly id: string | undefined;
}

/**
 * The one port that polling agents dial, for all of them. Whoever shows a certificate that no target names is turned
 * away. A port that somebody else has is tried again: another run may have it, for other tenants.
 */
export class Hub {
  readonly #side: RunnerSide;
  readonly #address: Address;
  readonly #expected: ReadonlyMap<string, Expected>;
  readonly #strangers = new Set<string>();
  readonly #redial: Redial;
  #server: Server | undefined;

  /** `expected`: by fingerprint; read anew each time somebody dials in. */
  constructor(side: RunnerSide, address: Address, expected: ReadonlyMap<string, Expected>) {
    this.#side = side;
    this.#address = address;
    this.#expected = expected;
    this.#redial = new Redial(() => this.#open());
  }

  start(): void {
    this.#redial.start();
  }

  close(): void {
    this.#redial.stop();
    this.#server?.close();
  }

  #open(): void {
    this.#server = listen(this.#address, this.#side.identity, (shown) => this.#expected.has(shown), {
      onListening: (port) => {
        for (const { link } of this.#expected.values()) link.failed(notDialledIn(port));
        this.#redial.succeeded();
      },
      onStranger: (shown, from) => this.#turnedAway(shown, from),
      onFailure: (reason) => {
        for (const { link } of this.#expected.values()) link.failed(`nobody can dial in, ${reason}`);
        this.#redial.again();
      },
      onSocket: (socket, fingerprint) => {
        const expected = this.#expected.get(fingerprint);
        if (expected === undefined) return;
        new Session(socket, {
          hello: helloOf(this.#side),
          expected: 'agent',
          timing: this.#side.timing,
          onOpen: (session, hello) => {
            if (expected.id !== undefined && hello.id !== expected.id) {
              const wanted = `it calls itself ${hello.id ?? 'nothing'} and is expected as ${expected.id}`;
              expected.link.failed(wanted, true);
              return wanted;
            }
            expected.link.attach(session);
            return undefined;
          },
          onClose: (session, reason) => expected.link.detach(session, reason),
        });
      },
    });
  }

  /** Once for each: it will come back every few seconds. */
  #turnedAway(shown: string, from: string): void {
    const who = `${shown} ${from}`;
    if (this.#strangers.has(who) || this.#strangers.size > 1_000) return;
    this.#strangers.add(who);
    this.#side.warn(`an agent at ${from} was turned away: no target has its fingerprint ${shown}`);
  }
}
