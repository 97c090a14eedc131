import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Schema } from './schemas.ts';

/** What the verdict on a file depends on besides its bytes and our own code, for the cache of parsed files. */
export function generateFingerprint(schemas: ReadonlyMap<string, Schema>): string {
  const manifest = readFileSync(new URL('../node_modules/yaml/package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const digest = createHash('sha256')
    .update(JSON.stringify([...schemas]))
    .digest('hex')
    .slice(0, 16);
  return `// Made by \`npm run generate\`; do not edit.\nexport const fingerprint = 'yaml ${version} schema ${digest}';\n`;
}
