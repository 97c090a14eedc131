import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sourcesFrom, type TextLookup } from '../diagnostics/sources.ts';
import type { Span } from '../diagnostics/span.ts';
import type { ReleaseDraft } from '../plan/compile.ts';
import type { Change } from '../plan/diff/model.ts';
import type { Drift } from '../plan/drift.ts';
import { nameSome } from '../resolve/name-some.ts';
import { changeLines, changeWords } from '../views/diff/words.ts';
import type { DriftDiff } from './drift-diff.ts';
import { type Failure, failures } from './failure.ts';
import { chainedIn, projectAt } from './part-of-process.ts';

export interface DriftContext {
  readonly releaseFile: string;
  /** Texts of the working tree. */
  readonly sources: TextLookup;
  /** The working tree, compiled. */
  readonly draft: ReleaseDraft;
  /** What `release diff` says about it, where git still has what the lock was made from. */
  readonly diff: DriftDiff | undefined;
}

/** How many deployments are named, and changes shown, before the rest is counted. */
const mostNamed = 5;

/** Says exactly what changed since the lock was written, for whom, and how to take each change. */
export function driftFailure(drift: readonly Drift[], context: DriftContext): Failure {
  return failures(
    drift.map((one) => driftDiagnostic(one, context)),
    context.sources,
  );
}

function driftDiagnostic(drift: Drift, context: DriftContext): Diagnostic {
  const { lanes } = drift;
  const changes = changesFor(drift, context);
  const lines = [...lanesDetail(lanes), ...changesDetail(changes, context)];
  const summary = `${drift.summary}${withinProcess(drift, changes, context)}`;
  const span = changes.map(spanOf).find((found) => found !== undefined);
  return {
    code: 'REL1702',
    severity: 'error',
    summary: `The working tree no longer matches the lock: ${summary}`,
    ...(lines.length === 0 ? {} : { detail: lines.join('\n') }),
    hint: `take it back, or take it over with release lock ${context.releaseFile} --update ${takenBy(drift)}`,
    ...(span && { span }),
  };
}

/** One digest stands for a process and all that it chains: says in which of these projects the steps are that changed. */
function withinProcess({ kind, project }: Drift, changes: readonly Change[], { draft }: DriftContext): string {
  const chained = kind === 'process' && project !== undefined ? chainedIn(draft, project) : [];
  if (project === undefined || chained.length === 0) return '';
  const steps = changes.filter((change) => change.kind === 'step');
  // A step that waits for others than before does so most often because something changed there.
  const first = steps.filter(({ what }) => what !== 'reordered');
  const found = new Set((first.length > 0 ? first : steps).map(({ step }) => projectAt(draft, project, step)));
  if (found.size === 0) return `, or that of a project it deploys: ${chained.join(', ')}`;
  const others = [...found].filter((one) => one !== project);
  return others.length === 0 ? '' : `, ${found.has(project) ? 'and ' : ''}in it that of ${nameSome(others)}`;
}

function lanesDetail(lanes: readonly string[]): readonly string[] {
  if (lanes.length === 0) return [];
  const more = lanes.length - mostNamed;
  return [`for ${lanes.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function changesDetail(changes: readonly Change[], { sources, diff }: DriftContext): readonly string[] {
  if (diff === undefined) return [];
  const both = { before: sourcesFrom(diff.loaded.sources.text), after: sourcesFrom(sources) };
  const more = changes.length - mostNamed;
  return [
    ...changes.slice(0, mostNamed).flatMap((change) => changeLines(changeWords(change, both))),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(changes.length > 0 ? [`as release diff ${diff.commit.slice(0, 9)} says`] : []),
  ];
}

/** The changes that one drift stands for. */
function changesFor(drift: Drift, { diff }: DriftContext): readonly Change[] {
  const lanes = new Set(drift.lanes);
  const ofProcess = (lane: string): boolean => drift.kind !== 'process' || lane.endsWith(`/${drift.project}`);
  const groups = (diff?.diff.groups ?? []).filter(({ deployments }) =>
    deployments.some((lane) => (lanes.size === 0 ? ofProcess(lane) : lanes.has(lane))),
  );
  return groups.flatMap(({ changes }) => changes).filter((change) => isMeant(change, drift));
}

function isMeant(change: Change, { kind, project, name }: Drift): boolean {
  switch (kind) {
    case 'variable':
      return change.kind === 'value' && change.name === name && change.projects.includes(project ?? '');
    case 'process':
      return change.kind === 'step';
    case 'package':
      return change.kind === 'package' && (change.after?.id === name || change.before?.id === name);
    case 'release':
      return false;
    default:
      return kind satisfies never;
  }
}

function spanOf(change: Change): Span | undefined {
  const winner = change.kind === 'value' ? change.after?.winner : undefined;
  return winner?.origin.kind === 'command-line' ? undefined : winner?.span;
}

/** The words after `--update` that take just this change. */
function takenBy({ kind, project, name, lanes }: Drift): string {
  switch (kind) {
    case 'package':
      return `packages ${name ?? '*'}`;
    case 'process':
      return `process ${project ?? ''}`.trim();
    case 'variable': {
      const tenants = new Set(lanes.map((lane) => lane.slice(0, lane.indexOf('@'))));
      const [only] = tenants;
      return tenants.size === 1 && only ? `variables ${only}` : 'variables';
    }
    case 'release':
      return 'all';
    default:
      return kind satisfies never;
  }
}
