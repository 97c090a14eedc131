import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, Scope } from '../../src/config/scope.ts';
import { compareCandidates } from '../../src/resolve/compare-candidates.ts';
import type { LaneSources } from '../../src/resolve/lane-sources.ts';
import { type LaneContext, matchesScope, type NodeContext } from '../../src/resolve/match-scope.ts';
import { type NodePlace, nodeResolver, resolveForNode } from '../../src/resolve/resolve-node.ts';
import { resolveLane } from '../../src/resolve/resolve-variables.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import * as make from './support.ts';

function plainValue(found: { readonly candidate: Candidate } | undefined): unknown {
  return found?.candidate.value.kind === 'value' ? found.candidate.value.value : undefined;
}

function resolve(shared: readonly Candidate[], own: Partial<LaneSources> = {}, context: Partial<LaneContext> = {}) {
  const index = buildVariableIndex(make.workspace({ shared }), make.project());
  const lane = resolveLane(index, make.lane(context), make.sources(own));
  const ofAnyStep = nodeResolver(index, lane);
  const node = (place: NodePlace) => {
    const variables = resolveForNode(index, lane, place);
    expect(ofAnyStep(place)).toEqual(variables);
    expect(ofAnyStep(place)).toEqual(variables);
    return variables;
  };
  return { lane, node, value: (name: string) => plainValue(lane.get(name)) };
}

describe('resolveLane', () => {
  it('keeps the winner with the place where it is written', () => {
    const own = make.inTenant('st-marys', 'server', 'pas01');
    const { lane, value } = resolve([make.inSet('server', 'shared')], { tenant: [own] });
    expect(value('server')).toBe('pas01');
    expect(lane.get('server')?.candidate).toBe(own);
    expect(lane.get('nothing')).toBeUndefined();
  });

  it('takes the value of the environment', () => {
    const shared = [make.inSet('size', 500), make.inSet('size', 50, { environment: ['test'] })];
    expect(resolve(shared).value('size')).toBe(500);
    expect(resolve(shared, {}, { environment: 'test' }).value('size')).toBe(50);
  });

  it('ranks command line above chain above override above release above everything scoped', () => {
    const tenant = [make.inTenant('st-marys', 'x', 'tenant')];
    const release = [make.inRelease('x', 'release')];
    const override = [make.inRelease('x', 'override')];
    const chain = [make.inChain('x', 'chain')];
    const commandLine = [make.onCommandLine('x', 'command line')];
    const all = { tenant, release, override, chain, commandLine };
    expect(resolve([], { tenant }).value('x')).toBe('tenant');
    expect(resolve([], { tenant, release }).value('x')).toBe('release');
    expect(resolve([], { tenant, release, override }).value('x')).toBe('override');
    expect(resolve([], { tenant, release, override, chain }).value('x')).toBe('chain');
    expect(resolve([], all).value('x')).toBe('command line');
  });

  it('uses an input default only where there is nothing else', () => {
    const project = make.project({ inputs: [make.input('retries', { default: 3 })] });
    const index = buildVariableIndex(make.workspace({ shared: [] }), project);
    expect(plainValue(resolveLane(index, make.lane(), make.sources()).get('retries'))).toBe(3);
    const given = buildVariableIndex(make.workspace({ shared: [make.inSet('retries', 9)] }), project);
    expect(plainValue(resolveLane(given, make.lane(), make.sources()).get('retries'))).toBe(9);
  });

  it('leaves out what is scoped to another project', () => {
    expect(resolve([make.inSet('x', 1, { project: ['web'] })]).lane.names()).toEqual([]);
  });

  it('names every variable once', () => {
    const { lane } = resolve([make.inSet('a', 1), make.inSet('b', 1)], {
      tenant: [make.inTenant('st-marys', 'b', 2), make.inTenant('st-marys', 'c', 3)],
    });
    expect(lane.names()).toEqual(['b', 'c', 'a']);
  });

  it('finds two equals, also where the values are the same', () => {
    const shared = [make.inSet('x', 1, { tag: ['ring/a'] }), make.inSet('x', 1, { tag: ['hosting/b'] })];
    const { lane } = resolve(shared, {}, { tags: ['ring/a', 'hosting/b'] });
    expect(lane.ties).toEqual([{ name: 'x', first: shared[0], second: shared[1] }]);
    expect(resolve(shared, {}, { tags: ['ring/a'] }).lane.ties).toEqual([]);
  });

  it('does not mind equals that something stronger beats', () => {
    const shared = [make.inSet('x', 1), make.inSet('x', 2)];
    expect(resolve(shared).lane.ties).toHaveLength(1);
    expect(resolve(shared, { tenant: [make.inTenant('st-marys', 'x', 3)] }).lane.ties).toEqual([]);
  });

  it('marks secrets', () => {
    const { lane } = resolve([], { tenant: [make.secretIn('st-marys', 'password', 'PW')] });
    expect(lane.get('password')?.secret).toBe(true);
  });
});

describe('resolveForNode', () => {
  it('says only what differs from the lane', () => {
    const { node, value } = resolve([
      make.inSet('x', 'all'),
      make.inSet('x', 'database', { step: ['database'] }),
      make.inSet('y', 'all'),
    ]);
    expect(value('x')).toBe('all');
    expect([...node({ step: 'stop' }).changes]).toEqual([]);
    expect([...node({ step: 'database' }).changes].map(([name, found]) => [name, plainValue(found)])).toEqual([
      ['x', 'database'],
    ]);
  });

  it('a role value beats the tenant, but nothing scoped beats the release', () => {
    const shared = [make.inSet('x', 'role', { role: ['web'] })];
    const tenant = [make.inTenant('st-marys', 'x', 'tenant', { environment: ['prod'] })];
    const place = { step: 's', target: 't', targetRoles: ['web'] };
    expect(plainValue(resolve(shared, { tenant }).node(place).changes.get('x'))).toBe('role');
    expect(resolve(shared, { tenant, release: [make.inRelease('x', 'release')] }).node(place).changes.size).toBe(0);
  });

  it('gives a tenant its own value for one target', () => {
    const tenant = [make.inTenant('st-marys', 'path', '/vm', { target: ['vm'] })];
    const { node, value } = resolve([], { tenant });
    expect(value('path')).toBeUndefined();
    expect(plainValue(node({ target: 'vm' }).changes.get('path'))).toBe('/vm');
  });

  it('falls back where the lane value excludes the step, or to nothing', () => {
    const excluding = make.inSet('x', 'elsewhere', { not: { step: ['database'] } });
    const place = { step: 'database' };
    expect(
      plainValue(
        resolve([make.inSet('x', 'all'), excluding])
          .node(place)
          .changes.get('x'),
      ),
    ).toBe('all');
    const alone = resolve([excluding]).node(place);
    expect(alone.changes.has('x')).toBe(true);
    expect(alone.changes.get('x')).toBeUndefined();
  });

  it('finds equals of a step', () => {
    const shared = [make.inSet('x', 1, { step: ['a'] }), make.inSet('x', 2, { step: ['a', 'b'] })];
    expect(resolve(shared).node({ step: 'a' }).ties).toHaveLength(1);
    expect(resolve(shared).node({ step: 'b' }).ties).toEqual([]);
  });
});

const few = (...names: string[]) => fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });
const dimensions = {
  step: few('s1', 's2'),
  target: few('t1', 't2'),
  role: few('r1', 'r2'),
  tenant: few('st-marys', 'other'),
  tag: few('ring/a', 'ring/b'),
  environment: few('test', 'prod'),
};
const scope: fc.Arbitrary<Scope> = fc
  .tuple(
    fc.record(dimensions, { requiredKeys: [] }),
    fc.option(fc.record(dimensions, { requiredKeys: [] }), { freq: 2 }),
  )
  .map(([plain, not]) => (not === null ? plain : { ...plain, not }));
const name = fc.constantFrom('x', 'y');
const shared = fc.array(
  fc.tuple(name, scope).map(([of, where]) => make.inSet(of, 0, where)),
  { maxLength: 8 },
);
const own = fc.array(
  fc.tuple(name, scope).map(([of, where]) => make.inTenant('st-marys', of, 0, where)),
  { maxLength: 4 },
);
const release = fc.array(
  fc.tuple(name, scope).map(([of, where]) => make.inRelease(of, 0, where)),
  { maxLength: 2 },
);
const contexts = fc.record({
  tags: fc.subarray(['ring/a', 'ring/b']),
  environment: fc.constantFrom('test', 'prod'),
});
const places = fc.record({
  step: fc.constantFrom('s1', 's2'),
  target: fc.constantFrom('t1', 't2'),
  targetRoles: fc.subarray(['r1', 'r2']),
});

describe('the index', () => {
  it('finds the same winners as comparing every candidate with every other', () => {
    fc.assert(
      fc.property(shared, own, release, contexts, places, places, (inSets, tenant, ofRelease, where, before, place) => {
        const { lane, node } = resolve(inSets, { tenant, release: ofRelease }, where);
        const all = [...inSets, ...tenant, ...ofRelease];
        node(before);
        const { changes } = node(place);
        for (const wanted of ['x', 'y']) {
          expect(bestOf(all, lane.context, wanted)).toContain(lane.get(wanted)?.candidate);
          const atNode = changes.has(wanted) ? changes.get(wanted) : lane.get(wanted);
          expect(bestOf(all, { ...lane.context, ...place }, wanted)).toContain(atNode?.candidate);
          const ties = lane.ties.filter((tie) => tie.name === wanted);
          expect(ties).toHaveLength(bestOf(all, lane.context, wanted).length > 1 ? 1 : 0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function bestOf(all: readonly Candidate[], context: NodeContext, wanted: string): readonly (Candidate | undefined)[] {
  const matching = all.filter((one) => one.name === wanted && matchesScope(one.scope, context));
  const best = matching.filter((one) => matching.every((other) => compareCandidates(one, other) >= 0));
  return best.length === 0 ? [undefined] : best;
}
