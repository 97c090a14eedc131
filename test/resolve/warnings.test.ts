import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/config/scope.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import { variableWarnings } from '../../src/resolve/warnings.ts';
import { type Given, inProject, inSet, inTenant, project, step, tenant, workspace } from './support.ts';

function warningsOf(given: Given) {
  const all = workspace(given);
  const projects = [...all.projects.values()].map((one) => ({ project: one, index: buildVariableIndex(all, one) }));
  return variableWarnings(all, projects);
}

function deadPlaces(given: Given) {
  return warningsOf(given)
    .filter(({ code }) => code === 'REL1303')
    .map(({ span }) => span);
}

const target = { id: 'vm', type: 'local', roles: ['client'], settings: {}, shared: false, span: inSet('x', 1).span };

describe('values that can never win', () => {
  it('is silent when everything wins somewhere', () => {
    const shared = [inSet('a', 1), inSet('a', 2, { environment: ['prod'] }), inSet('b', 1)];
    const tenants = [tenant('s', { variables: [inTenant('s', 'b', 2)] }), tenant('t')];
    expect(warningsOf({ shared, tenants })).toEqual([]);
  });

  it('finds a default that every tenant overrides', () => {
    const unused = inProject('a', 1);
    const tenants = ['s', 't'].map((id) => tenant(id, { variables: [inTenant(id, 'a', 2)] }));
    expect(deadPlaces({ project: project({ variables: [unused] }), tenants })).toEqual([unused.span]);
  });

  it('knows that a tenant overriding one environment leaves the others', () => {
    const tenants = [tenant('s', { variables: [inTenant('s', 'a', 2, { environment: ['prod'] })] })];
    expect(warningsOf({ shared: [inSet('a', 1)], tenants })).toEqual([]);
  });

  it('finds a scope that matches nobody, and says so', () => {
    const elsewhere = inTenant('s', 'a', 1, { environment: ['staging'] });
    const impossible = inSet('b', 1, { tenant: ['s'], tag: ['ring/canary'] });
    const given = { shared: [impossible], tenants: [tenant('s', { variables: [elsewhere] })] };
    expect(deadPlaces(given)).toEqual([impossible.span, elsewhere.span]);
    expect(warningsOf(given)[0]?.detail).toContain('matches no deployment');
  });

  it('looks into steps and targets', () => {
    const used = inSet('a', 1, { role: ['client'] });
    const wrongRole = inSet('a', 2, { role: ['web'] });
    const given = {
      shared: [used, wrongRole],
      project: project({ steps: [step('copy', ['client'])] }),
      tenants: [tenant('s', { targets: [{ ...target, roles: ['client', 'web'] }] })],
    };
    expect(deadPlaces(given)).toEqual([wrongRole.span]);
  });

  it('lets untenanted projects use shared values, and says nothing about tenants without environments', () => {
    const shared = [inSet('a', 1)];
    expect(warningsOf({ shared, project: project({ tenancy: 'untenanted' }) })).toEqual([]);
    const idle = tenant('s', { environments: [], variables: [inTenant('s', 'a', 1)] });
    expect(warningsOf({ shared, tenants: [idle, tenant('t')] })).toEqual([]);
  });
});

describe("tenants' own values that a shared value hides", () => {
  it('are one warning per shared value, with the tenants', () => {
    const strong = inSet('a', 1, { tenant: ['s', 't'], environment: ['prod'] });
    const own: Candidate[] = [inTenant('s', 'a', 2), inTenant('t', 'a', 3)];
    const tenants = ['s', 't'].map((id, place) => tenant(id, { variables: own.slice(place, place + 1) }));
    expect(warningsOf({ shared: [strong], tenants })).toMatchObject([
      {
        code: 'REL1304',
        severity: 'warning',
        summary: 'The tenant\'s own value of "a" is hidden by a shared value for 2 tenants (s and t) in prod',
        span: own[0]?.span,
        related: [{ span: strong.span }],
      },
    ]);
  });

  it('also where a role value hides them in some steps only', () => {
    const shared = [inSet('a', 1, { role: ['client'] })];
    const tenants = [tenant('s', { targets: [target], variables: [inTenant('s', 'a', 2)] })];
    const withStep = project({ steps: [step('copy', ['client'])] });
    expect(warningsOf({ shared, tenants, project: withStep }).map(({ code }) => code)).toEqual(['REL1304']);
    expect(warningsOf({ shared, tenants }).map(({ code }) => code)).toEqual(['REL1303']);
  });
});

describe('a large workspace', () => {
  it('costs time in proportion to the tenants, also when every shared value is dead', () => {
    const timeFor = (count: number): number => {
      const names = Array.from({ length: 20 }, (_, index) => `v${index}`);
      const ids = Array.from({ length: count }, (_, index) => `t${index}`);
      const shared = names.flatMap((name) => [inSet(name, 0), inSet(name, 1, { tag: ['ring/never'] })]);
      const named = ids.map((id) => inSet('by-tenant', id, { tenant: [id] }));
      const tenants = ids.map((id) => tenant(id, { variables: names.map((name) => inTenant(id, name, id)) }));
      const start = performance.now();
      expect(warningsOf({ shared: [...shared, ...named], tenants })).toHaveLength(names.length * 2);
      return performance.now() - start;
    };
    timeFor(200);
    expect(timeFor(4000)).toBeLessThan(Math.max(timeFor(400), 5) * 40);
  });
});
