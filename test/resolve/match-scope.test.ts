import { describe, expect, it } from 'vitest';
import { firstMismatch, matchesScope, targetRolesOf } from '../../src/resolve/match-scope.ts';
import { lane } from './support.ts';

const context = {
  ...lane({ tags: ['ring/canary', 'hosting/on-site'] }),
  step: 'database',
  target: 'vm',
  targetRoles: ['r1'],
};

describe('matchesScope', () => {
  it.each([
    ['an empty scope', {}, true],
    ['any value of a dimension', { environment: ['test', 'prod'] }, true],
    ['all dimensions', { environment: ['prod'], tenant: ['st-marys'], channel: ['default'], project: ['etl'] }, true],
    ['one dimension that fails', { environment: ['prod'], tenant: ['royal-north'] }, false],
    ['a tag of several', { tag: ['ring/early', 'ring/canary'] }, true],
    ['a tag the tenant lacks', { tag: ['ring/early'] }, false],
    ['step and target', { step: ['database'], target: ['vm'] }, true],
    ['an excluded environment', { not: { environment: ['prod'] } }, false],
    ['an exclusion of something else', { not: { environment: ['test'] } }, true],
    ['an exclusion that needs all its dimensions', { not: { environment: ['prod'], tenant: ['royal-north'] } }, true],
    ['an exclusion of an exclusion', { not: { environment: ['prod'], not: { tenant: ['st-marys'] } } }, true],
    ['an empty exclusion', { not: {} }, true],
    ['a dimension left empty', { tenant: [] }, false],
  ])('%s', (_, scope, expected) => {
    expect(matchesScope(scope, context)).toBe(expected);
    expect(firstMismatch(scope, context) === undefined).toBe(expected);
  });

  it('a value for role r2 does not apply to a step that targets r1 on a machine with r1 and r2', () => {
    const targetRoles = targetRolesOf(['r1'], ['r1', 'r2']);
    expect(targetRoles).toEqual(['r1']);
    expect(matchesScope({ role: ['r2'] }, { ...context, targetRoles })).toBe(false);
    expect(matchesScope({ role: ['r1', 'r2'] }, { ...context, targetRoles })).toBe(true);
  });

  it('scopes of step, target and role never match outside a step', () => {
    for (const dimension of ['step', 'target', 'role'])
      expect(matchesScope({ [dimension]: ['a'] }, lane())).toBe(false);
    expect(matchesScope({ not: { step: ['database'] } }, lane())).toBe(true);
  });

  it('finds names in long lists', () => {
    const tenants = Array.from({ length: 100 }, (_, index) => `tenant-${index}`);
    expect(matchesScope({ tenant: tenants }, lane({ tenant: 'tenant-99' }))).toBe(true);
    expect(matchesScope({ tenant: tenants }, lane({ tenant: 'tenant-100' }))).toBe(false);
  });

  it('a tenant scope never matches an untenanted deployment', () => {
    const { tenant: _, ...untenanted } = lane();
    expect(firstMismatch({ tenant: ['st-marys'] }, untenanted)).toBe('tenant');
  });
});
