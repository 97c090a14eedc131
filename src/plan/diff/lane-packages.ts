import type { LaneDraft } from '../compile-lane.ts';
import type { PackageRequest } from '../package-requests.ts';
import type { PackageChange, WantedPackage } from './model.ts';
import { textOf } from './same-value.ts';
import type { DiffSide } from './side.ts';

interface Asked {
  /** As the step writes it. */
  readonly written: string;
  readonly wanted: WantedPackage;
}

/** Packages that a deployment gets in other versions than before. Those of added and removed steps go with the step. */
export function diffLanePackages(
  before: LaneDraft,
  after: LaneDraft,
  sides: { readonly before: DiffSide; readonly after: DiffSide },
): readonly PackageChange[] {
  const [was, is] = [askedBy(before, sides.before), askedBy(after, sides.after)];
  const changes: PackageChange[] = [];
  for (const [step, { written, wanted }] of is) {
    const old = was.get(step);
    if (old === undefined || textOf(old.wanted) === textOf(wanted)) continue;
    const unlocked = old.wanted.locked === undefined || wanted.locked === undefined;
    const [one, other] = unlocked ? [withoutLock(old.wanted), withoutLock(wanted)] : [old.wanted, wanted];
    // A lock that is not there on one side says nothing about what changed.
    if (textOf(one) === textOf(other)) continue;
    changes.push({ kind: 'package', step, id: written, before: old.wanted, after: wanted });
  }
  return changes;
}

function askedBy({ lane, requests }: LaneDraft, side: DiffSide): ReadonlyMap<string, Asked> {
  const steps = side.draft.processes.entries[lane.process]?.process.steps ?? [];
  const asked = new Map<string, Asked>();
  for (const [index, request] of requests) {
    const step = steps[index];
    if (step === undefined) continue;
    const written = step.packageId?.template.text ?? request.id;
    asked.set(step.expanded.path, { written, wanted: wantedPackage(request, side) });
  }
  return asked;
}

function wantedPackage(request: PackageRequest, side: DiffSide): WantedPackage {
  const locked = side.lockedVersion(request);
  const { id, feed, wanted } = request;
  return { id, feed, wanted, ...(locked === undefined ? {} : { locked }) };
}

function withoutLock({ id, feed, wanted }: WantedPackage): WantedPackage {
  return { id, feed, wanted };
}
