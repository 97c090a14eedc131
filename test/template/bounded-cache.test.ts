import { expect, test } from 'vitest';
import { BoundedCache } from '../../src/template/bounded-cache.ts';

test('a full cache forgets what was not used for the longest', () => {
  const cache = new BoundedCache<string, object>(2);
  const [one, two, three] = [{}, {}, {}];
  cache.set('one', one);
  cache.set('two', two);
  expect(cache.get('one')).toBe(one);
  cache.set('three', three);
  expect(cache.get('two')).toBeUndefined();
  expect(cache.get('one')).toBe(one);
  expect(cache.get('three')).toBe(three);
  expect(cache.size).toBe(2);
});
