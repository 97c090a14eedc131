import { toJson } from '../../yaml/access.ts';
import { keySpanOf, type YamlEntry, type YamlNode } from '../../yaml/tree.ts';
import type { Input } from '../model.ts';
import { entriesOf, flagAt, type Reading, textAt } from './reading.ts';
import { settingsOf } from './targets.ts';

/** `inputs:` of a project. Names are dotted; what is not `required`, `default` or `description` is JSON Schema. */
export function decodeInputs(reading: Reading, node: YamlNode | undefined): readonly Input[] {
  return entriesOf(node).map((entry) => decodeInput(reading, entry));
}

function decodeInput(reading: Reading, entry: YamlEntry): Input {
  const { key: name, value } = entry;
  const declared = entriesOf(value).find((candidate) => candidate.key === 'default');
  const description = value.kind === 'map' ? textAt(value, 'description') : undefined;
  return {
    name,
    required: value.kind === 'map' && flagAt(value, 'required'),
    ...(declared === undefined ? {} : { default: toJson(declared.value) }),
    ...(description === undefined ? {} : { description }),
    schema: settingsOf(value, ['required', 'default', 'description']),
    span: keySpanOf(reading.file, entry),
  };
}
