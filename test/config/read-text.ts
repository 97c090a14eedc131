import { decodeDocuments } from '../../src/config/decode/decode.ts';
import type { Decoded } from '../../src/config/decoded.ts';
import { documentKind } from '../../src/config/schema/kind.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** Decodes texts by file path, all taken to be of the right shape; the config first. */
export function decodeTexts(texts: { readonly [path: string]: string }): Decoded {
  const documents = Object.entries(texts).flatMap(([path, text]) => parseYaml(path, text).documents);
  const known = documents.flatMap((document) => {
    const kind = documentKind(document);
    return kind === undefined || kind === 'lock' ? [] : [{ kind, document, valid: true }];
  });
  return decodeDocuments(known, new Set());
}
