import type { Drift } from '../plan/drift.ts';
import { nameSome } from '../resolve/name-some.ts';
import { joinLines, type Layout } from './layout.ts';
import { clean, wrap } from './text.ts';
import { amount } from './words.ts';

export interface DriftDocument {
  readonly schemaVersion: 1;
  readonly drift: readonly Drift[];
}

export function driftDocument(drift: readonly Drift[]): DriftDocument {
  return { schemaVersion: 1, drift };
}

const most = 40;

/** What the workspace says now that the lock did not, and for whom. */
export function driftText(drift: readonly Drift[], release: string, { style, columns }: Layout): string {
  const name = clean(release);
  if (drift.length === 0) return `${name} is as it was locked.\n`;
  const lines = drift.slice(0, most).flatMap((one) => {
    const who = one.lanes.length === 0 ? '' : ` (${nameSome(one.lanes.map(clean))})`;
    return wrap(`${clean(one.summary)}${who}`, columns - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${line}`,
    );
  });
  return joinLines([
    style.warning(`${name} has changed since it was locked: ${amount(drift.length, 'difference')}`),
    ...lines,
    ...(drift.length > most ? [style.faint(`  and ${drift.length - most} more`)] : []),
    `To take it in: ${style.hint('release lock')}`,
  ]);
}
