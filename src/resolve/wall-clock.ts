/** Milliseconds that a zone is ahead of UTC at an instant. */
type OffsetAt = (instant: number) => number;

/** The instants that a local time stands for: two in an overlap; in a gap, both are the moment the clock jumps. */
export interface LocalInstants {
  readonly earliest: number;
  readonly latest: number;
}

const day = 24 * 60 * 60 * 1000;
const localPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;
const formats = new Map<string, Intl.DateTimeFormat>();

/** True when the platform's time zone data knows the IANA name. */
export function isTimeZone(zone: string): boolean {
  try {
    formatFor(zone);
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}

/** Reads `YYYY-MM-DDTHH:MM[:SS]` as if it were UTC; undefined when there is no such date or time. */
export function parseLocal(text: string): number | undefined {
  const match = localPattern.exec(text);
  if (match === null) return undefined;
  const instant = Date.parse(`${text}${match[6] === undefined ? ':00' : ''}Z`);
  return Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(text) ? undefined : instant;
}

/** What a wall clock in the zone means in absolute time. `wall` comes from `parseLocal`. */
export function instantsOf(wall: number, zone: string): LocalInstants {
  const offsetAt = offsetsOf(zone);
  const offsets = [offsetAt(wall - day), offsetAt(wall + day)];
  const instants = offsets.map((offset) => wall - offset).filter((instant) => instant + offsetAt(instant) === wall);
  if (instants.length > 0) return { earliest: Math.min(...instants), latest: Math.max(...instants) };
  const jump = firstInstantPast(wall, offsetAt);
  return { earliest: jump, latest: jump };
}

/** The moment the clock jumps over `wall`: before it shows less, from then on more. */
function firstInstantPast(wall: number, offsetAt: OffsetAt): number {
  let before = wall - day;
  let past = wall + day;
  while (past - before > 1) {
    const middle = Math.floor((before + past) / 2);
    if (middle + offsetAt(middle) < wall) before = middle;
    else past = middle;
  }
  return past;
}

function offsetsOf(zone: string): OffsetAt {
  const format = formatFor(zone);
  return (instant) => {
    const part = (type: string): number => {
      const text = parts.find((one) => one.type === type)?.value ?? '0';
      return Number(text);
    };
    const parts = format.formatToParts(instant);
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(instant / 1000) * 1000;
  };
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'iso8601', hourCycle: 'h23', ...fields });
  formats.set(zone, format);
  return format;
}
