import { constants } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import type { Address } from './address.ts';
import { fingerprintOf } from './certificate.ts';
import { connectionWords, noAnswer } from './connection-words.ts';
import { encodeFrame } from './frames.ts';
import type { Identity } from './identity.ts';
import { encodeMessage } from './message.ts';

/** So long the other side may take to show its certificate, in milliseconds. */
const handshakeMs = 10_000;
/** Connections at once; whoever opens more without being known is dropped soon. */
const mostConnections = 10_000;

/*
 * TLS 1.3 alone, both sides show a certificate, and no authority is asked: `rejectUnauthorized` is off because the check
 * is ours, and stricter. A fingerprint that is not expected ends the connection before a byte of a message is read.
 * Sessions are never resumed, since a resumed one shows no certificate.
 */
function secured({ key, certificate }: Identity) {
  return {
    key,
    cert: certificate,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: false,
    secureOptions: constants.SSL_OP_NO_TICKET,
  } as const;
}

/** Undefined: it shows none. */
function peerFingerprint(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  // Without a certificate Node gives an empty object, whatever its types say.
  return raw instanceof Uint8Array && socket.getProtocol() === 'TLSv1.3' ? fingerprintOf(raw) : undefined;
}

export interface Dialled {
  readonly onSocket: (socket: TLSSocket) => void;
  /** `stranger`: somebody answered, and is not who it should be. */
  readonly onFailure: (reason: string, stranger: boolean) => void;
  /** For people: why nobody may be listening there. */
  readonly refused: string;
}

/** Dials once. Gives the socket only when the other side is who it should be; returns what gives up. */
export function dial(
  address: Address,
  identity: Identity,
  isKnown: (fingerprint: string) => boolean,
  { onSocket, onFailure, refused }: Dialled,
): () => void {
  const socket = connect({ ...secured(identity), ...address });
  let settled = false;
  const fail = (reason: string, stranger = false): void => {
    if (settled) return;
    settled = true;
    socket.destroy();
    onFailure(reason, stranger);
  };
  let found = isIP(address.host) !== 0;
  socket.once('lookup', () => {
    found = true;
  });
  socket.setTimeout(handshakeMs, () => fail(noAnswer(address, found)));
  socket.on('error', (error) => fail(connectionWords(error, address, refused)));
  socket.on('close', () => fail('the connection was closed'));
  socket.once('secureConnect', () => {
    const shown = peerFingerprint(socket);
    if (shown === undefined || !isKnown(shown)) return fail(`it shows the fingerprint ${shown ?? 'of nobody'}`, true);
    if (settled) return;
    settled = true;
    socket.setTimeout(0);
    socket.setNoDelay(true);
    onSocket(socket);
  });
  return () => fail('given up');
}

export interface Listening {
  /** The other side is known. */
  readonly onSocket: (socket: TLSSocket, fingerprint: string) => void;
  /** Somebody came who is not. */
  readonly onStranger: (fingerprint: string, from: string) => void;
  readonly onListening: (port: number) => void;
  /** The port cannot be opened. */
  readonly onFailure: (reason: string) => void;
}

/** Listens on one port; returns the server, to close it. */
export function listen(
  { host, port }: Address,
  identity: Identity,
  isKnown: (fingerprint: string) => boolean,
  { onSocket, onStranger, onListening, onFailure }: Listening,
): Server {
  const server = createServer({ ...secured(identity), requestCert: true, handshakeTimeout: handshakeMs });
  server.maxConnections = mostConnections;
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    const shown = peerFingerprint(socket);
    if (shown === undefined || !isKnown(shown)) {
      onStranger(shown ?? 'of nobody', socket.remoteAddress ?? '');
      const reason = `the fingerprint ${shown ?? 'of nobody'} is not known here`;
      socket.end(encodeFrame(encodeMessage({ type: 'bye', reason })), () => socket.destroy());
      return;
    }
    socket.setNoDelay(true);
    onSocket(socket, shown);
  });
  server.on('error', (error) => onFailure(error.message));
  server.listen({ host, port }, () => {
    const bound = server.address();
    onListening(typeof bound === 'object' && bound !== null ? bound.port : port);
  });
  return server;
}
