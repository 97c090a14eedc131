import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

/** Part of bench/compile.ts: all YAML files of a folder through the parser and nothing else. */
const [root = ''] = process.argv.slice(2);
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (entry.name.endsWith('.yaml')) parseDocument(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
