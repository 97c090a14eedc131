import { expect, test } from 'vitest';
import { BoundedCache } from '../../src/template/bounded-cache.ts';

test('never holds more than its capacity, and keeps what was used last', () => {
  const cache = new BoundedCache<{ readonly id: number }>(10);
  for (let id = 0; id < 100; id += 1) {
    cache.set(`k${id}`, { id });
    cache.get('k0');
    expect(cache.size).toBeLessThanOrEqual(10);
    expect(cache.get(`k${id}`)).toEqual({ id });
  }
  expect(cache.get('k0')).toEqual({ id: 0 });
  expect(cache.get('k50')).toBeUndefined();
});
