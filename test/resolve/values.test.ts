import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/config/scope.ts';
import { compileInputSchemas } from '../../src/resolve/input-schemas.ts';
import { mergeLaneDiagnostics } from '../../src/resolve/lane-diagnostics.ts';
import { nodeValuesOf } from '../../src/resolve/node-values.ts';
import { resolveLane } from '../../src/resolve/resolve-variables.ts';
import { laneValues } from '../../src/resolve/values.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import type { Json } from '../../src/util/json.ts';
import * as make from './support.ts';

interface Given {
  readonly shared?: readonly Candidate[];
  readonly tenant?: readonly Candidate[];
  readonly schema?: { readonly [key: string]: Json };
}

function work({ shared = [], tenant = [], schema }: Given) {
  const etl = make.project(schema === undefined ? {} : { inputs: [make.input('x', { schema })] });
  const index = buildVariableIndex(make.workspace({ shared, project: etl }), etl);
  const lane = resolveLane(index, make.lane(), make.sources({ tenant }));
  const who = { id: 'st-marys', name: "St Mary's", tags: ['ring/canary'] };
  const release = { id: '2024-06', version: '24.6.0' };
  const roots = { tenant: who, environment: 'prod', project: 'etl', release, namespace: 'xy-prod' };
  const settings = { roots, schemas: compileInputSchemas(etl) };
  const values = laneValues(lane, settings);
  return {
    values: Object.fromEntries(values.all()),
    diagnostics: values.diagnostics,
    node: nodeValuesOf(index, lane, values, settings),
  };
}

describe('laneValues', () => {
  it('fills in references between values and to what the engine knows', () => {
    const { values, diagnostics } = work({
      shared: [
        make.inSet('url', 'https://{{pas.server}}:{{port}}/{{environment}}'),
        make.inSet('port', 443),
        make.inSet('x', '{{port}}'),
        make.inSet('who', '{{tenant.name}} {{release.version}} {{namespace}} {{project.id}}'),
      ],
      tenant: [make.inTenant('st-marys', 'pas.server', '{{host}}.local'), make.inTenant('st-marys', 'host', 'pas01')],
    });
    expect(diagnostics).toEqual([]);
    expect(values).toEqual({
      url: { value: 'https://pas01.local:443/prod' },
      port: { value: 443 },
      x: { value: 443 },
      who: { value: "St Mary's 24.6.0 xy-prod etl" },
      'pas.server': { value: 'pas01.local' },
      host: { value: 'pas01' },
    });
  });

  it('keeps secrets as references, and what is made of them as templates', () => {
    const password = make.secretIn('st-marys', 'password', '/{{namespace}}/pas');
    const { values } = work({
      shared: [
        make.inSet('connection', 'Server=x;Password={{password}}'),
        make.inSet('both', ['{{connection}}', '{{run.id}}']),
        make.inSet('log', '/logs/{{run.id}}'),
        make.inSet('later', '{{log}}/{{step.id}}'),
      ],
      tenant: [password],
    });
    expect(values).toEqual({
      password: { secret: { source: 'env', ref: '/xy-prod/pas' } },
      connection: { template: 'Server=x;Password={{password}}', secret: true },
      both: { template: ['{{connection}}', '{{run.id}}'], secret: true },
      log: { template: '/logs/{{run.id}}', secret: false },
      later: { template: '{{log}}/{{step.id}}', secret: false },
    });
  });

  it('prints the chain of a cycle, once', () => {
    const { values, diagnostics } = work({
      shared: [make.inSet('a', '{{b}}'), make.inSet('b', '{{c}}'), make.inSet('c', '{{a}}'), make.inSet('d', '{{a}}')],
    });
    expect(values).toEqual({});
    expect(diagnostics).toMatchObject([{ code: 'REL1409', summary: expect.stringContaining('a -> b -> c -> a') }]);
  });

  it('reports a name that does not exist where it is written, once for all tenants', () => {
    const { values, diagnostics } = work({ shared: [make.inSet('x', '{{nothing}}'), make.inSet('y', 1)] });
    expect(values).toEqual({ y: { value: 1 } });
    const findings = ['a', 'b'].flatMap((tenant) =>
      diagnostics.map((diagnostic) => ({ diagnostic, context: make.lane({ tenant }) })),
    );
    expect(mergeLaneDiagnostics(findings)).toMatchObject([
      {
        code: 'REL1405',
        span: { file: 'variables/shared.yaml' },
        detail: 'This concerns 2 tenants (a and b) in prod.',
      },
    ]);
  });

  it('reports a secret whose place cannot be made', () => {
    const { diagnostics } = work({ tenant: [make.secretIn('st-marys', 'password', '/{{nothing}}/pas')] });
    expect(diagnostics).toMatchObject([{ code: 'REL1405', span: { file: 'tenants/st-marys.yaml' } }]);
  });

  it('reports a mistake once where a secret is placed by a value in error', () => {
    const tenant = [make.secretIn('st-marys', 'password', '/{{a}}/pas')];
    const { diagnostics, values } = work({ shared: [make.inSet('a', '{{nothing}}')], tenant });
    expect(diagnostics).toMatchObject([{ code: 'REL1405', span: { file: 'variables/shared.yaml' } }]);
    expect(values).toEqual({});
  });

  it('checks the type of a value once it is filled in', () => {
    const schema = { type: 'integer' };
    expect(work({ schema, shared: [make.inSet('x', '{{n}}'), make.inSet('n', 3)] }).diagnostics).toEqual([]);
    const wrong = work({ schema, shared: [make.inSet('x', '{{n}}0'), make.inSet('n', 3)] });
    expect(wrong.diagnostics).toMatchObject([{ code: 'REL1306' }]);
    expect(wrong.values).toEqual({ n: { value: 3 } });
  });
});

describe('nodeValuesOf', () => {
  const shared = [
    make.inSet('host', 'general'),
    make.inSet('host', 'database', { step: ['database'] }),
    make.inSet('url', 'https://{{host}}'),
    make.inSet('other', '{{fixed}}'),
    make.inSet('fixed', 1),
  ];

  it('holds what a step changes, also through references', () => {
    const { values, node } = work({ shared });
    expect(values.url).toEqual({ value: 'https://general' });
    expect(Object.fromEntries(node({ step: 'database' }).values)).toEqual({
      host: { value: 'database' },
      url: { value: 'https://database' },
    });
    expect(node({ step: 'stop' }).values.size).toBe(0);
    expect(node({ step: 'database' })).toBe(node({ step: 'database' }));
  });

  it('leaves a value that refers to what only some steps have as a template until then', () => {
    const { values, node, diagnostics } = work({ shared: shared.slice(1) });
    expect(diagnostics).toEqual([]);
    expect(values.url).toEqual({ template: 'https://{{host}}', secret: false });
    expect(Object.fromEntries(node({ step: 'database' }).values).url).toEqual({ value: 'https://database' });
  });

  it('tells names that a step does not have', () => {
    const { node } = work({ shared: [make.inSet('x', 1, { not: { step: ['a'] } })] });
    expect(node({ step: 'a' }).removed).toEqual(['x']);
    expect(node({ step: 'b' }).removed).toEqual([]);
  });

  it('replaces a value by a secret', () => {
    const secret: Candidate = {
      ...make.inSet('x', '', { role: ['db'] }),
      value: { kind: 'secret', secret: { source: 'env', ref: 'X' } },
    };
    const { node } = work({ shared: [make.inSet('x', 1), make.inSet('y', 'a{{x}}'), secret] });
    expect(Object.fromEntries(node({ step: 's', target: 't', targetRoles: ['db'] }).values)).toEqual({
      x: { secret: { source: 'env', ref: 'X' } },
      y: { template: 'a{{x}}', secret: true },
    });
  });
});
