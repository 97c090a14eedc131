import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteStream } from '../../src/secrets/byte-masker.ts';

function masked(secrets: readonly string[], pieces: readonly Uint8Array[]): Buffer {
  const stream = createByteStream(secrets);
  const shown = pieces.map((piece) => stream.push(Buffer.from(piece).toString('latin1')));
  return Buffer.from(shown.join('') + stream.end(), 'latin1');
}

const cutUp = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length];
  return at.slice(1).map((to, index) => bytes.subarray(at[index], to));
};
const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });

test('bytes that hold no secret come out as they went in, however they are cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, where) => {
      const out = masked(['a secret that no one would write'], cutUp(Buffer.from(bytes), where));
      expect(out.equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

const secret = fc
  .string({ unit: 'grapheme', minLength: 4, maxLength: 24 })
  .filter((text) => !/\p{Surrogate}|\*/u.test(text));

test('a secret among any bytes is one gap, however it is cut', () => {
  fc.assert(
    fc.property(
      secret,
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }),
      cuts,
      (text, before, after, where) => {
        const bytes = Buffer.concat([before, Buffer.from(text), after]);
        const whole = masked([text], [bytes]);
        expect(masked([text], cutUp(bytes, where)).equals(whole)).toBe(true);
        expect(whole.includes(Buffer.from(text))).toBe(false);
        expect(whole.includes('***')).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('every form of a secret is found, however it is cut', () => {
  fc.assert(
    fc.property(secret, cuts, (text, where) => {
      const bytes = Buffer.from(text);
      const forms = [
        text,
        encodeURIComponent(text),
        JSON.stringify(text),
        bytes.toString('base64'),
        bytes.toString('hex'),
      ];
      for (const form of forms) {
        const out = masked([text], cutUp(Buffer.from(`<${form}>\n`), where));
        expect(out.toString()).toMatch(/^<"?\*\*\*=*"?>\n$/);
      }
    }),
  );
});

test('nothing waits that can be no secret', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('x', 'y', ' ', '\n', 'ü'), maxLength: 80 }), (text) => {
      const bytes = Buffer.from(text).toString('latin1');
      expect(createByteStream(['hunter2-secret']).push(bytes)).toBe(bytes);
    }),
  );
});

test('short secrets are taken out where no letter or digit goes on with them', () => {
  expect(masked(['7'], [Buffer.from('pin=7 17 „7“ 7')]).toString()).toBe('pin=*** 17 „***“ ***');
});

test('each line of a key is a secret', () => {
  const key = '-----BEGIN KEY-----\nAAAABBBB\nCCCCDDDD\n-----END KEY-----';
  expect(masked([key], [Buffer.from(`${key}\n  AAAABBBB  \nCCCCDDDD|`)]).toString()).toBe('***\n  ***  \n***|');
});
