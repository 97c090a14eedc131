import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/versions/compare.ts';
import { formatVersion, parseVersion, versionKey } from '../../src/versions/version.ts';
import { version } from './read.ts';

const number = fc.integer({ min: 0, max: 12 });
const identifier = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map(String),
  fc.constantFrom('alpha', 'beta', 'rc', 'rc-1', '0a', 'A', 'RC', '-'),
);
const preRelease = fc
  .array(identifier, { maxLength: 3 })
  .map((parts) => (parts.length === 0 ? '' : `-${parts.join('.')}`));
const versionText = fc
  .tuple(fc.array(number, { minLength: 1, maxLength: 4 }), preRelease, fc.constantFrom('', '+b1', '+001.x'))
  .map(([numbers, pre, build]) => `${numbers.join('.')}${pre}${build}`);

describe('parseVersion and formatVersion', () => {
  it.each([
    ['1', '1.0.0'],
    ['1.00', '1.0.0'],
    ['1.01.1', '1.1.1'],
    ['1.00.0.1', '1.0.0.1'],
    ['1.0.0.0', '1.0.0'],
    ['1.0.01.0', '1.0.1'],
    ['1.0.7+r3456', '1.0.7'],
    ['2024.6.0', '2024.6.0'],
    ['1.2.3.4-Beta.2+x', '1.2.3.4-Beta.2'],
    ['1.0.0-a-b', '1.0.0-a-b'],
    ['20240601123456.0.0', '20240601123456.0.0'],
  ])('normalises %s to %s and keeps the text', (text, normal) => {
    expect(formatVersion(version(text))).toBe(normal);
    expect(version(text).text).toBe(text);
  });

  it.each([
    ['', 0, 0],
    ['v1.2', 0, 2],
    ['1..2', 2, 0],
    ['1.2.3.4.5', 7, 2],
    ['1.2.x', 4, 1],
    ['1.2.3-', 6, 0],
    ['1.2.3-rc..1', 9, 0],
    ['1.2.3-rc.01', 9, 2],
    ['1.2.3-rc_1', 6, 4],
    ['1.2.3+', 6, 0],
    ['1.99999999999999999', 2, 17],
    [' 1.2', 0, 2],
  ])('refuses %j at offset %i, length %i', (text, offset, length) => {
    expect(parseVersion(text)).toMatchObject({ ok: false, problem: { offset, length } });
  });

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(versionText, (text) => {
        const once = version(text);
        const twice = version(formatVersion(once));
        expect(compareVersions(once, twice)).toBe(0);
        expect(formatVersion(twice)).toBe(formatVersion(once));
      }),
    );
  });

  it('never throws, and points inside the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseVersion(text);
        if (result.ok) return;
        expect(result.problem.offset).toBeGreaterThanOrEqual(0);
        expect(result.problem.offset + result.problem.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('compareVersions', () => {
  it('orders as NuGet chooses, lowest first', () => {
    const order = ['1.0.1-aaa', '1.0.1-alpha', '1.0.1-alpha2', '1.0.1-beta', '1.0.1-open', '1.0.1-rc', '1.0.1-zzz'];
    const all = [...order, '1.0.1', '1.0.1.1', '1.0.2-0', '1.0.10'];
    expect(
      [...all]
        .reverse()
        .map(version)
        .sort(compareVersions)
        .map((one) => one.text),
    ).toEqual(all);
  });

  it.each([
    ['1.0', '1.0.0.0'],
    ['1.0.0-RC.1', '1.0.0-rc.1'],
    ['1.0.0+a', '1.0.0+b'],
  ])('takes %s and %s as the same', (left, right) => {
    expect(compareVersions(version(left), version(right))).toBe(0);
    expect(versionKey(version(left))).toBe(versionKey(version(right)));
  });

  it('compares long numeric identifiers as numbers', () => {
    expect(compareVersions(version('1.0.0-99999999999999999999'), version('1.0.0-100000000000000000000'))).toBe(-1);
  });

  it('is a total order that agrees with the key', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (a, b, c) => {
        const [x, y, z] = [version(a), version(b), version(c)];
        expect(Math.sign(compareVersions(x, y))).toBe(0 - Math.sign(compareVersions(y, x)));
        if (compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0)
          expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
        expect(compareVersions(x, y) === 0).toBe(versionKey(x) === versionKey(y));
      }),
    );
  });

  it('agrees with the semver package on three-part versions', () => {
    const three = fc
      .tuple(number, number, number, preRelease)
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`.toLowerCase());
    fc.assert(
      fc.property(three, three, (a, b) => {
        expect(compareVersions(version(a), version(b))).toBe(semver.compare(a, b));
      }),
    );
  });
});
