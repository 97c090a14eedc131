import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateResult } from '../run/events.ts';
import type { Signal } from '../run/ports.ts';
import { writeDurably } from './atomic-file.ts';
import { isErrorCode } from './error-code.ts';

/** Signals to a run, one file each, named so that the order of names is the order of sending. */
export class FileInbox {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async send(signal: Signal, now: number, unique: string): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const name = `${String(now).padStart(16, '0')}-${unique}.json`;
    await writeDurably(join(this.#directory, name), [JSON.stringify(signal)]);
  }

  async list(): Promise<readonly { readonly id: string; readonly signal: Signal }[]> {
    const found: { id: string; signal: Signal }[] = [];
    for (const id of (await this.#names()).sort()) {
      const signal = decodeSignal(await readFile(join(this.#directory, id), 'utf8').catch(() => ''));
      if (signal !== undefined) found.push({ id, signal });
    }
    return found;
  }

  async take(id: string): Promise<void> {
    await rm(join(this.#directory, id), { force: true });
  }

  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#directory)).filter((name) => name.endsWith('.json'));
    } catch (error) {
      if (isErrorCode(error, 'ENOENT')) return [];
      throw error;
    }
  }
}

function decodeSignal(text: string): Signal | undefined {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { kind, by, gate, decision, note, planDigest } = data;
  if (typeof by !== 'string') return undefined;
  if (kind === 'cancel') return { kind, by };
  if (kind !== 'gate' || typeof gate !== 'string' || typeof planDigest !== 'string') return undefined;
  if (decision !== 'approved' && decision !== 'rejected') return undefined;
  // Written by `release receipt import`, which has checked it.
  const results = Array.isArray(data.results) ? { results: data.results as GateResult[] } : {};
  return { kind, by, gate, decision, planDigest, ...(typeof note === 'string' ? { note } : {}), ...results };
}
