import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate, Scope } from '../../src/config/scope.ts';
import { type Contest, compete, type Resolved } from '../../src/resolve/contest.ts';
import type { LaneSources } from '../../src/resolve/lane-sources.ts';
import { type LaneContext, matchesScope } from '../../src/resolve/match-scope.ts';
import { rankCandidate } from '../../src/resolve/ranked.ts';
import { resolveLane } from '../../src/resolve/resolve-variables.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import * as make from './support.ts';

/** The winners as language.md has them: every value that matches competes, one after the other. */
function everyValueCompetes(shared: readonly Candidate[], context: LaneContext, sources: LaneSources) {
  const base = new Map<string, Resolved>();
  const own = new Map<string, Resolved>();
  const dependsOnLane = ({ tenant, tag, not }: Scope): boolean =>
    tag !== undefined || tenant !== undefined || not?.tenant !== undefined || not?.tag !== undefined;
  const offer = (contest: Contest, one: ReturnType<typeof rankCandidate>): void => {
    if (matchesScope(one.candidate.scope, context)) compete(contest, one);
  };
  const general = shared.filter(({ scope }) => !dependsOnLane(scope));
  for (const one of general) offer({ own: base, fallback: new Map() }, rankCandidate(one));
  const special = shared.filter(({ scope }) => dependsOnLane(scope));
  const ordered = [
    ...special.filter(({ scope }) => scope.tenant === undefined),
    ...special.filter(({ scope }) => scope.tenant !== undefined),
  ];
  for (const one of [...ordered, ...sources.tenant]) offer({ own, fallback: base }, rankCandidate(one));
  for (const layer of ['release', 'override', 'chain', 'commandLine'] as const) {
    const name = layer === 'commandLine' ? 'command-line' : layer;
    for (const one of sources[layer]) offer({ own, fallback: base }, rankCandidate(one, name));
  }
  return [...own.values(), ...[...base].flatMap(([name, one]) => (own.has(name) ? [] : [one]))];
}

const names = fc.constantFrom('a', 'b', 'c', 'd.e', 'd.f', 'g', 'h', 'i');
const values = fc.constantFrom('text', '{{a}}', 'x{{d.e}}');
const places: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
  {},
  {},
  {},
  { environment: ['prod'] },
  { environment: ['test'] },
  { tag: ['ring/canary'] },
  { not: { environment: ['test'] } },
  { not: {} },
  { step: ['s'] },
);
const tenants = fc.constantFrom<Scope>(
  {},
  {},
  { tenant: ['st-marys'] },
  { tenant: ['other'] },
  { not: { tag: ['x/y'] } },
);

const lists = fc.record({
  shared: fc.array(fc.tuple(names, values, places, tenants), { maxLength: 6 }),
  tenant: fc.array(fc.tuple(names, values, places), { maxLength: 12 }),
  release: fc.array(fc.tuple(names, values, places), { maxLength: 2 }),
  chain: fc.array(fc.tuple(names, values), { maxLength: 2 }),
});

it('gives the winners, their order and their equals as if every value had competed', () => {
  fc.assert(
    fc.property(lists, fc.constantFrom('prod', 'test'), (drawn, environment) => {
      const shared = drawn.shared.map(([name, value, scope, who]) => make.inSet(name, value, { ...scope, ...who }));
      const sources = make.sources({
        tenant: drawn.tenant.map(([name, value, scope]) => make.inTenant('st-marys', name, value, scope)),
        release: drawn.release.map(([name, value, scope]) => make.inRelease(name, value, scope)),
        chain: drawn.chain.map(([name, value]) => make.inChain(name, value)),
      });
      const index = buildVariableIndex(make.workspace({ shared }), make.project());
      const context = make.lane({ environment });
      const lane = resolveLane(index, context, sources);
      const expected = everyValueCompetes(shared, context, sources);
      const shown = ({ candidate, tied }: Resolved) => ({ candidate, tied });
      expect(lane.winners().map(shown)).toEqual(expected.map(shown));
      expect(lane.unfixed().map(shown)).toEqual(expected.filter(({ fixed }) => fixed === undefined).map(shown));
      for (const one of expected) expect(lane.get(one.candidate.name)?.candidate).toBe(one.candidate);
      expect(lane.ties).toHaveLength(expected.filter(({ tied }) => tied !== undefined).length);
    }),
    { numRuns: 500 },
  );
});
