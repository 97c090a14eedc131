import type { Address } from './address.ts';
import type { Identity } from './identity.ts';
import { type Hello, protocols } from './message.ts';
import type { Perform } from './perform.ts';
import { Redial } from './redial.ts';
import { dial, listen } from './secure.ts';
import { Session } from './session.ts';
import type { Timing } from './timing.ts';

/** The agent's side: obeys runners that show one of the fingerprints it was given, and nobody else. */
export interface AgentSide {
  readonly identity: Identity;
  /** Fingerprints of runners. */
  readonly runners: ReadonlySet<string>;
  readonly id: string | undefined;
  /** Of this program. */
  readonly version: string;
  readonly timing: Timing;
  readonly perform: Perform;
  /** Tells whoever reads the log of the agent. */
  readonly say: (text: string) => void;
}

export interface Serving {
  /** Lets go of connections. Running scripts go on. */
  readonly close: () => void;
}

/** Waits for runners to dial in. `onListening` gets the port; `onFailure` means that there is none. */
export function serveListening(
  side: AgentSide,
  address: Address,
  onListening: (port: number) => void,
  onFailure: (reason: string) => void,
): Serving {
  const sessions = new Set<Session>();
  const server = listen(address, side.identity, (shown) => side.runners.has(shown), {
    onListening,
    onFailure,
    onStranger: (shown, from) =>
      side.say(`turned away a runner at ${from}: its fingerprint ${shown} is not expected here`),
    onSocket: (socket) => {
      const session = openSession(side, socket, socket.remoteAddress ?? '', () => sessions.delete(session));
      sessions.add(session);
    },
  });
  return {
    close: () => {
      server.close();
      for (const session of sessions) session.close('the agent stops');
    },
  };
}

/** Dials a runner again and again. Most of the time there is none: it listens only while a run needs it. */
export function servePolling(side: AgentSide, address: Address): Serving {
  let current: Session | undefined;
  let giveUp = (): void => {};
  let said = '';
  const failed = (reason: string): void => {
    // Once for each reason: it is tried every few seconds for days.
    if (reason !== said) side.say(`no runner at ${address.host}:${address.port}: ${reason}`);
    said = reason;
    redial.again();
  };
  const redial: Redial = new Redial(() => {
    giveUp = dial(address, side.identity, (shown) => side.runners.has(shown), {
      onFailure: failed,
      refused: 'that is usual while no run needs this agent',
      onSocket: (socket) => {
        current = openSession(side, socket, `${address.host}:${address.port}`, (reason, met) => {
          current = undefined;
          if (!met) {
            failed(reason);
            return;
          }
          said = '';
          redial.again();
        });
        redial.succeeded();
      },
    });
  });
  redial.start();
  return {
    close: () => {
      redial.stop();
      giveUp();
      current?.close('the agent stops');
    },
  };
}

/** `met`: the other side had introduced itself as a runner. */
function openSession(
  { id, version, timing, perform, say }: AgentSide,
  socket: ConstructorParameters<typeof Session>[0],
  where: string,
  onClose: (reason: string, met: boolean) => void,
): Session {
  let met = false;
  const hello: Hello = { type: 'hello', protocols, role: 'agent', version, ...(id !== undefined && { id }) };
  return new Session(socket, {
    hello,
    expected: 'runner',
    timing,
    onCall: perform,
    onOpen: () => {
      met = true;
      say(`a runner is connected: ${where}`);
      return undefined;
    },
    onClose: (_, reason) => {
      if (met) say(`the runner at ${where} is gone: ${reason}`);
      onClose(reason, met);
    },
  });
}
