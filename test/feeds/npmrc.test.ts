import { describe, expect, it } from 'vitest';
import { npmAuthFor, parseNpmrc, registryFor } from '../../src/feeds/npm/npmrc.ts';

describe('parseNpmrc', () => {
  it.each([
    ['a=b', 'b'],
    ['a = b ; c', 'b'],
    ['a="b ; c"', 'b ; c'],
    ['a=b\\;c', 'b;c'],
    [`a=\${SET}/x`, 'value/x'],
    [`a=\${UNSET}`, `\${UNSET}`],
    [`a=\${UNSET?}`, ''],
    [`a=\\\${SET}`, `\${SET}`],
  ])('reads %s', (line, wanted) => {
    expect(parseNpmrc(`; x\n# y\n[section]\n${line}\r\n`, { SET: 'value' })).toEqual(new Map([['a', wanted]]));
  });
});

describe('npmAuthFor', () => {
  const npmrc = parseNpmrc(
    ['//h.example/:_authToken=all', '//h.example/npm/team/:_authToken=team', '//other.example:8080/:_auth=YTpi'].join(
      '\n',
    ),
    {},
  );
  it.each([
    ['https://h.example/npm/team/web', { kind: 'token', token: 'team' }],
    ['https://h.example/npm/', { kind: 'token', token: 'all' }],
    ['https://other.example:8080/x', { kind: 'basic', encoded: 'YTpi' }],
    ['https://other.example/x', undefined],
    ['https://evil.example/h.example/', undefined],
  ])('finds what is meant for %s', (url, wanted) => {
    expect(npmAuthFor(new URL(url), npmrc)).toEqual(wanted);
  });

  it('knows the registry of a scope only for packages of the scope', () => {
    const scoped = parseNpmrc('@team:registry=https://h.example/', {});
    expect(registryFor('@Team/web', scoped)).toBe('https://h.example/');
    expect(registryFor('team', scoped)).toBeUndefined();
  });
});
