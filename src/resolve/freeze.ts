import type { Freeze } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Selectable, selects } from './select-tenants.ts';
import { instantsOf, isTimeZone, parseLocal } from './wall-clock.ts';

/** A freeze in absolute time: from `start` on, before `end`. Milliseconds since 1970. */
export interface FreezeWindow {
  readonly freeze: Freeze;
  readonly start: number;
  readonly end: number;
}

export interface FreezeWindows {
  readonly windows: readonly FreezeWindow[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Frozen {
  /** The freeze that holds now. */
  readonly freeze: Freeze;
  /** When nothing holds any more, also not a freeze that follows at once. Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Local wall-clock times become instants. Where clocks go back, a freeze begins at the first and ends at the second of
 * the two equal times; where they go forward over a time, that time is the moment of the jump.
 */
export function freezeWindows(freezes: readonly Freeze[]): FreezeWindows {
  const windows: FreezeWindow[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const freeze of freezes) {
    const result = windowOf(freeze);
    if ('code' in result) diagnostics.push(result);
    else windows.push(result);
  }
  return { windows, diagnostics };
}

/** Is the tenant (absent: an untenanted deployment) frozen in the environment at `now`, and until when? */
export function frozenAt(
  windows: readonly FreezeWindow[],
  tenant: Selectable | undefined,
  environment: string,
  now: number,
): Frozen | undefined {
  const holding = windows.filter(({ freeze }) => concerns(freeze, tenant, environment));
  let first: FreezeWindow | undefined;
  let until = now;
  for (let next = holding.find((one) => holds(one, until)); next; next = holding.find((one) => holds(one, until))) {
    first ??= next;
    until = next.end;
  }
  return first === undefined ? undefined : { freeze: first.freeze, until };
}

function holds({ start, end }: FreezeWindow, instant: number): boolean {
  return start <= instant && instant < end;
}

/** No environments means all of them; a freeze for some tenants does not concern an untenanted deployment. */
function concerns(freeze: Freeze, tenant: Selectable | undefined, environment: string): boolean {
  if (freeze.environments.length > 0 && !freeze.environments.includes(environment)) return false;
  return freeze.tenants === undefined || (tenant !== undefined && selects(freeze.tenants, tenant));
}

function windowOf(freeze: Freeze): FreezeWindow | Diagnostic {
  const { from, to, zone, name } = freeze;
  const wallStart = parseLocal(from);
  const wallEnd = parseLocal(to);
  if (wallStart === undefined) return unreadable(freeze, `"${from}" is not a local date and time`);
  if (wallEnd === undefined) return unreadable(freeze, `"${to}" is not a local date and time`);
  if (!isTimeZone(zone)) return unreadable(freeze, `"${zone}" is not a known time zone`);
  const start = instantsOf(wallStart, zone).earliest;
  const end = instantsOf(wallEnd, zone).latest;
  if (end > start) return { freeze, start, end };
  const summary = `Freeze ${name} ends at ${to}, not after its beginning ${from}`;
  return { code: 'REL1313', severity: 'error', summary, hint: 'swap `from` and `to`', span: freeze.span };
}

function unreadable({ name, span }: Freeze, problem: string): Diagnostic {
  const hint = 'write times as 2026-12-20T00:00 and the zone as an IANA name such as Europe/London';
  return { code: 'REL1312', severity: 'error', summary: `${problem}, in freeze ${name}`, hint, span };
}
