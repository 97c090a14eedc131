import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { SshEnd } from './failures.ts';
import { helloMark, order, remotePrelude } from './remote-program.ts';

export interface Answer {
  readonly bytes: Buffer;
  readonly exitCode: number;
}

/** How `ssh` is started. */
export interface SshProgram {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface Pending {
  readonly settle: (answer: Answer) => void;
  readonly fail: (reason: ChannelEnded) => void;
}

/** The connection is gone; nobody knows whether the order was carried out. */
export class ChannelEnded extends Error {
  readonly end: SshEnd;

  constructor(end: SshEnd) {
    super(`The connection ended: ${end.said}`);
    this.name = 'ChannelEnded';
    this.end = end;
  }
}

const keptSaid = 8_192;

/** Starts `ssh` away from our terminal: it cannot ask anybody, and a Ctrl-C for us does not end it. */
export function spawnSsh({ command, arguments: words, environment }: SshProgram): ChildProcess {
  return spawn(command, words, {
    env: { ...environment, SSH_ASKPASS_REQUIRE: 'never' },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * One shell on the other side that carries out orders one after the other. Orders may be sent at any time; their
 * answers come in the same order. It ends when our end of its input does, also when we are killed.
 */
export class Channel {
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #pending: Pending[] = [];
  #received: Buffer[] = [];
  #said = '';
  #end: SshEnd | undefined;
  #exited: { readonly code: number | null } | undefined;
  readonly #onEnd: () => void;
  /** What the other side tells about itself. */
  readonly hello: Promise<readonly string[]>;

  constructor(program: SshProgram, onEnd: () => void) {
    const nonce = randomBytes(16).toString('hex');
    this.#mark = nonce;
    this.#onEnd = onEnd;
    this.#child = spawnSsh(program);
    this.#child.on('error', (error) => this.#finish({ exitCode: undefined, said: error.message, missing: true }));
    this.#child.on('close', (code) => this.#finish({ exitCode: code ?? undefined, said: this.#said }));
    this.#child.on('exit', (code) => {
      this.#exited = { code };
      // A helper of ssh may hold its output open for longer.
      setTimeout(() => this.#finish({ exitCode: code ?? undefined, said: this.#said }), 200).unref();
    });
    this.#child.stdin?.on('error', () => {}); // The end tells.
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#said = (this.#said + bytes.toString()).slice(-keptSaid);
    });
    this.hello = this.#write(remotePrelude(nonce)).then(({ bytes }) => {
      const lines = bytes.toString().split('\n');
      return lines.slice(lines.indexOf(helloMark) + 1).filter((line) => line !== '');
    });
    this.hello.catch(() => {}); // Told to whoever waits for it.
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  send(command: string): Promise<Answer> {
    return this.#write(order(command));
  }

  /** Lets what was ordered be done, then ends. */
  close(): void {
    this.#child.stdin?.end();
  }

  /** Ends at once. */
  kill(): void {
    if (this.#exited === undefined) this.#child.kill('SIGKILL');
    this.#child.stdout?.destroy();
  }

  #write(text: string): Promise<Answer> {
    return new Promise((settle, fail) => {
      if (this.#end !== undefined) return fail(new ChannelEnded(this.#end));
      this.#pending.push({ settle, fail });
      this.#child.stdin?.write(text);
    });
  }

  /** An answer ends with our mark, which no script knows, and the exit code of the order. */
  #receive(bytes: Buffer): void {
    this.#received.push(bytes);
    if (!bytes.includes(10)) return;
    let all = Buffer.concat(this.#received);
    for (;;) {
      const at = all.indexOf(this.#mark);
      const end = at === -1 ? -1 : all.indexOf(10, at);
      if (end === -1) break;
      const exitCode = Number(all.toString('latin1', at + this.#mark.length, end));
      this.#pending.shift()?.settle({ bytes: Buffer.from(all.subarray(0, at)), exitCode });
      all = all.subarray(end + 1);
    }
    this.#received = all.length === 0 ? [] : [Buffer.from(all)];
  }

  #finish(end: SshEnd): void {
    if (this.#end !== undefined) return;
    const shown = Buffer.concat(this.#received).toString().slice(-keptSaid);
    this.#end = { ...end, said: end.said === '' ? shown : end.said };
    for (const { fail } of this.#pending.splice(0)) fail(new ChannelEnded(this.#end));
    this.#onEnd();
  }
}
