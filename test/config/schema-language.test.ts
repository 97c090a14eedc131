import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentKind, documentKind } from '../../src/config/schema/kind.ts';
import { validateShape } from '../../src/config/schema/validate.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** The texts of language.md, as written there. */
const examples: readonly [DocumentKind, string, string][] = [
  [
    'workspace',
    'release.config.yaml',
    `
namespace: "{{customer}}-{{projectNumber}}-{{environment}}"   # e.g. xy-0146-prod
environments: [dev, qa, test, staging, on-site-beta, hosted-beta, on-site-release, hosted-release, prod]
tagSets:
  ring:    { values: [canary, early, broad], one: true }
  hosting: { values: [on-site, hosted] }
lifecycles:
  equal:  { phases: [{ name: everywhere, environments: [test, prod], minimum: 1, optional: false }] }
  train:
    phases:
      - { name: beta,    environments: [on-site-beta, hosted-beta] }
      - { name: release, environments: [on-site-release, hosted-release], soak: 7d }
feeds:
  local:  { type: folder, path: packages }
  nuget:  { type: nuget, url: "https://…/v3/index.json", secret: { env: NUGET_TOKEN } }
targets:
  central: { type: local, roles: [central] }
freezes:
  - { name: winter, from: 2026-12-20T00:00, to: 2027-01-04T00:00, zone: Europe/London, environments: [prod] }
state: { type: file, path: .release }
`,
  ],
  [
    'workspace',
    'release.config.yaml',
    `
environments: [prod]
state: { type: postgres, url: { env: RELEASE_DATABASE_URL } }
lifecycles: { slow: { phases: [{ name: one, environments: [prod], tenants: { atLeast: 5 } }] } }
stepKinds: [./steps/mail.js, "@acme/release-steps"]
`,
  ],
  [
    'tenant',
    'tenants/st-marys.yaml',
    `
tenant: st-marys
name: St Mary's Hospital
tags: [ring/canary, hosting/on-site]
environments: [test, prod]
targets:
  integration-vm: { type: drop, roles: [client], path: drops }   # later: type: ssh / agent; the process does not change
  central:        { use: central }
variables:
  code: StMarys
  pas:
    server: pas01.stm.local
    password: { secret: { ssm: "/{{namespace}}/pas/password" } }
  batchSize:
    - { value: 500 }
    - { value: 50, scope: { environment: test } }
packages:
  Local.StMarys: 2024.5.9        # hold back or move ahead this tenant only
`,
  ],
  [
    'variables',
    'variables/company.yaml',
    `
variableSet: company
variables:
  pas.port: 8080
  features: [a, b]
  token:
    - { secret: { env: TOKEN }, scope: { environment: [test, qa], not: { tag: ring/canary } } }
    - { secret: { sops: "secrets.yaml#token" } }
  smtp: { value: { host: mail, port: 25 }, scope: { role: client, tag: [hosting/hosted] } }
`,
  ],
  [
    'project',
    'projects/etl.yaml',
    `
project: etl
lifecycle: equal
tenancy: tenanted                 # tenanted | untenanted | either
channels: { default: {}, hotfix: { lifecycle: hotfix, packages: { "*": ">=1.0 <2" } } }
inputs: { code: { required: true, type: string } }
variables: { region: north, batchSize: [{ value: 500 }, { value: 50, scope: { environment: test } }] }
steps:
  - id: stop-jobs
    uses: script
    roles: [client]
    with: { shell: sh, run: ./stop.sh }
  - id: database                  # ONE step; the package follows from the tenant
    uses: package
    roles: [client]
    package: { id: "Local.{{code}}", feed: local }
  - id: transforms
    uses: package
    roles: [client]
    package: { id: Etl.Transforms }
    needs: [stop-jobs]            # default: the step before; \`needs: []\` starts at once; together they make a DAG
    run: success                  # success | failure | always
    when: vars.hasTransforms
    scope: { environments: [prod], tenants: { tags: [hosting/on-site] }, channels: [default] }
    timeout: 20m
    retry: { attempts: 3, backoff: 15s }
  - id: register
    uses: script
    roles: [central]
`,
  ],
  [
    'project',
    'projects/deploy-all.yaml',
    `
project: deploy-all
inputs: { pas.server: { required: true, type: string, description: "…" }, retries: { default: 3, type: integer, minimum: 0 } }
steps:
  - id: web
    uses: chain
    with: { project: web, wait: true, barrier: tenant, deploy: if-different }
    group: web
  - id: api
    uses: chain
    with: { project: api }
  - { id: mail, uses: aws/ecs-verify, once: after, needs: [], rolling: { window: 2 }, package: { id: Web, version: "{{release.version}}" } }
`,
  ],
  [
    'release',
    'releases/2024-06.yaml',
    `
release: 2024-06
project: deploy-all
version: 24.6.0
versions: { web: 24.6.0, api: 8.2.1 }              # releases of chained projects
packages: { "Local.*": ">=2024.6 <2024.7", Etl.Transforms: 3.1.0 }
environments: [on-site-beta, hosted-beta]          # where it may go now; the lifecycle guards the order
tenants: all
waves:
  - { name: canary, tenants: { tags: [ring/canary] }, approve: true, soak: 30m }
  - { name: everyone, concurrency: 20, budget: { percent: 5 } }
onFailure: halt                                    # halt | continue | undo
skip: []                                           # step ids or groups
variables: { banner: June }                        # above every other source
overrides:
  - { tenants: [royal-north], packages: { Local.RoyalNorth: 2024.6.1 }, variables: { batchSize: 10 } }
`,
  ],
  [
    'release',
    'releases/selectors.yaml',
    `
release: selectors
project: etl
version: "1.10"
environments: [prod]
tenants: [st-marys, { tags: [ring/canary], not: [royal-north] }, { not: { tags: [hosting/hosted] }, allowEmpty: true }]
waves:
  - { name: one, tenants: { names: [st-marys] } }
  - { name: two, tenants: { not: all, allowEmpty: true }, soak: 1h30m }
`,
  ],
  [
    'lock',
    'releases/2024-06.lock.yaml',
    `
formatVersion: 1
release: 2024-06
releaseFile: releases/2024-06.yaml
project: etl
version: 24.6.0
channel: default
commit: "${'a'.repeat(40)}"
versions: { web: 24.6.0 }
packages: [{ feed: local, id: Etl.Transforms, wanted: ">=3.0", version: 3.1.0, sha256: "${'b'.repeat(64)}" }]
projects: { etl: "${'c'.repeat(64)}" }
names: { etl: [code] }
values: { "st-marys@test/etl": { "=etl": "0123abcd" } }
history: [{ at: "2026-11-20T18:00:00Z", did: release lock, environments: [test] }]
`,
  ],
];

describe('the examples of the language', () => {
  for (const [kind, file, text] of examples) {
    it(`accepts ${file}`, () => {
      const { documents, diagnostics } = parseYaml(file, text);
      expect(diagnostics).toEqual([]);
      expect(documents.map(documentKind)).toEqual([kind]);
      expect(documents.flatMap((document) => validateShape(kind, document))).toEqual([]);
    });
  }
});

describe('any document', () => {
  const kinds = fc.constantFrom<DocumentKind>('workspace', 'tenant', 'variables', 'project', 'release', 'lock');

  it('gets diagnostics that point inside the file, and no exception', () => {
    fc.assert(
      fc.property(kinds, fc.constantFrom(...examples), fc.jsonValue(), fc.nat(), (kind, [, file, text], value, at) => {
        const spoilt = spoil(text, at, JSON.stringify(value));
        for (const document of parseYaml(file, spoilt).documents) {
          for (const { span } of validateShape(kind, document)) {
            expect(span?.file).toBe(file);
            expect((span?.offset ?? 0) + (span?.length ?? 0)).toBeLessThanOrEqual(spoilt.length);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Puts something else in the place of one value. */
function spoil(text: string, at: number, value: string): string {
  const places = [...text.matchAll(/(?<=: )(?:\[[^\]\n]*\]|[\w./-]+)/g)];
  const place = places[at % places.length];
  if (!place) return text;
  return text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
}

describe('names', () => {
  const accepts = (name: string) => {
    const document = parseYaml('t.yaml', `tenant: ${JSON.stringify(name)}\nenvironments: [prod]\n`).documents[0];
    return document !== undefined && validateShape('tenant', document).length === 0;
  };

  it('accepts what is safe everywhere', () => {
    for (const name of ['a', 'st-marys', '2024-06', 'A_b.c-1', 'console', 'com', 'x'.repeat(64)]) {
      expect([name, accepts(name)]).toEqual([name, true]);
    }
  });

  it('refuses what is unsafe somewhere', () => {
    const unsafe = [
      '',
      '.',
      '..',
      '-a',
      '.a',
      'a.',
      'a/b',
      'a\\b',
      'a b',
      'a\n',
      'con',
      'NUL.txt',
      'Com1',
      'é',
      'x'.repeat(65),
    ];
    for (const name of unsafe) expect([name, accepts(name)]).toEqual([name, false]);
  });
});

it('stays quick when everything is wrong', () => {
  const lines = Array.from(
    { length: 3000 },
    () => '  - { tenants: [5, { tag: x }], package: {}, variables: { a: , scope: 1 } }',
  );
  const text = `release: many\nproject: etl\nversion: 1.0.0\nenvironments: [prod]\noverrides:\n${lines.join('\n')}\n`;
  const document = parseYaml('releases/many.yaml', text).documents[0];
  if (document === undefined) throw new Error('The text is valid YAML.');
  const start = performance.now();
  expect(validateShape('release', document)).toHaveLength(3000 * 5);
  expect(performance.now() - start).toBeLessThan(5000);
});
