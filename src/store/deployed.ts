import { closeSync, constants, fdatasync, openSync, write } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Deployed } from '../run/ports.ts';
import { isErrorCode } from './error-code.ts';

/** Where the platform has it, a write returns when its data is on disk. */
const syncsOnWrite = typeof constants.O_DSYNC === 'number';
const appending = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (syncsOnWrite ? constants.O_DSYNC : 0);
const writeTo = promisify(write);

/** Appends rows; one write, so that two runs that append at once do not mix their lines. */
export async function appendDeployed(path: string, rows: readonly Deployed[]): Promise<void> {
  if (rows.length === 0) return;
  // A line that a crash left unfinished must not swallow the next one: every write starts on a line of its own.
  const bytes = Buffer.from(`\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  // Opening and closing take no time worth another thread; waiting for the disk does.
  const file = openSync(path, appending, 0o600);
  try {
    for (let from = 0; from < bytes.length; ) from += (await writeTo(file, bytes, from)).bytesWritten;
    if (!syncsOnWrite) await promisify(fdatasync)(file);
  } finally {
    closeSync(file);
  }
}

/** Every row ever recorded, oldest first; a torn line is left out. */
export async function readDeployed(path: string): Promise<readonly Deployed[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const row = line === '' ? undefined : decodeDeployed(line);
    return row === undefined ? [] : [row];
  });
}

function decodeDeployed(line: string): Deployed | undefined {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { tenant, environment, project, version, since, run, state } = data;
  if (tenant !== null && typeof tenant !== 'string') return undefined;
  if (typeof environment !== 'string' || typeof project !== 'string' || typeof version !== 'string') return undefined;
  if (typeof since !== 'string' || typeof run !== 'string') return undefined;
  if (state !== 'succeeded' && state !== 'failed' && state !== 'cancelled' && state !== 'running') return undefined;
  return { tenant, environment, project, version, since, run, state };
}
