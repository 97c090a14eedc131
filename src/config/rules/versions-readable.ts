import type { Span } from '../../diagnostics/span.ts';
import { parseRange } from '../../versions/parse-range.ts';
import type { Parsed } from '../../versions/problem.ts';
import { parseVersion } from '../../versions/version.ts';
import type { Located, PackageRule, Workspace } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/** Versions and ranges can be read, wherever they are written and whether or not anybody uses them. */
export const versionsReadable: Rule = ({ workspace, versions }, report) => {
  for (const version of versions) checkVersion(version, report);
  const words = [...workspace.config.feeds.values()].some(({ type }) => typesWithWords.has(type));
  for (const rules of packageRules(workspace)) for (const rule of rules) checkRange(rule, words, report);
};

/** Types of feeds that have words for versions, such as `latest`; whether one has this word is known when it is asked. */
const typesWithWords: ReadonlySet<string> = new Set(['npm', 'oci']);

function packageRules({ tenants, projects, releases }: Workspace): readonly (readonly PackageRule[])[] {
  const channels = [...projects.values()].flatMap((project) => [...project.channels.values()]);
  const overrides = [...releases.values()].flatMap((release) => release.overrides);
  return [[...tenants.values()], channels, [...releases.values()], overrides].flat().map((owner) => owner.packages);
}

function checkVersion({ text, span }: Located, report: Report): void {
  if (text.includes('{{')) return;
  check('REL1501', `"${text}" is no version`, parseVersion(text), span, report);
}

function checkRange({ range, pattern, span }: PackageRule, words: boolean, report: Report): void {
  if (range.includes('{{') || (words && /^[a-z_][\w.-]*$/i.test(range))) return;
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
