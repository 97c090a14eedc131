import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process beyond doubt: numbers are reused, but not within one boot with one start time. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
  readonly boot: string;
}

/** `<pid> <start> <boot>`: one line, three words. */
export function identityText({ pid, start, boot }: ProcessIdentity): string {
  return `${pid} ${start} ${boot}`;
}

export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [, pid, start, boot] = /^(\d+) (\S+) (\S+)$/.exec(text) ?? [];
  return pid === undefined || start === undefined || boot === undefined ? undefined : { pid: Number(pid), start, boot };
}

/**
 * `group` is the number of its process group, `session` that of its session where the system tells. Zombies are not
 * listed: they are dead, only not yet reaped.
 */
export interface ListedProcess {
  readonly pid: number;
  readonly group: number;
  readonly session: number | undefined;
}

/** Elsewhere (macOS) `ps` is asked, slowly. */
const hasProcessFiles = existsSync('/proc/self/stat');

let boot: string | undefined;

/** Names this boot of the machine: a process recorded under another one is dead. */
export function bootId(): string {
  boot ??= words(
    hasProcessFiles
      ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
      : execFileSync('/usr/sbin/sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }),
  );
  return boot;
}

/** The identity of a live process, undefined when there is none of that number (or only its zombie). */
export function identify(pid: number): ProcessIdentity | undefined {
  const start = hasProcessFiles ? startFromFile(pid) : startFromPs(pid);
  return start === undefined ? undefined : { pid, start, boot: bootId() };
}

export function isAlive(known: ProcessIdentity): boolean {
  return known.boot === bootId() && identify(known.pid)?.start === known.start;
}

/**
 * Whether the group that this process leads, or led, has a live member. While it has one, the kernel gives its number
 * to no new process; so a process of that number with another start time proves that the group is gone.
 */
export function isGroupAlive(leader: ProcessIdentity): boolean {
  if (leader.boot !== bootId()) return false;
  const namesake = identify(leader.pid);
  if (namesake !== undefined) return namesake.start === leader.start;
  return listProcesses(new Set()).read.some(({ group }) => group === leader.pid);
}

/** Numbers of all processes, and what is known of those not in `skip`. */
export function listProcesses(skip: ReadonlySet<number>): {
  readonly pids: readonly number[];
  readonly read: readonly ListedProcess[];
} {
  if (!hasProcessFiles) {
    const read = listFromPs();
    return { pids: read.map(({ pid }) => pid), read: read.filter(({ pid }) => !skip.has(pid)) };
  }
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return { pids, read: pids.filter((pid) => !skip.has(pid)).flatMap(readListed) };
}

function readListed(pid: number): ListedProcess[] {
  const stat = readStat(pid);
  return stat === undefined ? [] : [{ pid, group: stat.group, session: stat.session }];
}

function startFromFile(pid: number): string | undefined {
  return readStat(pid)?.start;
}

/** proc(5): the name in parentheses may hold anything; then field 3 is the state, 5 the group, 6 the session, 22 the start in ticks. */
function readStat(
  pid: number,
): { readonly group: number; readonly session: number; readonly start: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined; // No such process any more.
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, group, session, start] = [fields[0], fields[2], fields[3], fields[19]];
  if (state === 'Z' || state === 'X' || start === undefined) return undefined;
  return { group: Number(group), session: Number(session), start };
}

function startFromPs(pid: number): string | undefined {
  const [state, ...start] = askPs(['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)])
    .trim()
    .split(/\s+/);
  return state === undefined || state.startsWith('Z') || start.length === 0 ? undefined : start.join('_');
}

function listFromPs(): ListedProcess[] {
  const rows = askPs(['-ax', '-o', 'pid=', '-o', 'pgid=', '-o', 'stat=']).matchAll(/^\s*(\d+)\s+(\d+)\s+([^Z\s])/gm);
  return [...rows].map(([, pid, group]) => ({ pid: Number(pid), group: Number(group), session: undefined }));
}

/** One `-o` for each column: a `=` makes the rest of the word a heading. `ps` fails when no process matches: no lines. */
function askPs(query: readonly string[]): string {
  try {
    return execFileSync('/bin/ps', query, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

function words(text: string): string {
  return text.trim().replaceAll(/[\s~]+/g, '_');
}
