import { expect, test } from 'vitest';
import { didYouMean, suggest } from '../../src/diagnostics/suggest.ts';

const keys = ['tenants', 'environments', 'targets', 'tags', 'variables', 'b', 'prod'];

test.each<[string, readonly string[]]>([
  ['tenant', ['tenants']],
  ['enviroments', ['environments']],
  ['Environments', ['environments']],
  ['tagrets', ['targets']],
  ['bb', ['b']],
  ['porduct', []],
  ['pord', ['prod']],
  ['zzz', []],
  ['', []],
  ['x', []],
  ['a'.repeat(10_000), []],
])('%s', (typed, expected) => {
  expect(suggest(typed, keys)).toEqual(expected);
});

test('at most three, the nearest first', () => {
  expect(suggest('stepp', ['stepping', 'steps', 'stop', 'step', 'stepa', 'stepb'])).toEqual(['steps', 'step', 'stepa']);
});

test('the hint', () => {
  expect(didYouMean('tenant', keys)).toBe('did you mean "tenants"?');
  expect(didYouMean('step', ['steps', 'stop'])).toBe('did you mean "steps" or "stop"?');
  expect(didYouMean('zzz', keys)).toBeUndefined();
});
