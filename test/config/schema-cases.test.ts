import { expect, it } from 'vitest';
import { documentKind, unknownKind } from '../../src/config/schema/kind.ts';
import { validateShape } from '../../src/config/schema/validate.ts';
import { catalogue } from '../../src/diagnostics/catalogue.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { describeGolden, type GoldenFile, readCases } from '../diagnostics/golden.ts';

const isShapeCode = (code: string) => code >= 'REL1101' && code <= 'REL1129';

function checkShape(file: GoldenFile) {
  const { documents, diagnostics } = parseYaml(file.path, file.text);
  const shapes = documents.flatMap((document) => {
    const kind = documentKind(document);
    return kind ? validateShape(kind, document) : [unknownKind(document)];
  });
  return [...diagnostics, ...shapes];
}

describeGolden('mistakes in the shape of a document', isShapeCode, (files) => files.flatMap(checkShape));

it('has a golden case for each code', () => {
  const covered = new Set(readCases().map(({ code }) => code));
  expect(Object.keys(catalogue).filter((code) => isShapeCode(code) && !covered.has(code))).toEqual([]);
});
