import { chmodSync, closeSync, fstatSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createByteStream } from './byte-masker.ts';
import type { MaskStream } from './masker.ts';

/** The first line of the input, base64 of JSON: everything that this program has to know comes by a pipe. */
export interface MaskOrder {
  /** A word that nobody can guess: what stands before it was written before the script ended. */
  readonly mark: string;
  readonly secrets: readonly string[];
  /** The file that the script writes its outputs to, whether it is to lose its name at once, and where they are kept. */
  readonly outputs: { readonly from: string; readonly nameless: boolean; readonly to: string };
  /** Files to delete once the script has ended. */
  readonly remove: readonly string[];
}

export function maskOrderLine(order: MaskOrder): string {
  return Buffer.from(JSON.stringify(order)).toString('base64');
}

export interface MaskPorts {
  /** File descriptor of the log, opened to append. */
  readonly log: number;
  /** Tells that the script ended with this code and that all it wrote is in the log. */
  readonly answer: (exitCode: string) => void;
  /** More is to come than the script itself wrote: a process that it left behind holds the output open. */
  readonly goOn: () => void;
}

/** How long after the script the end of its output may come before we say that somebody holds it open. */
const endMs = 20;
/** More outputs than a target reads; one byte more shows that there was more. */
const mostOutputBytes = 1_048_577;

/**
 * Stands between a script and its log, as a process of its own that outlives whoever started the script: no secret gets
 * to the disk, and no other byte is lost or changed. The input is the order, then what the script writes, then the mark
 * and the exit code on one line, then what processes write that the script left behind.
 */
export class OutputMasker {
  readonly #ports: MaskPorts;
  #waiting = '';
  #order: MaskOrder | undefined;
  /** Open descriptor of outputs without a name. */
  #outputs: number | undefined;
  #stream: MaskStream | undefined;
  #exitCode: string | undefined;
  #answered = false;
  #logBroken = false;

  constructor(ports: MaskPorts) {
    this.#ports = ports;
  }

  take(bytes: Buffer): void {
    this.#waiting += bytes.toString('latin1');
    if (this.#order === undefined) this.#readOrder();
    if (this.#order === undefined) return;
    if (this.#exitCode === undefined) this.#findMark(this.#order);
    this.#write(this.#stream?.push(this.#ready(this.#order)) ?? '');
  }

  /** Nobody can write any more. */
  end(): void {
    this.#write(this.#stream?.push(this.#waiting) ?? '');
    this.#waiting = '';
    this.#write(this.#stream?.end() ?? '');
    this.#answer();
  }

  #readOrder(): void {
    const end = this.#waiting.indexOf('\n');
    if (end === -1) return;
    const order = JSON.parse(Buffer.from(this.#waiting.slice(0, end), 'base64').toString()) as MaskOrder;
    this.#waiting = this.#waiting.slice(end + 1);
    this.#order = order;
    this.#outputs = order.outputs.nameless ? openNameless(order.outputs.from) : undefined;
    this.#stream = createByteStream(order.secrets);
  }

  #findMark({ mark, ...order }: MaskOrder): void {
    const at = this.#waiting.indexOf(mark);
    const end = at === -1 ? -1 : this.#waiting.indexOf('\n', at);
    if (end === -1) return;
    this.#write(this.#stream?.push(this.#waiting.slice(0, at)) ?? '');
    this.#write(this.#stream?.end() ?? '');
    this.#exitCode = this.#waiting.slice(at + mark.length, end);
    this.#waiting = this.#waiting.slice(end + 1);
    keepOutputs(order, this.#outputs);
    setTimeout(() => {
      this.#answer();
      this.#ports.goOn();
    }, endMs).unref();
  }

  /** What can be no part of the mark. */
  #ready({ mark }: MaskOrder): string {
    const held = this.#exitCode === undefined ? beginningLength(this.#waiting, mark) : 0;
    const cut = this.#waiting.length - held;
    const ready = this.#waiting.slice(0, cut);
    this.#waiting = this.#waiting.slice(cut);
    return ready;
  }

  #answer(): void {
    if (this.#answered || this.#exitCode === undefined) return;
    this.#answered = true;
    this.#ports.answer(this.#exitCode);
  }

  /** A disk that is full must not stop the script: what follows is dropped, as it would be for the script itself. */
  #write(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    try {
      for (let from = 0; from < bytes.length && !this.#logBroken; ) from += writeSync(this.#ports.log, bytes, from);
    } catch {
      this.#logBroken = true;
    }
  }
}

/** How many characters at the end of a text are the mark, or its beginning, with what may follow it. */
function beginningLength(text: string, mark: string): number {
  const whole = text.indexOf(mark);
  if (whole !== -1) return text.length - whole;
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}

function openNameless(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined; // As if there were no outputs.
  } finally {
    rmSync(path, { force: true });
  }
}

/** What a script gives to later steps is kept without secrets too. Files that are not there are no mistake. */
function keepOutputs({ secrets, outputs, remove }: Omit<MaskOrder, 'mark'>, nameless: number | undefined): void {
  try {
    const masked = maskedFile(nameless ?? openSync(outputs.from, 'r'), secrets);
    if (masked !== undefined) {
      writeFileSync(outputs.to, masked, { mode: 0o600 });
      chmodSync(outputs.to, 0o600);
    }
  } catch {
    // An output that is missing is told to whoever declared it.
  }
  for (const file of remove) rmSync(file, { force: true });
}

function maskedFile(descriptor: number, secrets: readonly string[]): Buffer | undefined {
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) return undefined;
    const bytes = Buffer.alloc(Math.min(size, mostOutputBytes));
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, length);
    const stream = createByteStream(secrets);
    return Buffer.from(stream.push(bytes.toString('latin1', 0, length)) + stream.end(), 'latin1');
  } finally {
    closeSync(descriptor);
  }
}
