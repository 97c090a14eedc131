import { parseYaml } from '../../src/yaml/parse.ts';
import { describeGolden, type GoldenFile } from '../diagnostics/golden.ts';

/** A case file is UTF-8 itself; one that is about another encoding says so in its path. */
function bytesOf({ path, text }: GoldenFile): Uint8Array {
  return Buffer.from(text, path.includes('latin1') ? 'latin1' : 'utf8');
}

describeGolden(
  'mistakes in YAML text, as people read them',
  (code) => code >= 'REL1001' && code <= 'REL1029',
  (files) => files.flatMap((file) => parseYaml(file.path, bytesOf(file)).diagnostics),
);
