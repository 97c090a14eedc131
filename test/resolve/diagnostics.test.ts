import { describe, expect, it } from 'vitest';
import { nameClashes } from '../../src/resolve/name-clashes.ts';
import { nameSome } from '../../src/resolve/name-some.ts';
import { resolveLane } from '../../src/resolve/resolve-variables.ts';
import { tieDiagnostics } from '../../src/resolve/tie-diagnostics.ts';
import { buildVariableIndex } from '../../src/resolve/variable-index.ts';
import * as make from './support.ts';

describe('ties', () => {
  it('are one error per pair of places, with how many tenants it concerns', () => {
    const shared = [make.inSet('x', 1), make.inSet('x', 2), make.inSet('y', 1), make.inSet('y', 2)];
    const index = buildVariableIndex(make.workspace({ shared }), make.project());
    const findings = Array.from({ length: 942 }, (_, number) => make.lane({ tenant: `t${number}` })).flatMap(
      (context) => resolveLane(index, context, make.sources()).ties.map((tie) => ({ tie, context })),
    );
    const diagnostics = tieDiagnostics(findings);
    expect(diagnostics).toHaveLength(2);
    expect(diagnostics[0]).toMatchObject({
      code: 'REL1301',
      summary: 'Two values of "x" are equally specific for 942 tenants (t0, t1, t2 and 939 more) in prod',
      span: shared[1]?.span,
      related: [{ message: 'the other value, in variable set shared', span: shared[0]?.span }],
    });
  });
});

describe('names that are a value and a map', () => {
  const index = (...shared: ReturnType<typeof make.inSet>[]) =>
    buildVariableIndex(make.workspace({ shared }), make.project());

  it('are errors among shared values, between shared and own, and inside one tenant', () => {
    expect(nameClashes(index(make.inSet('pas', 'x'), make.inSet('pas.server', 'y')), [])).toHaveLength(1);
    const own = [make.inTenant('a', 'pas.server', 'y')];
    expect(nameClashes(index(make.inSet('pas', 'x')), [own])).toMatchObject([
      { code: 'REL1302', related: [{ span: own[0]?.span }] },
    ]);
    expect(nameClashes(index(make.inSet('pas.server.port', 1)), [[make.inTenant('a', 'pas', 'y')]])).toHaveLength(1);
    expect(nameClashes(index(), [[make.inTenant('a', 'a.b', 1), make.inTenant('a', 'a.b.c', 1)]])).toHaveLength(1);
  });

  it('are no errors where no deployment sees both', () => {
    const lists = [[make.inTenant('a', 'pas', 'x')], [make.inTenant('b', 'pas.server', 'y')]];
    expect(nameClashes(index(make.inSet('pass', 1)), lists)).toEqual([]);
  });

  it('are reported once for one pair of shared places', () => {
    const clashing = index(make.inSet('pas', 'x'), make.inSet('pas.server', 'y'));
    expect(nameClashes(clashing, [[make.inTenant('a', 'q', 1)], [make.inTenant('b', 'q', 1)]])).toHaveLength(1);
  });
});

describe('nameSome', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('%j', (names, expected) => {
    expect(nameSome(names)).toBe(expected);
  });
});
