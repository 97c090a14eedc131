/** Durations and times as people read them. All numbers are milliseconds. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `0.4s`, `12s`, `3m 20s`, `2h 05m`, `4d 3h`. */
export function duration(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  if (time < 10 * second) return `${(Math.floor(time / 100) / 10).toFixed(1)}s`;
  if (time < minute) return `${Math.floor(time / second)}s`;
  if (time < hour) return `${Math.floor(time / minute)}m ${two(Math.floor((time % minute) / second))}s`;
  if (time < day) return `${Math.floor(time / hour)}h ${two(Math.floor((time % hour) / minute))}m`;
  return `${Math.floor(time / day)}d ${Math.floor((time % day) / hour)}h`;
}

/** What is left of a wait, in whole seconds: `3s`, `12s`, `4m 20s`. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / second));
  return seconds < 10 ? `${seconds}s` : duration(seconds * second);
}

/** An amount somebody wrote down in seconds: `30s`, `5m`, `2h`, `1d`, in its largest whole unit. */
export function wholeSeconds(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
  ] as const;
  for (const [size, unit] of units) if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  return `${seconds}s`;
}

/** `just now`, `5m ago`, `3h ago`, `12d ago`. A time in the future, by a clock that is off, is `just now`. */
export function ago(time: number, now: number): string {
  const past = now - time;
  if (past < minute) return 'just now';
  if (past < hour) return `${Math.floor(past / minute)}m ago`;
  if (past < 2 * day) return `${Math.floor(past / hour)}h ago`;
  return `${Math.floor(past / day)}d ago`;
}

/** Stands for the time zone of this machine, whose name takes longer to find out than most commands take. */
export const zoneHere = 'here';

/** `2026-11-20 14:03` in the time zone. */
export function localTime(time: number, zone: string): string {
  if (zone === zoneHere) return dateHere(new Date(time));
  return format(zone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }, time);
}

/** `14:03:22` in the time zone. */
export function clockTime(time: number, zone: string): string {
  if (zone === zoneHere) return clockHere(new Date(time));
  return format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, time);
}

function dateHere(date: Date): string {
  if (Number.isNaN(date.getTime())) return unknown;
  const year = String(date.getFullYear()).padStart(4, '0');
  const [month, day] = [two(date.getMonth() + 1), two(date.getDate())];
  return `${year}-${month}-${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function clockHere(date: Date): string {
  if (Number.isNaN(date.getTime())) return unknown;
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const unknown = 'unknown';
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times more than using it. The Swedish locale writes dates as ISO 8601 does. */
function format(timeZone: string, parts: Intl.DateTimeFormatOptions, time: number): string {
  if (Number.isNaN(time)) return unknown;
  const key = `${timeZone} ${Object.keys(parts).join()}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, hourCycle: 'h23', ...parts });
  formats.set(key, known);
  return known.format(time);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
