import { readFileSync } from 'node:fs';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { JsonMap } from '../util/json.ts';
import { withStepKinds } from '../views/editor-schema.ts';

/** The JSON Schema of a kind of document as an editor wants it: that of a project knows what step kinds take. */
export function readEditorSchema(kind: string, steps: StepKindCatalog): string {
  const text = readFileSync(new URL(`../../schema/${kind}.schema.json`, import.meta.url), 'utf8');
  if (kind !== 'project') return text;
  return `${JSON.stringify(withStepKinds(JSON.parse(text) as JsonMap, steps), undefined, 2)}\n`;
}
