import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namespaceProblem } from '../../src/resolve/namespace-rules.ts';

describe('namespaceProblem', () => {
  it.each(['xy-0146-prod', 'a', 'a'.repeat(46), 'ss-m', 'a-w-s'])('accepts %s', (namespace) => {
    expect(namespaceProblem(namespace)).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['a'.repeat(47), '47 characters'],
    ['XY-0146', 'lower-case'],
    ['xy_0146', 'lower-case'],
    ['3m-0146-prod', 'start with a letter'],
    ['-xy', 'start with a letter'],
    ['xy--0146', 'two hyphens'],
    ['xy-', 'ends with a hyphen'],
    ['aws-prod', 'start with aws'],
    ['ssm1', 'start with ssm'],
  ])('refuses %j: %s', (namespace, why) => {
    expect(namespaceProblem(namespace)).toContain(why);
  });

  it('accepts only what RDS accepts with a timestamp behind it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '9', '-'), maxLength: 50 }), (namespace) => {
        const database = `${namespace}-20240601t120000z`;
        const legal = database.length <= 63 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(database);
        expect(namespaceProblem(namespace) === undefined).toBe(legal);
      }),
    );
  });
});
