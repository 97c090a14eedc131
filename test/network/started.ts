import type { ChildProcess } from 'node:child_process';
import { expect, vi } from 'vitest';
import type { Machine } from '../support/network.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process on one of the machines. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The same, and an error with all it said when it ends otherwise, or not in time. */
  readonly ends: (code: number) => Promise<Ended>;
  /** What it said on stderr so far. */
  readonly err: () => string;
  /** Waits until it has said so on stderr, for so many times. */
  readonly says: (pattern: RegExp, times?: number) => Promise<void>;
}

/** Milliseconds. Heartbeats need 40 seconds to notice a dead link, and a busy machine takes its time for the rest. */
const longest = 150_000;

export function start(machine: Machine, words: readonly string[], folder: string, path: string): Started {
  const env = { PATH: path, HOME: folder, NO_COLOR: '1' };
  const child = machine.spawn(words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    err += text.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  const says = (pattern: RegExp, times = 1): Promise<void> =>
    eventually(() => {
      const count = [...err.matchAll(new RegExp(pattern, 'g'))].length;
      if (count < times) throw new Error(`did not say ${pattern} ${times} times`);
    });
  const ends = async (code: number): Promise<Ended> => {
    await eventually(() => {
      if (child.exitCode === null) throw new Error('did not end');
    });
    const told = await ended;
    expect(told.code, told.err).toBe(code);
    return told;
  };
  return { child, ended, ends, err: () => err, says };
}

/** Waits until it does not throw, for as long as a test may wait for anything. */
export function eventually(look: () => void): Promise<void> {
  return vi.waitFor(look, { timeout: longest, interval: 50 });
}
