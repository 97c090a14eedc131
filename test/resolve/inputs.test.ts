import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/config/model.ts';
import type { Candidate } from '../../src/config/scope.ts';
import { compileInputSchemas } from '../../src/resolve/input-schemas.ts';
import { missingInputDiagnostics, missingInputs, wrongTypes } from '../../src/resolve/inputs.ts';
import { resolveLane } from '../../src/resolve/resolve-variables.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import { input, inSet, inTenant, lane, project, secretIn, sources, workspace } from './support.ts';

function missing(inputs: readonly Input[], shared: readonly Candidate[], tenants: readonly string[]) {
  const etl = project({ inputs });
  const index = buildVariableIndex(workspace({ shared, project: etl }), etl);
  const findings = tenants.flatMap((tenant) => missingInputs(etl, resolveLane(index, lane({ tenant }), sources())));
  return missingInputDiagnostics(etl, findings);
}

const server = input('pas.server', { required: true, description: 'Host of the PAS' });

describe('required inputs', () => {
  it('name tenant, environment, project and declaration', () => {
    expect(missing([server], [], ['st-marys'])).toMatchObject([
      {
        code: 'REL1305',
        summary: 'Project etl requires "pas.server", and there is no value for st-marys in prod',
        detail: 'Host of the PAS',
        span: server.span,
      },
    ]);
  });

  it('are one error for many tenants', () => {
    const tenants = Array.from({ length: 942 }, (_, index) => `t${index}`);
    const [only, ...others] = missing([server], [], tenants);
    expect(others).toEqual([]);
    expect(only?.summary).toContain('942 tenants (t0, t1, t2 and 939 more) in prod');
  });

  it('are given by any candidate, a nested map, a default, or a value for some steps', () => {
    expect(missing([server], [inSet('pas.server', 'x')], ['a'])).toEqual([]);
    expect(missing([input('pas', { required: true })], [inSet('pas.server', 'x')], ['a'])).toEqual([]);
    expect(missing([input('retries', { required: true, default: 3 })], [], ['a'])).toEqual([]);
    expect(missing([server], [inSet('pas.server', 'x', { step: ['copy'] })], ['a'])).toEqual([]);
    expect(missing([server], [inSet('pas.server', 'x', { step: ['copy'], tenant: ['b'] })], ['a'])).toHaveLength(1);
    expect(missing([input('other')], [], ['a'])).toEqual([]);
  });
});

function problems(schema: Input['schema'], ...candidates: Candidate[]) {
  const schemas = compileInputSchemas(project({ inputs: [input('x', { schema })] }));
  return [...schemas.diagnostics, ...wrongTypes(schemas, candidates)];
}

describe('types of inputs', () => {
  it.each([
    [{ type: 'integer', minimum: 0 }, 3],
    [{ type: 'string', pattern: '^a', minLength: 2 }, 'ab'],
    [{ enum: ['a', 1] }, 1],
    [{ type: ['string', 'null'] }, null],
    [{ type: 'array', items: { type: 'integer' } }, [1, 2]],
    [{ type: 'string', format: 'uri' }, 'https://a.example'],
    [{}, { anything: true }],
  ])('%j accepts %j', (schema, value) => {
    expect(problems(schema, inSet('x', value))).toEqual([]);
  });

  it.each([
    [{ type: 'integer' }, '3', 'must be integer', 'write 3 without quotes'],
    [{ type: 'boolean' }, 'true', 'must be boolean', 'write true without quotes'],
    [{ type: 'string' }, 3, 'must be string', 'quote it: "3"'],
    [{ type: 'integer' }, 3.5, 'must be integer', 'correct the value'],
    [{ type: 'integer', minimum: 5 }, 3, 'must be >= 5', 'correct the value'],
    [{ type: 'integer', maximum: 2 }, 3, 'must be <= 2', 'correct the value'],
    [{ enum: ['a', 'b'] }, 'c', 'must be one of a, b', 'correct the value'],
    [{ type: 'string', minLength: 3 }, 'ab', 'must NOT have fewer than 3 characters', 'correct the value'],
    [{ type: 'array', items: { type: 'integer' } }, [1, 'a'], '1 must be integer', 'correct the value'],
  ])('%j refuses %j', (schema, value, problem, hint) => {
    const written = inTenant('st-marys', 'x', value);
    const [only, ...others] = problems(schema, written);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ code: 'REL1306', span: written.span });
    expect(only?.summary).toContain(problem);
    expect(only?.hint).toContain(hint);
  });

  it('wait for templates and secrets until they are rendered', () => {
    const schema = { type: 'integer' };
    expect(problems(schema, inSet('x', '{{other}}'), secretIn('a', 'x', 'X'), inSet('y', 'text'))).toEqual([]);
  });

  it.each([[{ type: 'strin' }], [{ typ: 'string' }], [{ type: 'string', pattern: '(' }]])(
    '%j is no schema',
    (schema) => {
      expect(problems(schema, inSet('x', 1))).toMatchObject([{ code: 'REL1307' }]);
    },
  );
});
