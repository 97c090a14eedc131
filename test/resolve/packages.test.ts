import { describe, expect, it } from 'vitest';
import type { PackageRule } from '../../src/config/model.ts';
import { matchesPattern } from '../../src/resolve/package-pattern.ts';
import { choosePackage, type PackageSources } from '../../src/resolve/packages.ts';
import { resolvePackage } from '../../src/resolve/resolve-package.ts';
import { unusedPackageRules } from '../../src/resolve/unused-package-rules.ts';
import { parseVersion } from '../../src/versions/version.ts';
import { at } from './support.ts';

let offset = 0;
function rule(pattern: string, range: string): PackageRule {
  offset += 1;
  return { pattern, range, span: at('releases/r.yaml', offset) };
}

function choose(sources: Partial<PackageSources>, stepVersion?: string) {
  const none = { override: [], tenant: [], release: [], channel: [] };
  const written = stepVersion === undefined ? undefined : { text: stepVersion, span: at('projects/etl.yaml') };
  return choosePackage({ ...none, ...sources }, 'Local.North', written);
}

describe('choosePackage', () => {
  const override = [rule('Local.North', 'override')];
  const tenant = [rule('Local.North', 'tenant')];
  const pattern = rule('Local.*', 'pattern');
  const exact = rule('Local.North', 'exact');
  const channel = [rule('*', 'channel')];

  it('goes from the most specific place to the least', () => {
    const all = { override, tenant, release: [pattern, exact], channel };
    expect(choose(all, 'step')).toMatchObject({ choice: { range: 'override', level: 'override' } });
    expect(choose({ ...all, override: [] }, 'step')).toMatchObject({ choice: { range: 'tenant' } });
    expect(choose({ release: [pattern, exact], channel }, 'step')).toMatchObject({ choice: { level: 'release-id' } });
    expect(choose({ release: [pattern], channel }, 'step')).toMatchObject({ choice: { level: 'release-pattern' } });
    expect(choose({ channel }, 'step')).toMatchObject({ choice: { range: 'step' } });
    expect(choose({ channel })).toMatchObject({ choice: { range: 'channel', span: channel[0]?.span } });
    expect(choose({})).toEqual({
      kind: 'chosen',
      choice: { id: 'Local.North', range: '*', level: 'none', losers: [] },
    });
  });

  it('tells the losers, strongest first', () => {
    const result = choose({ tenant, release: [pattern, exact], channel });
    expect(result.kind === 'chosen' && result.choice.losers.map(({ range }) => range)).toEqual([
      'exact',
      'pattern',
      'channel',
    ]);
  });

  it('prefers the pattern that says more, and refuses two that say as much', () => {
    const release = [rule('*', 'any'), rule('Local.*', 'local'), rule('*.N*', 'north')];
    expect(choose({ release })).toMatchObject({ choice: { range: 'local' } });
    const equal = [rule('Local.*', '1'), rule('*.North', '2')];
    expect(choose({ release: equal })).toMatchObject({
      kind: 'tied',
      diagnostic: { code: 'REL1541', span: equal[1]?.span, related: [{ span: equal[0]?.span }] },
    });
    expect(choose({ release: [...equal, exact] })).toMatchObject({ choice: { range: 'exact' } });
  });

  it('takes a pattern literally except for its stars', () => {
    expect(matchesPattern('Local.*', 'Local.')).toBe(true);
    expect(matchesPattern('Local.*', 'LocalXNorth')).toBe(false);
    expect(matchesPattern('a+(b)*', 'a+(b)c')).toBe(true);
    expect(matchesPattern('Local', 'Local.North')).toBe(false);
  });
});

describe('resolvePackage', () => {
  const listed = ['1.0.0', '1.2.0', '2.0.0-rc.1', '1.10.0'].flatMap((text) => {
    const version = parseVersion(text);
    return version.ok ? [version.value] : [];
  });
  const wanting = (range: string) =>
    resolvePackage({ id: 'A', range, level: 'release-id', span: at('releases/r.yaml', 7), losers: [] }, listed);

  it('picks the newest that fits', () => {
    expect(wanting('>=1.0 <2')).toMatchObject({ kind: 'resolved', version: { text: '1.10.0' } });
    expect(wanting('1.2.0')).toMatchObject({ version: { text: '1.2.0' } });
    expect(wanting('*')).toMatchObject({ version: { text: '1.10.0' } });
  });

  it('says what is there when nothing fits', () => {
    expect(wanting('>=3')).toMatchObject({
      kind: 'unresolved',
      diagnostic: { code: 'REL1503', hint: 'the feed has 2.0.0-rc.1, 1.10.0, 1.2.0 and 1 more', span: { offset: 7 } },
    });
    expect(wanting('latest please')).toMatchObject({ diagnostic: { code: 'REL1502' } });
    const none = resolvePackage({ id: 'A', range: '*', level: 'none', losers: [] }, []);
    expect(none).toMatchObject({ diagnostic: { code: 'REL1504' } });
  });
});

describe('unusedPackageRules', () => {
  it('warns of rules for packages that no step uses', () => {
    const rules = [rule('Local.*', '1'), rule('Etl.Transfroms', '1'), rule('Web', '1')];
    const similar = (name: string) => (name === 'Etl.Transfroms' ? 'Etl.Transforms' : undefined);
    expect(unusedPackageRules(rules, new Set(['Local.North', 'Etl.Transforms']), similar)).toMatchObject([
      { code: 'REL1542', severity: 'warning', hint: 'did you mean "Etl.Transforms"?', span: rules[1]?.span },
      { hint: 'remove the rule or correct the id' },
    ]);
  });
});
