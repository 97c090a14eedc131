import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf } from '../yaml/access.ts';
import { spanOf, type YamlMap } from '../yaml/tree.ts';
import type { StepKindInfo } from './step-kind.ts';

/** Puts the text of a file where its name stood: `file: deploy.sh` becomes `run: <its text>`. */
export function inlineFile(
  source: string,
  inputs: YamlMap,
  { inline }: StepKindInfo,
  readText: (path: string) => string | undefined,
  report: (diagnostic: Diagnostic) => void,
): YamlMap {
  const entry = inline === undefined ? undefined : entryOf(inputs, inline.file);
  if (inline === undefined || entry?.value.kind !== 'scalar') return inputs;
  const path = String(entry.value.value);
  const text = readText(path);
  if (text === undefined) {
    report({
      code: 'REL1618',
      severity: 'error',
      summary: `The file ${path} cannot be read`,
      hint: 'paths are relative to the folder of release.config.yaml',
      span: spanOf(source, entry.value),
    });
  }
  // An unreadable file counts as an empty one, so that nobody complains about a missing script as well.
  const value = { ...entry.value, value: text ?? '' };
  return {
    ...inputs,
    entries: inputs.entries.map((other) => (other === entry ? { ...entry, key: inline.text, value } : other)),
  };
}
