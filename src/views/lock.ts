import { type Lock, type LockedPackage, requestKey } from '../plan/lock.ts';
import { joinLines, type Layout } from './layout.ts';
import { type Cell, table } from './table.ts';
import { clean } from './text.ts';
import { amount } from './words.ts';

export interface LockView {
  readonly file: string;
  readonly lock: Lock;
  readonly previous?: Lock;
  /** `stale`: it was only checked, and is not what the working tree says. */
  readonly outcome: 'written' | 'unchanged' | 'stale';
}

export interface LockDocument {
  readonly schemaVersion: 1;
  readonly file: string;
  readonly outcome: LockView['outcome'];
  readonly release: string;
  readonly version: string;
  readonly deployments: number;
  readonly packages: readonly (LockedPackage & { readonly was?: string })[];
}

export function lockDocument({ file, lock, previous, outcome }: LockView): LockDocument {
  const before = versionsBefore(previous);
  return {
    schemaVersion: 1,
    file,
    outcome,
    release: lock.release,
    version: lock.version,
    deployments: Object.keys(lock.values).length,
    packages: lock.packages.map((one) => ({ ...one, ...wasOf(before, one) })),
  };
}

const outcomes: { readonly [outcome in LockView['outcome']]: string } = {
  written: 'written',
  unchanged: 'is up to date',
  stale: 'is not what the workspace says now',
};
const mostPackages = 30;

/** What happened to the lock file, and the packages that changed in it. */
export function lockText({ file, lock, previous, outcome }: LockView, { style, columns }: Layout): string {
  const before = versionsBefore(previous);
  const changed = lock.packages.filter((one) => previous === undefined || before.get(requestKey(one)) !== one.version);
  const rows = changed
    .slice(0, mostPackages)
    .map((one): readonly Cell[] => [
      { text: clean(one.id) },
      { text: clean(wasOf(before, one).was ?? 'new'), mark: style.faint },
      { text: '->' },
      { text: clean(one.version), mark: style.strong },
      { text: one.wanted === one.version ? '' : `for ${clean(one.wanted)}`, mark: style.faint },
      { text: clean(one.feed), mark: style.faint },
    ]);
  const titles = ['package', 'was', '', 'is', '', 'feed'].map((title) => ({ title, flexible: true }));
  const counts = `${amount(lock.packages.length, 'package')}, ${amount(Object.keys(lock.values).length, 'deployment')}`;
  const mark = outcome === 'stale' ? style.warning : style.strong;
  return joinLines([
    `${clean(file)} ${mark(outcomes[outcome])}: ${clean(lock.release)} ${clean(lock.version)}, ${counts}`,
    ...table(titles, rows, { columns, indent: 2 }),
    ...(changed.length > mostPackages ? [style.faint(`  and ${changed.length - mostPackages} more`)] : []),
  ]);
}

function versionsBefore(previous: Lock | undefined): ReadonlyMap<string, string> {
  return new Map(previous?.packages.map((one) => [requestKey(one), one.version]));
}

function wasOf(before: ReadonlyMap<string, string>, one: LockedPackage): { readonly was?: string } {
  const was = before.get(requestKey(one));
  return was === undefined || was === one.version ? {} : { was };
}
