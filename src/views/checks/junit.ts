import { messageOf, type Placed, placedFindings } from './placed.ts';
import type { ChecksView } from './view.ts';

/** JUnit's XML: a suite per file with findings, a failing case per error; a warning is a passing case that says so. */
export function junitReport(view: ChecksView): string {
  const findings = placedFindings(view);
  const files = new Map<string, Placed[]>();
  for (const finding of findings) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  const failures = findings.filter(({ severity }) => severity === 'error').length;
  const { releases, deployments } = view.checked;
  const whole = `    <testcase classname="release" name="${releases} releases, ${deployments} deployments checked"/>`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="release validate" tests="${findings.length + 1}" failures="${failures}">`,
    '  <testsuite name="release validate" tests="1" failures="0">',
    whole,
    '  </testsuite>',
    ...[...files].flatMap(([file, found]) => suite(file, found)),
    '</testsuites>',
  ].join('\n')}\n`;
}

function suite(file: string, findings: readonly Placed[]): readonly string[] {
  const failures = findings.filter(({ severity }) => severity === 'error').length;
  return [
    `  <testsuite name="${xml(file)}" tests="${findings.length}" failures="${failures}">`,
    ...findings.flatMap((finding) => testCase(file, finding)),
    '  </testsuite>',
  ];
}

function testCase(file: string, finding: Placed): readonly string[] {
  const { code, summary, line, severity } = finding;
  const place = `${file}:${line ?? 1}`;
  const head = `    <testcase classname="${xml(file)}" name="${xml(`${code}: ${summary}`)}" file="${xml(file)}"`;
  const text = xml(`${place}\n${messageOf(finding)}`);
  if (severity === 'warning') return [`${head}>`, `      <system-out>${text}</system-out>`, '    </testcase>'];
  return [`${head}>`, `      <failure type="${code}" message="${xml(summary)}">${text}</failure>`, '    </testcase>'];
}

/** Text for XML 1.0, in attributes as well: what it cannot hold at all is left out. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
