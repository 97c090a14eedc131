import type { PackageRule } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { matchesPattern, patternStrength } from './package-pattern.ts';

/** The rules that may decide about a package, by where they are written. */
export interface PackageSources {
  /** Of the release, for tenants like this one. */
  readonly override: readonly PackageRule[];
  readonly tenant: readonly PackageRule[];
  readonly release: readonly PackageRule[];
  readonly channel: readonly PackageRule[];
}

/** Who decided, most specific first. `step`: the step's own `version`. `none`: nobody, so the newest stable version. */
export const packageLevels = [
  'override',
  'tenant',
  'release-id',
  'release-pattern',
  'step',
  'channel',
  'none',
] as const;
export type PackageLevel = (typeof packageLevels)[number];

export interface PackageChoice {
  readonly id: string;
  /** A version or range. */
  readonly range: string;
  readonly level: PackageLevel;
  /** Where it is written; absent for `none`. */
  readonly span?: Span;
  /** Rules that also match and lost, strongest first, for explain. */
  readonly losers: readonly PackageOpinion[];
}

export interface PackageOpinion {
  readonly level: PackageLevel;
  readonly range: string;
  readonly span: Span;
  /** As written: an id or a glob. */
  readonly pattern: string;
}

export type PackageChoiceResult =
  | { readonly kind: 'chosen'; readonly choice: PackageChoice }
  | { readonly kind: 'tied'; readonly diagnostic: Diagnostic };

const anyStableVersion = '*';

/** Which version or range is wanted of a package: the most specific level, and in it the most specific pattern. */
export function choosePackage(
  sources: PackageSources,
  id: string,
  stepVersion?: { readonly text: string; readonly span: Span },
): PackageChoiceResult {
  const opinions = opinionsOn(sources, id, stepVersion).sort(strongestFirst);
  const [best, second] = opinions;
  if (best === undefined) {
    return { kind: 'chosen', choice: { id, range: anyStableVersion, level: 'none', losers: [] } };
  }
  if (second !== undefined && strongestFirst(best, second) === 0) {
    return { kind: 'tied', diagnostic: equalRules(id, best, second) };
  }
  const { level, range, span } = best;
  return { kind: 'chosen', choice: { id, range, level, span, losers: opinions.slice(1) } };
}

function opinionsOn(
  sources: PackageSources,
  id: string,
  stepVersion: { readonly text: string; readonly span: Span } | undefined,
): PackageOpinion[] {
  const opinions: PackageOpinion[] = [];
  const add = (rules: readonly PackageRule[], levelOf: (rule: PackageRule) => PackageLevel): void => {
    for (const rule of rules) if (matchesPattern(rule.pattern, id)) opinions.push({ ...rule, level: levelOf(rule) });
  };
  add(sources.override, () => 'override');
  add(sources.tenant, () => 'tenant');
  add(sources.release, (rule) => (rule.pattern === id ? 'release-id' : 'release-pattern'));
  add(sources.channel, () => 'channel');
  if (stepVersion !== undefined) {
    opinions.push({ level: 'step', range: stepVersion.text, span: stepVersion.span, pattern: id });
  }
  return opinions;
}

function strongestFirst(a: PackageOpinion, b: PackageOpinion): number {
  const levels = packageLevels.indexOf(a.level) - packageLevels.indexOf(b.level);
  return levels === 0 ? patternStrength(b.pattern) - patternStrength(a.pattern) : levels;
}

function equalRules(id: string, first: PackageOpinion, second: PackageOpinion): Diagnostic {
  return {
    code: 'REL1541',
    severity: 'error',
    summary: `Two equally specific rules decide about package ${id}: "${first.pattern}" and "${second.pattern}"`,
    hint: `remove one of them, or write a rule for "${id}" itself`,
    span: second.span,
    related: [{ message: `the other rule wants ${first.range}`, span: first.span }],
  };
}
