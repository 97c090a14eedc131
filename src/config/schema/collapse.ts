import type { Violation } from './violation.ts';
import { jsonType } from './words.ts';

/** A violation that the author should read about. */
export interface Finding {
  readonly violation: Violation;
  /** JSON types that would have been right here as well; empty where there is no choice. */
  readonly alternatives: readonly string[];
}

/** Keywords that only repeat what another violation says. */
const echoes = new Set(['if', 'propertyNames', 'discriminator']);

/**
 * Drops the noise of alternatives: of the branches of an `anyOf` only the one stays that the author meant, which is the
 * one that accepts the value's type. Where none does, one violation lists the types of all.
 */
export function collapse(violations: readonly Violation[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const violation of violations) {
    if (violation.keyword === 'anyOf') findings.push(...collapseChoice(takeBranches(findings, violation), violation));
    else if (!echoes.has(violation.keyword)) findings.push({ violation, alternatives: [] });
  }
  return withoutRepeats(findings);
}

/** What the branches of a choice complain about is reported right before the choice itself. */
function takeBranches(findings: Finding[], choice: Violation): readonly Finding[] {
  const start = findings.findLastIndex(({ violation }) => !isInside(violation, choice)) + 1;
  return findings.splice(start);
}

function collapseChoice(branches: readonly Finding[], choice: Violation): readonly Finding[] {
  const meant = branches.filter(
    ({ violation }) => violation.instancePath !== choice.instancePath || acceptsType(violation),
  );
  const types = [...new Set(branches.filter(isTypeFinding(choice)).flatMap(({ violation }) => typesOf(violation)))];
  return meant.length > 0 ? meant.map((finding) => withTypes(finding, types, choice)) : [wrongType(choice, types)];
}

function isInside(violation: Violation, choice: Violation): boolean {
  const { instancePath } = violation;
  return instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`);
}

function isTypeFinding(choice: Violation): (finding: Finding) => boolean {
  return ({ violation }) => violation.keyword === 'type' && violation.instancePath === choice.instancePath;
}

/** False for what a branch for another type complains about, such as `enum` of a text when the value is a list. */
function acceptsType(violation: Violation): boolean {
  const types = toList(violation.parentSchema.type);
  return types.length === 0 || types.some((type) => isOfType(violation.data, type));
}

function isOfType(data: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(data) : jsonType(data) === type;
}

function withTypes(finding: Finding, types: readonly string[], choice: Violation): Finding {
  return finding.violation.instancePath === choice.instancePath ? { ...finding, alternatives: types } : finding;
}

function wrongType(choice: Violation, types: readonly string[]): Finding {
  return { violation: { ...choice, keyword: 'type', params: { type: types } }, alternatives: [] };
}

/** JSON types that a `type` violation asks for. */
export function typesOf(violation: Violation): readonly string[] {
  const { type } = violation.params;
  return Array.isArray(type) ? type.map(String) : [String(type)];
}

function toList(type: string | readonly string[] | undefined): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ violation: { instancePath, keyword, params } }) => {
    const key = JSON.stringify([instancePath, keyword, params]);
    return !seen.has(key) && seen.add(key);
  });
}
