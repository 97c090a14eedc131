import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { githubAnnotations, githubSummary } from '../../src/views/checks/github.ts';
import { gitlabReport } from '../../src/views/checks/gitlab.ts';
import { junitReport } from '../../src/views/checks/junit.ts';
import { sarifReport } from '../../src/views/checks/sarif.ts';
import type { ChecksView } from '../../src/views/checks/view.ts';

const text = Array.from({ length: 60 }, (_, line) => `key${line}: value\n`).join('');

function finding(line: number, severity: Diagnostic['severity'], file = 'tenants/a,b:c.yaml'): Diagnostic {
  const lines = text.split('\n');
  const offset = lines.slice(0, line - 1).join('\n').length + (line === 1 ? 0 : 1);
  return {
    code: severity === 'error' ? 'REL1101' : 'REL1303',
    severity,
    summary: `100% wrong <here> & "there"`,
    detail: 'first line\nsecond line',
    hint: 'fix | it',
    span: { file, offset, length: 4 },
    related: [{ message: 'the other', span: { file, offset: 0, length: 3 } }],
  };
}

function view(diagnostics: readonly Diagnostic[], changed: readonly string[] = []): ChecksView {
  const checked = { releases: 1, deployments: 2 };
  return { diagnostics, lookup: () => text, checked, prefix: 'deploy/', changed: new Set(changed), version: '1.2.3' };
}

const many = [
  ...Array.from({ length: 14 }, (_, index) => finding(index + 1, 'warning')),
  ...Array.from({ length: 25 }, (_, index) => finding(index + 1, 'error')),
  finding(3, 'error', 'tenants/mine.yaml'),
];

test('GitHub gets ten errors, ten warnings and how many more; files of the pull request come first', () => {
  const lines = githubAnnotations(view(many, ['tenants/mine.yaml']))
    .trimEnd()
    .split('\n');
  const kinds = lines.map((line) => /^::(\w+) /.exec(line)?.[1]);
  expect(kinds).toEqual([...Array(10).fill('error'), ...Array(10).fill('warning'), 'notice']);
  expect(lines[0]).toBe(
    '::error file=deploy/tenants/mine.yaml,line=3,endLine=3,col=1,endColumn=5,title=REL1101::' +
      '100%25 wrong <here> & "there"%0Afirst line%0Asecond line%0Ahint: fix | it',
  );
  expect(lines[1]).toContain('file=deploy/tenants/a%2Cb%3Ac.yaml,');
  expect(lines.at(-1)).toContain('::and 20 more');
  expect(githubAnnotations(view([]))).toBe('');
});

test('the summary of a job stays under a megabyte, whatever is in it already', () => {
  const summary = githubSummary(view(many));
  expect(summary).toContain('### 26 errors, 14 warnings');
  expect(summary).toContain('100% wrong &lt;here> &amp; "there"<br>first line<br>second line<br>hint: fix \\| it');
  const lots = Array.from({ length: 20_000 }, (_, index) => ({
    ...finding(1, 'error'),
    summary: `${index} ${'x'.repeat(90)}`,
  }));
  for (const before of [0, 700_000]) {
    const capped = githubSummary(view(lots), before);
    expect(Buffer.byteLength(capped) + before).toBeLessThan(1024 * 1024);
    expect(capped).toMatch(/and \d+ more\n$/);
  }
});

test('GitLab gets a fingerprint of its own for each finding, which no line above it changes', () => {
  interface Entry {
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }
  const report = (found: readonly Diagnostic[]) => JSON.parse(gitlabReport(view(found))) as readonly Entry[];
  const all = report(many);
  expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(many.length);
  const moved = report([finding(11, 'error'), finding(12, 'error')]);
  const before = report([finding(1, 'error'), finding(2, 'error')]);
  expect(moved.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  expect(moved[0]?.location).toEqual({ path: 'deploy/tenants/a,b:c.yaml', lines: { begin: 11 } });
  expect(new Set(all.map(({ severity }) => severity))).toEqual(new Set(['major', 'minor']));
  expect(report([])).toEqual([]);
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

const withoutPlace: Diagnostic = { code: 'REL1233', severity: 'error', summary: 'nowhere' };

test('SARIF names our codes as rules and places from the top of the repository', () => {
  const { version, runs } = JSON.parse(sarifReport(view([...many, withoutPlace]))) as Sarif;
  expect(version).toBe('2.1.0');
  expect(runs).toHaveLength(1);
  const rules = runs[0]?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(['REL1101', 'REL1233', 'REL1303']);
  for (const { ruleId, ruleIndex } of runs[0]?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
  const uris = runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
  expect(new Set(uris)).toEqual(
    new Set(['deploy/tenants/a%2Cb%3Ac.yaml', 'deploy/tenants/mine.yaml', 'deploy/release.config.yaml']),
  );
});

const schemaFile = process.env.RELEASE_SARIF_SCHEMA ?? '';

test.skipIf(!existsSync(schemaFile))(
  'SARIF is valid by the public schema (skipped without RELEASE_SARIF_SCHEMA, the path of sarif-schema-2.1.0.json)',
  () => {
    const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    for (const found of [[], many, [withoutPlace]]) {
      validate(JSON.parse(sarifReport(view(found))));
      expect(validate.errors ?? []).toEqual([]);
    }
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  },
);

test('JUnit counts what it holds, and its XML is well formed', () => {
  const report = junitReport(view([...many, { ...withoutPlace, summary: 'a\u0001b\ud800c' }]));
  expect(report.match(/<testcase /g)).toHaveLength(many.length + 2);
  expect(report.match(/<failure /g)).toHaveLength(27);
  expect(report).toContain('<testsuites name="release validate" tests="42" failures="27">');
  expect(report).toContain('100% wrong &lt;here&gt; &amp; &quot;there&quot;');
  const tags = [...report.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)];
  const open: string[] = [];
  for (const [, closing, name = '', empty] of tags) {
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  for (const character of ['\u0001', '\ud800']) expect(report).not.toContain(character);
  expect(open).toEqual([]);
});
