import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/config/scope.ts';
import { resolveNamespaces } from '../../src/resolve/namespace.ts';
import { inSet, inTenant, tenant, workspace } from './support.ts';

const pattern = '{{customer}}-{{projectNumber}}-{{environment}}';

function customer(id: string, name: string): ReturnType<typeof tenant> {
  return tenant(id, { variables: [inTenant(id, 'customer', name)] });
}

function namespaces(tenants: readonly ReturnType<typeof tenant>[], shared: readonly Candidate[], namespace = pattern) {
  return resolveNamespaces(workspace({ tenants, shared, namespace }));
}

const number = inSet('projectNumber', '0146');

describe('resolveNamespaces', () => {
  it('makes one name per tenant and environment', () => {
    const { of, diagnostics } = namespaces([customer('a', '{{code}}')], [number, inSet('code', 'xy')]);
    expect(diagnostics).toEqual([]);
    expect(of('a', 'prod')).toBe('xy-0146-prod');
    expect(of('a', 'test')).toBe('xy-0146-test');
    expect(of('a', 'staging')).toBeUndefined();
  });

  it('uses values by scope, and the tenant itself', () => {
    const shared = [
      inSet('customer', 'xx', { tenant: ['a'] }),
      inSet('projectNumber', '9', { environment: ['prod'] }),
      number,
    ];
    const { of } = namespaces([tenant('a')], shared, '{{customer}}-{{projectNumber}}-{{tenant.id}}');
    expect(of('a', 'prod')).toBe('xx-9-a');
    expect(of('a', 'test')).toBe('xx-0146-a');
  });

  it('groups tenants that lack a value', () => {
    const tenants = ['a', 'b', 'c', 'd', 'e'].map((id) => tenant(id));
    const { diagnostics } = namespaces(tenants, [number]);
    expect(diagnostics).toMatchObject([
      { code: 'REL1309', detail: 'This concerns 5 tenants (a, b, c and 2 more) in test and prod.' },
    ]);
    expect(diagnostics[0]?.summary).toContain('customer');
  });

  it('refuses names that a consumer would refuse, once per reason', () => {
    const { of, diagnostics } = namespaces([customer('a', 'XY'), customer('b', 'Z')], [number]);
    expect(diagnostics).toMatchObject([{ code: 'REL1310', span: { file: 'release.config.yaml' } }]);
    expect(diagnostics[0]?.summary).toContain('"XY-0146-test"');
    expect(of('a', 'test')).toBeUndefined();
  });

  it('refuses two tenants with the same name', () => {
    const { diagnostics } = namespaces([customer('a', 'xy'), customer('b', 'xy'), customer('c', 'z')], [number]);
    expect(diagnostics).toMatchObject([
      {
        code: 'REL1311',
        summary: '2 tenants (a and b) have the same namespace "xy-0146-test" and "xy-0146-prod"',
        span: { file: 'tenants/a.yaml' },
        related: [{ span: { file: 'tenants/b.yaml' } }],
      },
    ]);
  });

  it('is nothing without a pattern, and reports one that is no template', () => {
    expect(resolveNamespaces(workspace({ tenants: [customer('a', 'xy')] })).of('a', 'prod')).toBeUndefined();
    expect(namespaces([customer('a', 'xy')], [], '{{customer').diagnostics).toMatchObject([{ code: 'REL1401' }]);
  });

  it('keeps up with a set that names ten thousand tenants', () => {
    const timeFor = (count: number): number => {
      const ids = Array.from({ length: count }, (_, index) => `t${index}`);
      const shared = [number, ...ids.map((id) => inSet('customer', id, { tenant: [id] }))];
      const tenants = ids.map((id) => tenant(id));
      const start = performance.now();
      expect(namespaces(tenants, shared).diagnostics).toEqual([]);
      return performance.now() - start;
    };
    timeFor(500);
    expect(timeFor(10_000)).toBeLessThan(Math.max(timeFor(1000), 5) * 40);
  });
});
