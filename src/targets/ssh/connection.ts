import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { shellQuote } from '../shell-quote.ts';
import { type Answer, Channel, ChannelEnded, spawnSsh } from './channel.ts';
import type { ControlFolder } from './control-folder.ts';
import { failureOf, refusal, SshFailure } from './failures.ts';
import { hostKey, type SshHost } from './settings.ts';
import { type SshTiming, sshArguments } from './ssh-arguments.ts';

export interface ConnectionOptions {
  readonly host: SshHost;
  readonly control: ControlFolder;
  /** What `ssh` inherits: PATH, HOME, SSH_AUTH_SOCK and so on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly patience: Patience;
}

export interface Patience extends SshTiming {
  /** How long we try to get back a connection that we had, and to get one that we never had. Milliseconds. */
  readonly lostMs: number;
  readonly firstMs: number;
}

export const usualPatience: Patience = { connectSeconds: 15, aliveSeconds: 15, lostMs: 300_000, firstMs: 6_000 };

const firstPauseMs = 300;
const longestPauseMs = 15_000;
const idleMs = 20_000;
/** sshd allows ten channels on one connection unless told otherwise. */
const mostUploads = 4;

/** What the other side has. */
export interface Remote {
  readonly detach: readonly string[];
  readonly digest: string | undefined;
  readonly has: ReadonlySet<string>;
}

interface Live {
  readonly channel: Channel;
  readonly controlPath: string;
  readonly remote: Remote;
}

/** Whether an order may have been carried out when its failure is told. */
export type Sent = { sent: boolean };

/**
 * One connection to one host, made when it is first needed and made again when it breaks. All targets on the host send
 * their orders over it, at the same time. Every order is one that may be repeated: when the connection breaks before
 * the answer, it is sent again.
 */
export class Connection {
  readonly host: SshHost;
  readonly #options: ConnectionOptions;
  #live: Promise<Live> | undefined;
  #wasThere = false;
  #closed = false;
  #uploads = 0;
  #active = 0;
  /** When it was lost or could not be reached last; undefined when it could, or nobody has tried. */
  #away: number | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  readonly #queue: (() => void)[] = [];

  constructor(options: ConnectionOptions) {
    this.host = options.host;
    this.#options = options;
  }

  /** Throws SshFailure when the other side cannot be reached, within our patience. */
  async ask(command: string, note: Sent = { sent: false }, abort?: AbortSignal): Promise<Answer> {
    return this.#persist(async ({ channel }) => {
      const answer = channel.send(command);
      note.sent = true;
      return answer;
    }, abort);
  }

  /** The same, for an order that must end with 0: `what` says what it is for. */
  async must(command: string, what: string, abort?: AbortSignal): Promise<string> {
    const { bytes, exitCode } = await this.ask(command, undefined, abort);
    if (exitCode !== 0) throw refusal(this.host, what, bytes.toString());
    return bytes.toString();
  }

  /** Whether it has ever been reached. */
  get wasThere(): boolean {
    return this.#wasThere;
  }

  /** False once it was lost or could not be reached, until it can be again; whoever asks has it tried from time to time. */
  isThere(): boolean {
    if (this.#away === undefined) return true;
    const rested = performance.now() - this.#away > longestPauseMs / 3;
    if (this.#live === undefined && rested && !this.#closed) this.#connected().catch(() => {});
    return false;
  }

  remote(): Promise<Remote> {
    return this.#persist(async ({ remote }) => remote);
  }

  /** Streams a file to the input of a command, over one more channel of the same connection. */
  async upload(file: string, remotePath: string): Promise<void> {
    if (this.#uploads >= mostUploads) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#uploads += 1;
    try {
      await this.#persist(({ controlPath }) => this.#uploadOnce(file, remotePath, controlPath));
    } finally {
      this.#uploads -= 1;
      this.#queue.shift()?.();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#rest();
  }

  /** What `act` does, on a connection that works; again when the connection breaks under it. */
  async #persist<T>(act: (live: Live) => Promise<T>, abort?: AbortSignal): Promise<T> {
    clearTimeout(this.#idle);
    this.#active += 1;
    try {
      return await this.#insist(act, abort);
    } finally {
      this.#active -= 1;
      if (this.#active === 0) this.#idle = setTimeout(() => this.#rest(), idleMs).unref();
    }
  }

  /** Nobody has asked for a while: thousands of machines are not held at once. The next order connects anew. */
  #rest(): void {
    const live = this.#live;
    this.#live = undefined;
    void live?.then(
      ({ channel }) => channel.close(),
      () => {},
    );
  }

  async #insist<T>(act: (live: Live) => Promise<T>, abort?: AbortSignal): Promise<T> {
    const { lostMs, firstMs } = this.#options.patience;
    let pause = firstPauseMs;
    let since = performance.now();
    for (;;) {
      let connected = false;
      try {
        const live = await this.#connected();
        connected = true;
        return await act(live);
      } catch (error) {
        const failure = this.#failureOf(error, connected);
        if (failure === undefined) throw error;
        // It was there, so the time begins anew.
        if (connected) since = performance.now();
        const patience = this.#wasThere ? lostMs : firstMs;
        const over = performance.now() - since >= patience || this.#closed || abort?.aborted === true;
        if (failure.lasting || over) throw failure;
        await sleep(pause, undefined, abort === undefined ? {} : { signal: abort }).catch(() => {});
        pause = Math.min(pause * 2, longestPauseMs, patience);
      }
    }
  }

  #failureOf(error: unknown, connected: boolean): SshFailure | undefined {
    if (error instanceof SshFailure) return error;
    return error instanceof ChannelEnded ? failureOf(this.host, error.end, connected) : undefined;
  }

  #connected(): Promise<Live> {
    if (this.#live !== undefined) return this.#live;
    const live = this.#connect();
    this.#live = live;
    live.then(
      () => {
        this.#away = undefined;
      },
      () => {
        this.#away = performance.now();
        this.#forget(live);
      },
    );
    return live;
  }

  #forget(live: Promise<Live>): void {
    if (this.#live === live) this.#live = undefined;
  }

  async #connect(): Promise<Live> {
    const { control, host, patience, environment } = this.#options;
    const controlPath = control.nextPath(hostKey(host));
    const words = sshArguments(host, 'master', controlPath, patience);
    const channel = new Channel({ command: 'ssh', arguments: words, environment }, () => {
      if (this.#current !== channel || this.#live === undefined) return;
      this.#live = undefined;
      this.#away = performance.now();
    });
    this.#current = channel;
    // ConnectTimeout does not count what a proxy takes, nor a login shell that never gets to our orders.
    const watch = setTimeout(() => channel.kill(), patience.connectSeconds * 2_000);
    try {
      const remote = remoteOf(await channel.hello);
      this.#wasThere = true;
      return { channel, controlPath, remote };
    } finally {
      clearTimeout(watch);
    }
  }

  #current: Channel | undefined;

  async #uploadOnce(file: string, remotePath: string, controlPath: string): Promise<void> {
    const { host, patience, environment } = this.#options;
    const command = `exec /bin/sh -c ${shellQuote(`umask 077; exec cat >${shellQuote(remotePath)}`)}`;
    const words = sshArguments(host, 'session', controlPath, patience, command);
    const child = spawnSsh({ command: 'ssh', arguments: words, environment });
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-4_096);
    });
    child.stdout?.resume();
    const closed = once(child, 'close');
    const input = child.stdin;
    // When the other side stops reading, its end says why.
    if (input !== null) await pipeline(createReadStream(file), input).catch(() => {});
    const [exitCode] = await closed;
    if (exitCode === 0) return;
    if (exitCode === 255 || exitCode === null) throw new ChannelEnded({ exitCode: 255, said });
    throw refusal(host, 'take a package', said);
  }
}

function remoteOf(lines: readonly string[]): Remote {
  const told = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
  const detach = told('detach');
  return {
    detach: detach === undefined ? [] : detach.endsWith('perl') ? [detach, '-e', perlDetach, '--'] : [detach],
    digest: told('digest'),
    has: new Set(lines.filter((line) => !line.includes(' '))),
  };
}

const perlDetach = 'use POSIX "setsid"; setsid(); exec { $ARGV[0] } @ARGV';
