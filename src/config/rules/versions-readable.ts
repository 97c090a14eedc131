import type { Span } from '../../diagnostics/span.ts';
import { parseRange } from '../../versions/parse-range.ts';
import type { Parsed } from '../../versions/problem.ts';
import { parseVersion } from '../../versions/version.ts';
import type { Located, PackageRule, Release, Workspace } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/** Versions and ranges can be read, wherever they are written and whether or not anybody uses them. */
export const versionsReadable: Rule = ({ workspace }, report) => {
  for (const rule of packageRules(workspace)) checkRange(rule, report);
  for (const release of workspace.releases.values()) checkRelease(release, report);
  for (const { steps } of workspace.projects.values())
    for (const { package: wanted } of steps) if (wanted?.version !== undefined) checkVersion(wanted.version, report);
};

function* packageRules({ tenants, projects, releases }: Workspace): Iterable<PackageRule> {
  for (const tenant of tenants.values()) yield* tenant.packages;
  for (const project of projects.values()) for (const channel of project.channels.values()) yield* channel.packages;
  for (const release of releases.values()) {
    yield* release.packages;
    for (const override of release.overrides) yield* override.packages;
  }
}

function checkRelease(release: Release, report: Report): void {
  checkVersion({ text: release.version, span: release.span }, report);
  for (const version of release.versions.values()) checkVersion(version, report);
  for (const override of release.overrides)
    for (const version of override.versions.values()) checkVersion(version, report);
}

function checkVersion({ text, span }: Located, report: Report): void {
  if (text.includes('{{')) return;
  check('REL1501', `"${text}" is no version`, parseVersion(text), span, report);
}

function checkRange({ range, pattern, span }: PackageRule, report: Report): void {
  if (range.includes('{{')) return;
  check('REL1502', `"${range}" is no version or range for "${pattern}"`, parseRange(range), span, report);
}

function check(
  code: 'REL1501' | 'REL1502',
  summary: string,
  result: Parsed<unknown>,
  span: Span,
  report: Report,
): void {
  if (result.ok) return;
  const fallback = 'write a version such as `24.6.0`, or where a range may stand one such as `>=24.6 <25`';
  const { problem } = result;
  report({ code, severity: 'error', summary, detail: `${problem.summary}.`, hint: problem.hint ?? fallback, span });
}
