import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope, ScopeDimension } from '../../src/config/scope.ts';
import { scopeDimensions } from '../../src/config/scope.ts';
import { compareCandidates, decisionBetween, rankOf } from '../../src/resolve/compare-candidates.ts';
import { inChain, inProject, inRelease, inSet, inTenant, onCommandLine } from './support.ts';

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
const plainScope: fc.Arbitrary<Scope> = fc.record(
  Object.fromEntries(scopeDimensions.map((dimension) => [dimension, names])),
  { requiredKeys: [] },
);
const anyScope: fc.Arbitrary<Scope> = fc
  .tuple(plainScope, fc.option(plainScope))
  .map(([scope, not]) => (not === null ? scope : { ...scope, not }));
const anyCandidate = fc.oneof(
  anyScope.map((scope) => inSet('x', 1, scope)),
  anyScope.map((scope) => inProject('x', 1, scope)),
  anyScope.map((scope) => inTenant('t', 'x', 1, scope)),
  anyScope.map((scope) => inRelease('x', 1, scope)),
  fc.constantFrom(inChain('x', 1), onCommandLine('x', 1)),
);

describe('the precedence of candidates', () => {
  const adjacent = scopeDimensions.slice(1).map((weaker, index) => [scopeDimensions[index] ?? 'step', weaker] as const);

  it.each(adjacent)('a value scoped to %s beats one scoped to %s', (stronger, weaker) => {
    expect(compareCandidates(inSet('x', 1, { [stronger]: ['a'] }), inSet('x', 2, { [weaker]: ['a'] }))).toBeGreaterThan(
      0,
    );
  });

  it.each(scopeDimensions)('a value scoped to %s beats all weaker dimensions together', (dimension) => {
    const weaker = scopeDimensions.slice(scopeDimensions.indexOf(dimension) + 1);
    const all: Scope = Object.fromEntries(weaker.map((name) => [name, ['a']]));
    expect(compareCandidates(inSet('x', 1, { [dimension]: ['a'] }), inSet('x', 2, all))).toBeGreaterThan(0);
  });

  it('a tenant beats tag + environment, and a role shared by all beats tenant + environment', () => {
    const own = inSet('x', 1, { tenant: ['a'] });
    expect(
      compareCandidates(own, inSet('x', 2, { tag: ['r/a'], environment: ['prod'], channel: ['c'] })),
    ).toBeGreaterThan(0);
    const exact = inTenant('a', 'x', 1, { environment: ['prod'] });
    expect(compareCandidates(inSet('x', 2, { role: ['web'] }), exact)).toBeGreaterThan(0);
  });

  it('does not count the values of a dimension', () => {
    const one = inSet('x', 1, { environment: ['prod'] });
    expect(compareCandidates(one, inSet('x', 2, { environment: ['prod', 'test'] }))).toBe(0);
  });

  it('orders the places above all scopes: release, override, chain, command line', () => {
    const everything: Scope = Object.fromEntries(scopeDimensions.map((name) => [name, ['a']]));
    const ranks = [
      rankOf(everything, 'input-default'),
      rankOf({}, 'scoped'),
      rankOf(everything, 'scoped'),
      rankOf({}, 'release'),
      rankOf(everything, 'release'),
      rankOf({}, 'override'),
      rankOf({}, 'chain'),
      rankOf({}, 'command-line'),
    ];
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it('prefers, among equals, the value that excludes something; but no `not` beats a scoped dimension', () => {
    const notProd = inSet('x', 1, { not: { environment: ['prod'] } });
    expect(compareCandidates(notProd, inSet('x', 2))).toBeGreaterThan(0);
    expect(
      compareCandidates(inSet('x', 2, { project: ['etl'] }), inSet('x', 1, { not: { step: ['a'] } })),
    ).toBeGreaterThan(0);
  });

  it('is a total preorder', () => {
    fc.assert(
      fc.property(anyCandidate, anyCandidate, anyCandidate, (a, b, c) => {
        expect(Math.sign(compareCandidates(a, b)) + Math.sign(compareCandidates(b, a))).toBe(0);
        expect(compareCandidates(a, a)).toBe(0);
        if (compareCandidates(a, b) >= 0 && compareCandidates(b, c) >= 0) {
          expect(compareCandidates(a, c)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is decided by the first dimension in which two scopes differ, never by a sum', () => {
    fc.assert(
      fc.property(plainScope, plainScope, (a, b) => {
        const first = scopeDimensions.find(
          (dimension) => (a[dimension] === undefined) !== (b[dimension] === undefined),
        );
        const difference = Math.sign(compareCandidates(inSet('x', 1, a), inSet('x', 2, b)));
        expect(difference).toBe(first === undefined ? 0 : winnerOn(first, a));
        const decision = decisionBetween(rankOf(a, 'scoped'), rankOf(b, 'scoped'));
        expect(decision).toEqual(first === undefined ? { by: 'nothing' } : { by: 'scope', dimension: first });
      }),
    );
  });
});

function winnerOn(dimension: ScopeDimension, a: Scope): number {
  return a[dimension] === undefined ? -1 : 1;
}
