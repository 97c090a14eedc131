import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { parseNuGetRange, parseRange } from '../../src/versions/parse-range.ts';
import { pickBest, satisfies } from '../../src/versions/range.ts';
import { range, read, version } from './read.ts';

/** Range, versions inside, versions outside. */
type Row = readonly [string, string, string];

function expectRow(matches: (text: string) => boolean, [, inside, outside]: Row): void {
  for (const text of inside.split(' ').filter(Boolean)) expect(`${text} ${matches(text)}`).toBe(`${text} true`);
  for (const text of outside.split(' ').filter(Boolean)) expect(`${text} ${matches(text)}`).toBe(`${text} false`);
}

const language: readonly Row[] = [
  ['1.0', '1.0 1.0.0.0 1.0.0+x', '1.0.1 1.0.0.1 1.0.0-rc 2.0'],
  ['1.0.0-rc', '1.0.0-rc 1.0.0-RC', '1.0.0 1.0.0-rc.1'],
  ['[1.0]', '1.0.0', '1.0.0.1 0.9'],
  ['(1.0,)', '1.0.0.1 2', '1.0 0.9 1.1-beta'],
  ['(,1.0]', '1.0 0.1', '1.0.0.1 1.0-beta'],
  ['(,1.0)', '0.9.9.9', '1.0 0.9-beta'],
  ['[1.0,2.0]', '1.0 1.5.0.3 2.0', '0.9 2.0.0.1 2.0-beta'],
  ['(1.0,2.0)', '1.0.1 1.99', '1.0 2.0'],
  ['[1.0, 2.0)', '1.0 1.9.9.9', '2.0 2.0-beta 1.5-beta'],
  ['[1.0-beta,2.0)', '1.0-beta 1.0 1.5-beta', '1.0-alpha 2.0-alpha 2.0'],
  ['1.*', '1.0 1.9.9.9', '0.9 2.0 1.5-beta'],
  ['1.2.3.*', '1.2.3 1.2.3.9', '1.2.4'],
  ['*', '0.0.1 9', '1.0-beta'],
  ['*-*', '0.0.1 1.0-beta', ''],
  ['1.2.*-*', '1.2.0-alpha 1.2.0 1.2.9-rc', '1.1.9 1.3.0-alpha 1.3.0'],
  ['1.2.0-*', '1.2.0-alpha 1.2.0', '1.2.0.1 1.1.9 1.2.1-alpha'],
  ['1.2.0-beta*', '1.2.0-beta 1.2.0-Beta2 1.2.0-beta.9 1.2.0', '1.2.0-alpha 1.2.0-rc'],
  ['1.*-rc.*', '1.0.0-rc.1 1.5.0-rc.2 1.5.0', '1.5.0-rc 1.5.0-beta.1 2.0.0-rc.1'],
  ['>=2024.6 <2024.7', '2024.6.0 2024.6.9.9', '2024.7.0 2024.5.9 2024.6.1-rc 2024.7.0-rc'],
  ['>=1.0.0.5 <2', '1.0.0.5 1.0.1', '1.0.0.4 1.0.0 2.0'],
  ['^1.2', '1.2.0 1.9.0.1', '1.1 2.0 2.0.0-0'],
  ['^0.2.3', '0.2.3 0.2.9', '0.3.0'],
  ['^0.0.3.1', '0.0.3.1 0.0.3.9', '0.0.3 0.0.4'],
  ['~1.2.3', '1.2.3 1.2.3.4 1.2.9', '1.3.0 1.2.2'],
  ['~1', '1.0 1.9', '2.0'],
  ['1.x || >=3.0.0-rc.1 <4', '1.4 3.0.0-rc.2 3.1', '2.0 3.1.0-rc.1 3.0.0-beta'],
  ['1.0 || [3.0,4.0)', '1.0 3.5', '1.0.1 4.0'],
  ['1.2 - 2.3', '1.2 2.3.9', '1.1.9 2.4.0'],
  ['>1.2', '1.3.0', '1.2.5'],
  ['<=1.2', '1.2.9.9', '1.3.0'],
];

describe('parseRange', () => {
  it.each(language)('%s takes "%s", not "%s"', (...row) => {
    const wanted = range(row[0]);
    expectRow((text) => satisfies(version(text), wanted), row);
  });

  it.each(['1.0', '[1.0]', '=1.0', '1.0.0-rc.1'])('knows that %s is one version', (text) => {
    expect(range(text).exact).toBeDefined();
  });

  it.each(['1.*', '[1.0,2.0]', '^1.0', '1.0 || 2.0', '1.0.0-*'])('knows that %s is several', (text) => {
    expect(range(text).exact).toBeUndefined();
  });

  it.each([
    ['', 0, 0],
    ['latest', 0, 6],
    ['v1.2.3', 0, 2],
    ['>=1.0 <=y', 8, 1],
    ['>=1.0 ||', 8, 0],
    ['[1.0,2.0', 8, 0],
    ['(1.0)', 0, 5],
    ['[1.0,2.0,3.0]', 8, 1],
    ['[2.0,1.0]', 0, 9],
    ['(1.0,1.0]', 0, 9],
    ['[1.1.*,2.0)', 5, 1],
    ['(,)', 0, 3],
    ['1.0 || [1.0,b)', 12, 1],
    ['1.2.3.4.*', 7, 2],
    ['>*', 1, 1],
    ['1.0.0-be*ta*', 6, 5],
  ])('refuses %j at offset %i, length %i', (text, offset, length) => {
    expect(parseRange(text)).toMatchObject({ ok: false, problem: { offset, length } });
  });

  it('never throws, and points inside the text', () => {
    const pieces = fc.constantFrom(
      '1',
      '.',
      '*',
      '-',
      '[',
      ']',
      '(',
      ')',
      ',',
      ' ',
      '||',
      '>=',
      '<',
      '^',
      '~',
      'x',
      'rc',
      '+',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const result of [parseRange(text), parseNuGetRange(text)]) {
          if (!result.ok) expect(result.problem.offset + result.problem.length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the semver package on npm ranges of whole versions', () => {
    const number = fc.integer({ min: 0, max: 3 });
    const three = fc
      .tuple(number, number, number, fc.constantFrom('', '-alpha', '-beta.2', '-0', '-rc.1'))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`);
    const partial = fc
      .tuple(fc.constantFrom('^', '~', '>=', '<', '>', '<='), number, number)
      .map(([op, a, b]) => `${op}${a}.${b}`);
    const whole = fc.tuple(fc.constantFrom('^', '~', '>=', '<', '>', '<=', '='), three).map(([op, text]) => op + text);
    const wild = fc.tuple(number, number).map(([a, b]) => `${a}.${b}.x`);
    const set = fc
      .array(fc.oneof(whole, partial, wild), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(' '));
    const text = fc.array(set, { minLength: 1, maxLength: 2 }).map((sets) => sets.join(' || '));
    fc.assert(
      fc.property(text, three, (wanted, candidate) => {
        expect(satisfies(version(candidate), range(wanted))).toBe(semver.satisfies(candidate, wanted));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('parseNuGetRange', () => {
  it.each<Row>([
    ['1.0', '1.0 9.0 1.1-beta', '0.9 1.0-beta'],
    ['[1.0,2.0)', '1.0 1.5-beta 2.0-beta', '2.0 1.0-beta'],
    ['(,1.0]', '1.0 0.1-x', '1.0.1'],
    ['1.*', '1.5', '2.0 1.5-beta'],
    ['1.0.0-*', '1.0.0-beta 1.0.0', '1.0.1'],
  ])('%s takes "%s", not "%s"', (...row) => {
    const wanted = read(row[0], parseNuGetRange(row[0]));
    expectRow((text) => satisfies(version(text), wanted), row);
  });

  it.each(['^1.0', '>=1.0', '1.0 || 2.0', ''])('does not know %j', (text) => {
    expect(parseNuGetRange(text).ok).toBe(false);
  });
});

describe('pickBest', () => {
  const feed = ['1.1.0', '1.1.1', '1.2.0', '1.3.0-alpha', '1.2.0.4', '2.0.0'].map(version);

  it.each([
    ['*', '2.0.0'],
    ['1.*', '1.2.0.4'],
    ['1.1.*', '1.1.1'],
    ['1.*-*', '1.3.0-alpha'],
    ['^1.1 <1.2', '1.1.1'],
    ['3.*', undefined],
  ])('%s gives %s', (text, best) => {
    expect(pickBest(range(text), feed)?.text).toBe(best);
  });

  it('does not depend on the order of the feed', () => {
    const twins = [version('1.0.0+a'), version('1.0.0+b'), version('1.0')];
    fc.assert(
      fc.property(fc.shuffledSubarray(twins, { minLength: 3 }), (shuffled) => {
        expect(pickBest(range('1.*'), shuffled)?.text).toBe('1.0.0+b');
      }),
    );
  });
});
