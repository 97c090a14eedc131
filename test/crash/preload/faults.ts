/*
 * Loaded into a real `release` process before its first line (`node --import`), it makes the machine fail at a chosen
 * place. The product has no hook for this: what is wrapped are Node's own calls. Orders come in RELEASE_FAULTS, which
 * neither the program nor its scripts get to see.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

interface Faults {
  /**
   * SIGKILL to ourselves around the journal's record number `at`: `after` it is on disk and nothing of the next one is;
   * `torn`, when half of its line is.
   */
  readonly kill?: { readonly at: number; readonly how: 'after' | 'torn' };
  /** From the journal's record number `at` on the disk is full for it, after `room` more bytes. */
  readonly full?: { readonly at: number; readonly room: number };
  /** Milliseconds that the clock is wrong by. */
  readonly clock?: number;
  /** Milliseconds after the start at which the clock is set, by how much. */
  readonly clockStep?: { readonly after: number; readonly by: number };
}

const faults = JSON.parse(process.env.RELEASE_FAULTS ?? '{}') as Faults;
delete process.env.RELEASE_FAULTS;

if (faults.clock !== undefined || faults.clockStep !== undefined) shiftClock();
if (faults.kill !== undefined || faults.full !== undefined) watchJournal();

function shiftClock(): void {
  const RealDate = Date;
  const begun = RealDate.now();
  const { clock = 0, clockStep } = faults;
  const now = (): number => {
    const real = RealDate.now();
    const stepped = clockStep !== undefined && real - begun >= clockStep.after ? clockStep.by : 0;
    return real + clock + stepped;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => (given.length === 0 ? new target(now()) : Reflect.construct(target, given)),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}

type Written = (error: NodeJS.ErrnoException | null, bytes: number, buffer: Uint8Array) => void;

function watchJournal(): void {
  const journals = new Set<number>();
  const real = { open: fs.open, openSync: fs.openSync, close: fs.close, write: fs.write, writeSync: fs.writeSync };
  const note = (path: unknown, file: number): void => {
    if (String(path).endsWith('/journal.ndjson')) journals.add(file);
    else journals.delete(file);
  };
  const wrapped = {
    open: (path: string, ...rest: unknown[]) => {
      const done = rest.pop() as (error: Error | null, file: number) => void;
      Reflect.apply(real.open, fs, [
        path,
        ...rest,
        (error: Error | null, file: number) => {
          if (error === null) note(path, file);
          done(error, file);
        },
      ]);
    },
    openSync: (path: string, ...rest: unknown[]) => {
      const file = Reflect.apply(real.openSync, fs, [path, ...rest]) as number;
      note(path, file);
      return file;
    },
    write: (file: number, buffer: Uint8Array, ...rest: unknown[]) => {
      const left = journals.has(file) ? fault(file, bytesOf(buffer, rest), rest[2]) : undefined;
      if (left === undefined) return Reflect.apply(real.write, fs, [file, buffer, ...rest]);
      const done = rest.at(-1) as Written;
      setImmediate(() => (left instanceof Error ? done(left, 0, buffer) : done(null, left, buffer)));
    },
    writeSync: (file: number, buffer: Uint8Array, ...rest: unknown[]) => {
      const left = journals.has(file) ? fault(file, bytesOf(buffer, rest), rest[2]) : undefined;
      if (left instanceof Error) throw left;
      return left ?? Reflect.apply(real.writeSync, fs, [file, buffer, ...rest]);
    },
  };
  Object.assign(fs, wrapped);
  syncBuiltinESMExports();

  /** Undefined: nothing is wrong with this write. Otherwise how many bytes of it the disk took, or why none. */
  function fault(file: number, bytes: Uint8Array, place: unknown): number | Error | undefined {
    const { kill, full } = faults;
    if (kill !== undefined) {
      const line = lineOf(bytes, kill.at);
      if (line === undefined) return undefined;
      const upTo = kill.how === 'after' ? line.end : line.start + Math.ceil((line.end - line.start) / 2);
      put(file, bytes.subarray(0, upTo), place);
      process.kill(process.pid, 'SIGKILL');
      for (;;); // The kernel is about to end us.
    }
    if (full === undefined) return undefined;
    const line = isFull ? { start: 0 } : lineOf(bytes, full.at);
    if (line === undefined) return undefined;
    const taken = isFull ? 0 : Math.min(bytes.length, line.start + full.room);
    isFull = true;
    if (taken === 0)
      return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    put(file, bytes.subarray(0, taken), place);
    return taken;
  }

  function put(file: number, bytes: Uint8Array, place: unknown): void {
    const at = (from: number): number | null => (typeof place === 'number' ? place + from : null);
    for (let from = 0; from < bytes.length; ) from += real.writeSync(file, bytes, from, bytes.length - from, at(from));
    fs.fsyncSync(file);
  }
}

let isFull = false;

function bytesOf(buffer: Uint8Array | string, [offset, length]: readonly unknown[]): Uint8Array {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  const from = typeof offset === 'number' ? offset : 0;
  return buffer.subarray(from, typeof length === 'number' ? from + length : undefined);
}

/** Where the record of this number stands in a batch. */
function lineOf(bytes: Uint8Array, seq: number): { readonly start: number; readonly end: number } | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const start = text.indexOf(`{"v":1,"seq":${seq},`);
  return start === -1 ? undefined : { start, end: text.indexOf('\n', start) + 1 };
}
