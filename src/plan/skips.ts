import type { Located } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { ExpandedProcess, PlacedStep } from './expand.ts';

/** Steps and groups that a release, or the command line, leaves out: by step path, or by a group's name. */
export type Skips = ReadonlySet<string>;

export function collectSkips(
  process: ExpandedProcess,
  fromRelease: readonly Located[],
  fromCommandLine: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): Skips {
  const known = new Set<string>();
  for (const step of [...process.steps, ...process.once]) {
    known.add(step.path);
    if (step.step.group !== undefined) known.add(groupPath(step, step.step.group));
  }
  const skips = new Set<string>();
  const add = (name: string, place: Pick<Diagnostic, 'span'>): void => {
    if (known.has(name)) skips.add(name);
    else report(unknownSkip(name, known, place));
  };
  for (const { text, span } of fromRelease) add(text, { span });
  for (const name of fromCommandLine) add(name, {});
  return skips;
}

export function groupPath({ prefix }: PlacedStep, group: string): string {
  return `${prefix}${group}`;
}

/** Why the step is left out; undefined when it is not. What is inside a skipped chain step goes with it. */
export function skipReason(skips: Skips, step: PlacedStep): string | undefined {
  if (skips.size === 0) return undefined;
  for (const around of [...step.inside, step]) {
    const reason = ownReason(skips, around);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function ownReason(skips: Skips, step: PlacedStep): string | undefined {
  if (skips.has(step.path)) return 'left out by the release (skip)';
  const { group } = step.step;
  return group !== undefined && skips.has(groupPath(step, group)) ? `group ${group} is left out (skip)` : undefined;
}

function unknownSkip(name: string, known: ReadonlySet<string>, place: Pick<Diagnostic, 'span'>): Diagnostic {
  return {
    code: 'REL1611',
    severity: 'error',
    summary: `There is no step or group "${name}" to leave out`,
    hint: didYouMean(name, known) ?? `name one of: ${[...known].slice(0, 12).join(', ')}`,
    ...place,
  };
}
