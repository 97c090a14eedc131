import type { Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type ExpandedProcess, expandProcess, type PlacedStep } from './expand.ts';

/** Steps and groups that a release, or the command line, leaves out: by step path, or by a group's name. */
export type Skips = ReadonlySet<string>;

/** A step path or group that somebody asks to leave out; without a place on the command line. */
export interface AskedSkip {
  readonly text: string;
  readonly span?: Span;
}

export function collectSkips(
  workspace: Workspace,
  process: ExpandedProcess,
  asked: readonly AskedSkip[],
  report: (diagnostic: Diagnostic) => void,
): Skips {
  const skips = new Set<string>();
  if (asked.length === 0) return skips;
  const known = new Set(namesIn(workspace, process));
  for (const { text, span } of asked) {
    if (known.has(text)) skips.add(text);
    else report(unknownSkip(text, known, span === undefined ? {} : { span }));
  }
  return skips;
}

/** What may be left out of a process, and of the untenanted projects that it chains. */
function namesIn(workspace: Workspace, { steps, once }: ExpandedProcess): readonly string[] {
  const inside = steps.flatMap(({ path, chain }): readonly string[] => {
    if (chain?.sharedLane !== true) return [];
    return namesIn(workspace, expandProcess(workspace, chain.project)).map((name) => `${path}/${name}`);
  });
  return [...[...steps, ...once].flatMap(namesOf), ...inside];
}

function namesOf(step: PlacedStep): readonly string[] {
  const { group } = step.step;
  return group === undefined ? [step.path] : [step.path, groupPath(step, group)];
}

/** The skips inside a chain step, as its own process calls them. */
export function skipsInside(skips: Skips, path: string): Skips {
  const start = `${path}/`;
  return new Set([...skips].flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : [])));
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
