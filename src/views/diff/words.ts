import { placeOf } from '../../diagnostics/report.ts';
import { type Sources, sourcesFrom } from '../../diagnostics/sources.ts';
import type {
  Change,
  GivenValue,
  PackageChange,
  ReachedTarget,
  StepChange,
  TargetChange,
  ValueChange,
  WantedPackage,
} from '../../plan/diff/model.ts';
import { whereFrom } from '../../resolve/tie-diagnostics.ts';
import { hasTags } from '../../template/compile.ts';
import { candidateText, planValueText } from '../explain/parts.ts';
import { clean } from '../text.ts';
import type { DiffView } from './view.ts';

/** A change in words: what it is about, what it was and is, and what explains it. All texts are clean. */
export interface ChangeWords {
  readonly subject: string;
  /** Absent for what has no two sides, such as an added step. */
  readonly before?: string;
  readonly after?: string;
  readonly notes: readonly string[];
}

export interface WordSources {
  readonly before: Sources;
  readonly after: Sources;
}

export function wordSources({ before, after }: DiffView): WordSources {
  return { before: sourcesFrom(before.lookup), after: sourcesFrom(after.lookup) };
}

export function changeWords(change: Change, sources: WordSources): ChangeWords {
  switch (change.kind) {
    case 'deployment':
      return {
        subject: `${change.what === 'added' ? 'new' : 'no longer'} in the release: ${clean(change.version)}`,
        notes: [],
      };
    case 'version':
      return sides(`version of ${clean(change.project)}`, change.before, change.after);
    case 'wave':
      return sides('wave', change.before, change.after);
    case 'namespace':
      return sides('namespace', change.before ?? 'none', change.after ?? 'none');
    case 'target':
      return targetWords(change);
    case 'value':
      return valueWords(change, sources);
    case 'package':
      return packageWords(change);
    case 'step':
      return stepWords(change);
    default:
      return change satisfies never;
  }
}

/** The same as lines: `subject: before -> after`, then the notes, indented. */
export function changeLines({ subject, before, after, notes }: ChangeWords): readonly string[] {
  const whole = before === undefined && after === undefined ? subject : `${subject}: ${before ?? ''} -> ${after ?? ''}`;
  return [whole, ...notes.map((note) => `    ${note}`)];
}

function sides(subject: string, before: string, after: string, notes: readonly string[] = []): ChangeWords {
  return { subject, before: clean(before), after: clean(after), notes };
}

/** Its type when that changed, and the settings that did. */
function targetWords({ target, before, after }: TargetChange): ChangeWords {
  const changed = (one: ReachedTarget, other: ReachedTarget): string => {
    const settings = Object.entries(one.settings).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(other.settings[key]),
    );
    const words = settings.map(
      ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [...(one.type === other.type ? [] : [one.type]), ...words].join(', ') || 'nothing';
  };
  return sides(`target ${clean(target)}`, changed(before, after), changed(after, before));
}

function valueWords(change: ValueChange, sources: WordSources): ChangeWords {
  const { name, projects, place, before, after } = change;
  const where = place === undefined ? `of ${projects.map(clean).join(', ')}` : `in step ${clean(place)}`;
  return {
    subject: `${clean(name)} ${where}`,
    before: givenText(before),
    after: givenText(after),
    notes: [...placeNotes(before, after, sources), whyText(change), ...exampleNotes(before, after)].map(clean),
  };
}

/** What is written where it differs from tenant to tenant, else what comes out. */
function givenText(given: GivenValue | undefined): string {
  if (given === undefined) return 'no value';
  const { value, winner } = given;
  const written =
    winner.value.kind === 'value' && typeof winner.value.value === 'string' && hasTags(winner.value.value);
  return given.varies && written ? candidateText(winner.value) : planValueText(value);
}

function exampleNotes(before: GivenValue | undefined, after: GivenValue | undefined): readonly string[] {
  if (before?.varies !== true && after?.varies !== true) return [];
  return [`for the first of them: ${planValueText(before?.value)} -> ${planValueText(after?.value)}`];
}

function placeNotes(
  before: GivenValue | undefined,
  after: GivenValue | undefined,
  sources: WordSources,
): readonly string[] {
  const was = before && winnerText(before, sources.before);
  const is = after && winnerText(after, sources.after);
  if (was === undefined) return is === undefined ? [] : [`now ${is}`];
  if (is === undefined) return [`was ${was}`];
  return was === is ? [is] : [`was ${was}`, `now ${is}`];
}

function winnerText({ winner, places }: GivenValue, sources: Sources): string {
  const { file, offset } = winner.span;
  const more = places > 1 ? ` and ${places - 1} more places` : '';
  return `${file}:${placeOf(file, offset, sources).line}${more}, ${whereFrom(winner)}`;
}

function whyText({ why }: ValueChange): string {
  switch (why.kind) {
    case 'edited':
      return 'the text was edited';
    case 'refers':
      return why.names.length === 0 ? 'what it is made of changed' : `it refers to ${why.names.join(', ')}`;
    case 'outranked':
      return `the value that won before loses: ${why.reason}`;
    case 'gone':
      return 'the value that won before is gone, or has another scope';
    case 'left':
      return `the value that won before is not for here any more: ${why.reason}`;
    case 'new':
      return 'nothing gave a value before';
    default:
      return why satisfies never;
  }
}

function packageWords({ step, id, before, after }: PackageChange): ChangeWords {
  const subject = `package ${clean(id)} of step ${clean(step)}`;
  const renamed = before !== undefined && after !== undefined && before.id !== after.id;
  const withId = renamed || id.includes('{{');
  return sides(subject, packageText(before, renamed), packageText(after, renamed), [
    ...(withId && after !== undefined ? [`for the first of them: ${clean(after.id)}`] : []),
    ...(before?.feed === after?.feed
      ? []
      : [`from feed ${clean(after?.feed ?? '')}, before ${clean(before?.feed ?? '')}`]),
  ]);
}

function packageText(one: WantedPackage | undefined, withId: boolean): string {
  if (one === undefined) return 'none';
  const { id, wanted, locked } = one;
  const version = locked === undefined || locked === wanted ? wanted : `${locked} (for ${wanted})`;
  return withId ? `${id} ${version}` : version;
}

function stepWords(change: StepChange): ChangeWords {
  const step = `step ${clean(change.step)}`;
  switch (change.what) {
    case 'added':
      return { subject: `${step} added: ${clean(change.uses)}, ${afterText(change.after)}`, notes: [] };
    case 'removed':
      return { subject: `${step} removed: ${clean(change.uses)}`, notes: [] };
    case 'changed':
      return { subject: `${step} changed: ${change.keys.map(clean).join(', ')}`, notes: [] };
    case 'reordered':
      return sides(`${step} reordered`, afterText(change.before), afterText(change.after));
    case 'pruned':
      return { subject: `${step} is left out now`, notes: [clean(change.reason)] };
    case 'restored':
      return { subject: `${step} takes part now`, notes: [clean(`it was left out: ${change.reason}`)] };
    case 'moved':
      return sides(`targets of ${step}`, change.before.join(', ') || 'none', change.after.join(', ') || 'none');
    default:
      return change satisfies never;
  }
}

function afterText(steps: readonly string[]): string {
  return steps.length === 0 ? 'at the start' : `after ${steps.map(clean).join(', ')}`;
}
