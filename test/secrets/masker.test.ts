import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMasker } from '../../src/secrets/masker.ts';

function maskerOf(...secrets: readonly string[]) {
  const masker = createMasker();
  for (const secret of secrets) masker.add(secret);
  return masker;
}

const secret = 'p@ss/w0rd+"x\'y z&<é';

describe('forms', () => {
  test.each([
    ['plain', secret],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 as echo | base64 gives it', Buffer.from(`${secret}\n`).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['URL-encoded', encodeURIComponent(secret)],
    ['a form field', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['quoted for sh', secret.replaceAll("'", `'\\''`)],
    ['quoted for PowerShell', secret.replaceAll("'", "''")],
    ['JSON for ASCII only', JSON.stringify(secret).slice(1, -1).replace('é', '\\u00e9')],
    ['JSON as .NET writes it', 'p@ss/w0rd\\u002B\\u0022x\\u0027y z\\u0026\\u003C\\u00E9'],
    ['hexadecimal', Buffer.from(secret).toString('hex')],
    ['XML', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  ])('%s', (_, form) => {
    expect(maskerOf(secret).mask(`a=[${form}]`)).toBe('a=[***]');
  });

  test.each([0, 1, 2, 3, 4])('inside base64 of more data, %i bytes in', (before) => {
    const encoded = Buffer.from(`${'#'.repeat(before)}${secret}tail`).toString('base64');
    const core = Buffer.from(secret).toString('base64').slice(4, 16);
    const masked = maskerOf(secret).mask(encoded);
    expect(masked).toContain('***');
    expect(masked).not.toContain(core);
    expect(Buffer.from(masked, 'base64').toString('latin1')).not.toContain('w0rd');
  });

  test('a long secret in base64 wrapped at 76 columns', () => {
    const long = Array.from({ length: 200 }, (_, index) => String.fromCharCode(33 + ((index * 7) % 90))).join('');
    const wrapped = Buffer.from(long).toString('base64').replace(/.{76}/g, '$&\n');
    expect(
      maskerOf(long)
        .mask(wrapped)
        .replace(/\*\*\*|\n/g, ''),
    ).toBe('');
  });

  test('each line of a secret of several lines, but not its braces', () => {
    const masker = maskerOf('{\n  "key": "abcdef"\n}');
    expect(masker.mask('x "key": "abcdef" }')).toBe('x *** }');
    expect(masker.mask('{\n  "key": "abcdef"\n}')).toBe('***');
  });

  test('short secrets only as whole tokens', () => {
    const masker = maskerOf('7', 'abc');
    expect(masker.mask('pin=7 17 7.5 abc abcd (abc)')).toBe('pin=*** 17 ***.5 *** abcd (***)');
  });

  test('secrets that overlap are one gap', () => {
    expect(maskerOf('abcd12', 'd12345').mask('>abcd12345<')).toBe('>***<');
  });

  test('the longer of two secrets wins, and neighbours are masked each', () => {
    expect(maskerOf('abcd', 'abcdefgh').mask('abcdefgh abcdabcd')).toBe('*** ******');
  });

  test('an empty secret masks nothing', () => {
    expect(maskerOf('').mask('text')).toBe('text');
  });
});

describe('streams', () => {
  test('a secret over three pieces, with what goes before shown at once', () => {
    const stream = maskerOf('hunter2222').stream();
    expect(stream.push('user=me password=hun')).toBe('user=me password=');
    expect(stream.push('ter2')).toBe('');
    expect(stream.push('222 and more text')).toBe('*** and more text');
    expect(stream.end()).toBe('');
  });

  test('a secret that becomes known between pieces', () => {
    const masker = createMasker();
    const stream = masker.stream();
    expect(stream.push('first ')).toBe('first ');
    masker.add('second');
    expect(stream.push('second') + stream.end()).toBe('***');
  });
});

/** Few letters, so that secrets turn up, repeat and overlap by themselves. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '1', '/'), maxLength: 60 });
const secretText = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '/'), minLength: 1, maxLength: 9 });

test('no secret of four characters or more is left, however it was split', () => {
  fc.assert(
    fc.property(fc.array(secretText, { maxLength: 4 }), fc.array(letters, { maxLength: 6 }), (secrets, pieces) => {
      const masker = maskerOf(...secrets);
      const stream = masker.stream();
      const streamed = pieces.map((piece) => stream.push(piece)).join('') + stream.end();
      expect(streamed).toBe(masker.mask(pieces.join('')));
      for (const long of secrets.filter(({ length }) => length >= 4)) expect(streamed).not.toContain(long);
    }),
    { numRuns: 500 },
  );
});

test('any text passes a masker without secrets as it is, piece by piece', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (pieces) => {
      const stream = createMasker().stream();
      expect(pieces.map((piece) => stream.push(piece))).toEqual(pieces);
      expect(stream.end()).toBe('');
    }),
  );
});

test('any secret is found in the encodings that tools produce', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }), fc.nat(2), (value, before) => {
      fc.pre(!/\p{Surrogate}/u.test(value) && value.length >= 4);
      const masker = maskerOf(value);
      const bytes = Buffer.concat([Buffer.alloc(before, 65), Buffer.from(value)]);
      for (const text of [value, encodeURIComponent(value), JSON.stringify(value), bytes.toString('base64')]) {
        expect(masker.mask(text)).toContain('***');
      }
    }),
  );
});

test('thousands of secrets cost no more per character than a few', () => {
  const masker = createMasker();
  for (let index = 0; index < 5_000; index += 1) masker.add(`secret-number-${index}-${(index * 7919) % 100_003}`);
  const text = 'A perfectly harmless line of a log, again and again.\n'.repeat(2_000);
  const start = performance.now();
  expect(masker.mask(text)).toBe(text);
  expect(performance.now() - start).toBeLessThan(1_500);
});
