import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { RunnerIdentity } from '../run/events.ts';

/** Who this process is, in a form that another process can later prove dead. */
export function identify(pid: number): RunnerIdentity {
  return { host: hostname(), pid, start: startMark(pid) ?? 'unknown', user: userName() };
}

/** What is known of the process behind an identity. `unknown`: it lives on another machine. */
export function liveness(identity: RunnerIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.host !== hostname()) return 'unknown';
  return startMark(identity.pid) === identity.start ? 'alive' : 'dead';
}

/** Boot id and start time: a pid that was given to another process, or a reboot, makes another mark. */
function startMark(pid: number): string | undefined {
  return linuxStartMark(pid) ?? portableStartMark(pid);
}

function linuxStartMark(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may hold spaces; field 22 is counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not looked yet.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${boot}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

function portableStartMark(pid: number): string | undefined {
  if (hasProc()) return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function hasProc(): boolean {
  try {
    readFileSync('/proc/sys/kernel/random/boot_id');
    return true;
  } catch {
    return false;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
