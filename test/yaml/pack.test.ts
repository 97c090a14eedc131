import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packDocuments } from '../../src/yaml/pack.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { YamlDocument, YamlMap, YamlNode } from '../../src/yaml/tree.ts';
import { unpackDocuments } from '../../src/yaml/unpack.ts';

const position = fc.nat({ max: 5_000 });
const span = fc.tuple(position, fc.nat({ max: 90 })).map(([start, length]) => ({ start, end: start + length }));
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, -0, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, '\ud800'),
);
const tree = fc.letrec<{ node: YamlNode; map: YamlMap; list: YamlNode; scalar: YamlNode }>((tie) => ({
  scalar: fc.tuple(value, fc.option(fc.string(), { nil: undefined }), span).map(([own, source, place]) => ({
    kind: 'scalar' as const,
    value: own,
    ...(source === undefined ? {} : { source }),
    ...place,
  })),
  list: fc
    .tuple(fc.array(tie('node'), { maxLength: 4 }), span)
    .map(([items, place]) => ({ kind: 'list' as const, items, ...place })),
  map: fc
    .tuple(
      fc.array(fc.record({ key: fc.string(), keyStart: position, keyEnd: fc.constant(6_000), value: tie('node') }), {
        maxLength: 4,
      }),
      span,
    )
    .map(([entries, place]) => ({ kind: 'map' as const, entries, ...place })),
  node: fc.oneof({ maxDepth: 4 }, tie('scalar'), tie('list'), tie('map')),
})).map;
const documents = fc.array(
  tree.map((root): YamlDocument => ({ file: 'a.yaml', root })),
  { maxLength: 3 },
);

const sample = () =>
  packDocuments(parseYaml('a.yaml', 'a: 1.10\nb: [x, {c: "ü"}]\nd: *\n'.replace(' *', ' ~')).documents);

test('what is unpacked equals what was packed', () => {
  fc.assert(
    fc.property(documents, (packed) => {
      expect(unpackDocuments('a.yaml', packDocuments(packed))).toEqual(packed);
    }),
    { numRuns: 300 },
  );
});

test('the file is named by whoever unpacks', () => {
  expect(unpackDocuments('other.yaml', sample())?.map(({ file }) => file)).toEqual(['other.yaml']);
});

test('bytes that do not start at a multiple of four are read too', () => {
  const bytes = sample();
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(unpackDocuments('a.yaml', shifted.subarray(1))).toEqual(unpackDocuments('a.yaml', bytes));
});

test('damage anywhere, and cutting anywhere, is noticed', () => {
  const bytes = sample();
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x41;
    expect(unpackDocuments('a.yaml', damaged), `byte ${at}`).toBeUndefined();
    expect(unpackDocuments('a.yaml', bytes.slice(0, at)), `cut at ${at}`).toBeUndefined();
  }
});

test('foreign bytes are refused without throwing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(unpackDocuments('a.yaml', bytes)).toBeUndefined();
    }),
  );
  expect(unpackDocuments('a.yaml', new TextEncoder().encode('{"version":1}'.repeat(20)))).toBeUndefined();
});
