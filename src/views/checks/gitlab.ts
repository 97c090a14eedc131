import { escapeJson } from '../json.ts';
import { fingerprints } from './fingerprint.ts';
import { messageOf, placedFindings } from './placed.ts';
import type { ChecksView } from './view.ts';

/** GitLab's code quality report: one list, and of equal fingerprints only the first would be shown. */
export function gitlabReport(view: ChecksView): string {
  const findings = placedFindings(view);
  const marks = fingerprints(findings);
  const report = findings.map((one) => ({
    description: messageOf(one).replaceAll('\n', ' · '),
    check_name: one.code,
    fingerprint: marks.get(one) ?? '',
    severity: one.severity === 'error' ? 'major' : 'minor',
    location: { path: one.file, lines: { begin: one.line ?? 1 } },
  }));
  return `${escapeJson(JSON.stringify(report, undefined, 2))}\n`;
}
