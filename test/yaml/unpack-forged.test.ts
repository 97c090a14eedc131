import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packDocuments } from '../../src/yaml/pack.ts';
import { checksum, checksumWord, headerWords } from '../../src/yaml/pack-format.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { unpackDocuments } from '../../src/yaml/unpack.ts';

/** Words changed and the checksum made to fit again: what only a bug of ours, or malice, could write. */
test('a buffer that lies with a fitting checksum neither throws nor hangs', () => {
  const original = packDocuments(parseYaml('a.yaml', 'a: 1.5\nb: [x, {c: "ü"}]\nd: 3\n').documents);
  const change = fc.tuple(
    fc.integer({ min: 3, max: original.length / 4 - 1 }),
    fc.oneof(fc.integer(), fc.integer({ min: -1, max: 40 })),
  );
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = original.slice();
      const words = new Int32Array(bytes.buffer);
      for (const [at, word] of changes) words[at] = word;
      words[checksumWord] = checksum(words, checksumWord + 1);
      const documents = unpackDocuments('a.yaml', bytes);
      expect(documents === undefined || documents.every(({ root }) => root.kind === 'map')).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(headerWords).toBe(7);
});
