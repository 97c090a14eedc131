import { expect, test } from 'vitest';
import { bundleParts, type PartedStep } from '../../src/plan/bundle-parts.ts';

const step = (needs: readonly number[], more: Partial<PartedStep> = {}): PartedStep => ({
  needs,
  children: [],
  passes: false,
  ...more,
});
/** Steps by the names of those that run at the site. */
const parts = (steps: readonly PartedStep[], ...there: readonly number[]) => {
  const found = bundleParts(steps, (index) => there.includes(index));
  return there.map((index) => found[index]);
};

test('consecutive steps share a bundle; one that runs elsewhere in between begins another', () => {
  const line = [step([]), step([0]), step([1]), step([2]), step([3])];
  expect(parts(line, 0, 1, 2, 3, 4)).toEqual([0, 0, 0, 0, 0]);
  expect(parts(line, 0, 1, 3, 4)).toEqual([0, 0, 1, 1]);
  expect(parts(line, 1, 4)).toEqual([0, 1]);
});

test('a step that does nothing here is not in between', () => {
  expect(parts([step([]), step([0], { passes: true }), step([1])], 0, 2)).toEqual([0, 0]);
});

test('branches share a bundle as long as none of them waits for what comes after it', () => {
  const fork = [step([]), step([0]), step([0]), step([1, 2])];
  expect(parts(fork, 0, 1, 2, 3)).toEqual([0, 0, 0, 0]);
  // The second branch runs elsewhere; only what waits for it goes into the next bundle.
  expect(parts(fork, 0, 1, 3)).toEqual([0, 0, 1]);
});

test('a chained process that waits for nothing itself waits for what its chain step waits for', () => {
  // 0 at the site, 1 elsewhere, 2 the chained step at the site, 3 the chain step that joins it.
  const chained = [step([]), step([0]), step([]), step([1], { children: [2], passes: true })];
  expect(parts(chained, 0, 2)).toEqual([0, 1]);
});
