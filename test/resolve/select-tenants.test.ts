import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantSelectorPart } from '../../src/config/scope.ts';
import { selects, selectTenants } from '../../src/resolve/select-tenants.ts';
import { at, selector, tenant } from './support.ts';

const tenants = [
  tenant('a', { tags: ['ring/canary', 'hosting/on-site'] }),
  tenant('b', { tags: ['ring/early', 'hosting/on-site'] }),
  tenant('c', { tags: ['ring/early', 'hosting/hosted'] }),
  tenant('d'),
];
const span = at('releases/r.yaml');
const names = (...list: string[]): TenantSelectorPart => ({ kind: 'names', names: list, span });
const tags = (...list: string[]): TenantSelectorPart => ({ kind: 'tags', tags: list, span });

function idsOf(...parts: TenantSelectorPart[]): string {
  return selectTenants(selector(...parts), tenants)
    .tenants.map(({ id }) => id)
    .join('');
}

describe('selectTenants', () => {
  it('chooses all, by name, by tag', () => {
    expect(idsOf({ kind: 'all' })).toBe('abcd');
    expect(idsOf(names('d', 'a'))).toBe('ad');
    expect(idsOf(tags('ring/early'))).toBe('bc');
  });

  it('takes tags of one set as alternatives and asks for every set', () => {
    expect(idsOf(tags('ring/canary', 'ring/early'))).toBe('abc');
    expect(idsOf(tags('ring/canary', 'ring/early', 'hosting/on-site'))).toBe('ab');
  });

  it('joins parts, and leaves out what `not` names', () => {
    expect(idsOf(names('d'), tags('hosting/hosted'))).toBe('cd');
    expect(idsOf({ kind: 'not', not: selector(tags('ring/early')), span })).toBe('ad');
    expect(idsOf({ kind: 'tags', tags: ['hosting/on-site'], not: selector(names('a')), span })).toBe('b');
    expect(idsOf({ kind: 'names', names: ['a', 'b'], not: selector(tags('ring/early')), span }, names('d'))).toBe('ad');
  });

  it('reports a selector that matches nobody, unless it may', () => {
    const nobody = selector(names('zz'));
    expect(selectTenants(nobody, tenants).diagnostics).toMatchObject([{ code: 'REL1308', span: nobody.span }]);
    expect(selectTenants({ ...nobody, allowEmpty: true }, tenants)).toEqual({ tenants: [], diagnostics: [] });
  });

  it('`not` is the complement of the same selector', () => {
    const tag = fc.constantFrom('ring/canary', 'ring/early', 'hosting/on-site', 'hosting/hosted');
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1 }), fc.constantFrom(...tenants), (wanted, one) => {
        const plain = selector(tags(...wanted));
        expect(selects(selector({ kind: 'not', not: plain, span }), one)).toBe(!selects(plain, one));
      }),
    );
  });
});
