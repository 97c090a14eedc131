import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Workspace } from '../../src/config/model.ts';
import { tenantNamed } from '../../src/resolve/tenant-named.ts';
import { readWorkspace } from '../../src/workspace/load.ts';
import { memoryFiles } from './memory-files.ts';

const others = {
  '/w/release.config.yaml':
    'namespace: "{{code}}-{{environment}}"\nenvironments: [test, prod]\ntagSets: { ring: { values: [canary, broad] } }\n',
  '/w/variables/shared.yaml': 'variableSet: shared\nvariables: { region: north, code: x }\n',
  '/w/projects/app.yaml': 'project: app\nsteps:\n  - { id: s, uses: script, with: { run: "echo {{region}}" } }\n',
  '/w/releases/r.yaml': 'release: r\nproject: app\nversion: 1.0.0\nenvironments: [prod]\ntenants: all\n',
};

/** Lines of a tenant's variables: right ones, ones that name what is not there, and ones that are wrong by themselves. */
const lines = fc.constantFrom(
  'plain: 1',
  'text: "é {{region}}"',
  'code: c7',
  'code: { value: c8, scope: { environment: prod } }',
  'size:\n    - { value: 1 }\n    - { value: 2, scope: { environment: [test, prod], not: { tag: ring/canary } } }',
  'deep: { inner: { a: 1, b: { value: 2, scope: { tag: ring/broad } } } }',
  'far: { a: { value: 1, scope: { environment: nowhere } } }',
  'scoped: { value: 1, scope: { tag: ring/typo } }',
  'theirs: { value: 1, scope: { tenant: someone-else } }',
  'pass: { secret: { env: PASS } }',
  'list: [1, { scope: x }]',
  'environment: taken',
  'nested: { scope: 1 }',
  'nothing:',
);

const tenants = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  tags: fc.constantFrom('', 'tags: [ring/canary]\n', 'tags: [ring/typo]\n'),
  variables: fc.uniqueArray(lines, { maxLength: 5, selector: (line) => line.split(':')[0] }),
  broken: fc.constantFrom('', '', '', '', 'unknown: 1\n', '  - [\n'),
});

/** Some files hold two of them. */
const documentsOf = (all: readonly (typeof tenants extends fc.Arbitrary<infer T> ? T : never)[]): string =>
  all.map(textOf).join('---\n');

const textOf = ({ id, tags, variables, broken }: typeof tenants extends fc.Arbitrary<infer T> ? T : never): string =>
  `tenant: ${id}\nenvironments: [test, prod]\n${tags}${broken}${
    variables.length === 0 ? '' : `variables:\n${variables.map((line) => `  ${line}\n`).join('')}`
  }`;

const edits = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.array(tenants, { minLength: 1, maxLength: 2 }))),
  { minLength: 1, maxLength: 6 },
);

const names = [
  'plain',
  'code',
  'size',
  'deep',
  'deep.inner.a',
  'far.a',
  'pass',
  'nested',
  'nested.scope',
  'nothing',
  'no',
];

function namedOnes({ tenants }: Workspace) {
  return [...tenants.values()].map((tenant) => names.map((name) => tenantNamed(tenant, name)));
}

const cacheFile = '/w/.release/cache/yaml.bin';

it('says the same with a cache as without one, whatever is edited, also of what it reads only when asked', () => {
  fc.assert(
    fc.property(edits, (sequence) => {
      const texts = new Map<string, string | Uint8Array>(Object.entries(others));
      for (const [file, written] of sequence) {
        if (written === null) texts.delete(`/w/tenants/${file}.yaml`);
        else texts.set(`/w/tenants/${file}.yaml`, documentsOf(written));
        const cold = readWorkspace('/w', { files: memoryFiles(texts), cache: false });
        const isIdle = (path: string): boolean => path.startsWith('tenants/');
        const files = memoryFiles(texts);
        const lazy = readWorkspace('/w', { files, isIdle });
        // What the first of them has learned about idle files, the second one takes for granted.
        const lazier = readWorkspace('/w', { files, isIdle });
        const warm = readWorkspace('/w', { files });
        for (const { workspace, diagnostics } of [warm, lazy, lazier]) {
          expect(namedOnes(workspace)).toEqual(namedOnes(cold.workspace));
          expect(diagnostics).toEqual(cold.diagnostics);
          expect(workspace).toEqual(cold.workspace);
        }
        if (files.exists(cacheFile)) texts.set(cacheFile, files.read(cacheFile));
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
