import { resolve, sep, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePercents, entryPath, isNuGetPart, staysInside } from '../../src/feeds/entry-name.ts';

const pieces = fc.constantFrom(
  '..',
  '.',
  '/',
  '\\',
  'a',
  'B',
  ' ',
  'C:',
  '%2e',
  '%2f',
  '...',
  '~',
  '\0',
  '\n',
  'é',
  '🙂',
);
const names = fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join(''));

describe('entryPath', () => {
  it('gives nothing that leads out of the folder, here or on Windows', () => {
    fc.assert(
      fc.property(names, fc.constantFrom('separates' as const, 'refused' as const), (name, backslash) => {
        const path = entryPath(decodePercents(name), backslash);
        if (!path.ok) return;
        const joined = path.segments.join('/');
        expect(`${resolve('/root', joined)}/`.startsWith(`/root${sep}`)).toBe(true);
        expect(`${win32.resolve('Z:\\root', joined)}\\`.startsWith('Z:\\root\\')).toBe(true);
        expect(joined).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('staysInside', () => {
  it('agrees with resolving the path', () => {
    const segment = fc.constantFrom('..', '.', 'a', 'b', '');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
        fc.array(segment, { minLength: 1 }),
        (folder, parts) => {
          const target = parts.join('/');
          if (!staysInside(folder, target)) return;
          expect(`${resolve('/root', ...folder, target)}/`.startsWith('/root/')).toBe(true);
        },
      ),
    );
  });
});

describe('isNuGetPart', () => {
  it.each([
    ['_rels/.rels', true],
    ['package/services/metadata/core-properties/x.psmdcp', true],
    ['[Content_Types].xml', true],
    ['lib/[Content_Types].xml', false],
    ['package.json', false],
    ['packages/a', false],
    ['A.nuspec', false],
  ])('%s: %s', (path, expected) => {
    expect(isNuGetPart(path.split('/'))).toBe(expected);
  });
});
