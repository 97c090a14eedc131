import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/config/scope.ts';
import { describeLoss, explainVariable } from '../../src/resolve/explain.ts';
import type { LaneSources } from '../../src/resolve/lane-sources.ts';
import type { NodeContext } from '../../src/resolve/match-scope.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import * as make from './support.ts';

function explain(shared: readonly Candidate[], own: Partial<LaneSources> = {}, place: Partial<NodeContext> = {}) {
  const index = buildVariableIndex(make.workspace({ shared }), make.project());
  const { winner, losers } = explainVariable(index, { ...make.lane(), ...place }, make.sources(own), 'x');
  return { winner, reasons: losers.map(({ candidate, reason }) => [candidate, describeLoss(reason)]) };
}

describe('explainVariable', () => {
  it('names the winner and why each other lost', () => {
    const everyone = make.inSet('x', 1);
    const prod = make.inSet('x', 2, { environment: ['prod'] });
    const test = make.inSet('x', 3, { environment: ['test'] });
    const others = make.inSet('x', 4, { not: { tenant: ['st-marys'] } });
    const nobody = make.inTenant('st-marys', 'x', 5, { role: [] });
    const own = make.inTenant('st-marys', 'x', 6);
    const { winner, reasons } = explain([everyone, prod, test, others, nobody], { tenant: [own] });
    expect(winner).toBe(own);
    expect(reasons).toEqual([
      [prod, 'outranked: the winner is scoped to tenant, this is not'],
      [everyone, 'outranked: the winner is scoped to tenant, this is not'],
      [test, 'scope does not match on environment: only test'],
      [others, 'excluded by its own `not`'],
      [nobody, 'scope does not match on role: it matches nobody'],
    ]);
  });

  it('tells what hides everything scoped', () => {
    const own = make.inTenant('st-marys', 'x', 1);
    const given = make.inRelease('x', 2);
    expect(explain([], { tenant: [own], release: [given] }).reasons).toEqual([
      [own, 'hidden by the value given in release 2024-06'],
    ]);
    expect(explain([], { release: [given], commandLine: [make.onCommandLine('x', 3)] }).reasons).toEqual([
      [given, 'hidden by the value given on the command line'],
    ]);
  });

  it('shows equals, and what an exclusion decides', () => {
    const first = make.inSet('x', 1);
    const second = make.inSet('x', 2);
    expect(explain([first, second]).reasons).toEqual([[second, 'equally specific: an error']]);
    const exclusive = make.inSet('x', 3, { not: { environment: ['test'] } });
    const { winner, reasons } = explain([first, exclusive]);
    expect(winner).toBe(exclusive);
    expect(reasons).toEqual([[first, 'outranked: the winner excludes by environment, this does not']]);
  });

  it('explains a step on a target', () => {
    const shared = [make.inSet('x', 1, { step: ['copy'] }), make.inSet('x', 2, { role: ['web'] })];
    expect(explain(shared).winner).toBeUndefined();
    const { winner, reasons } = explain(shared, {}, { step: 'copy', target: 'vm', targetRoles: ['web'] });
    expect(winner).toBe(shared[0]);
    expect(reasons).toEqual([[shared[1], 'outranked: the winner is scoped to step, this is not']]);
  });
});
