import type { LaneValue } from '../resolve/values.ts';
import { maximumOutput } from '../template/limits.ts';
import { isRootName } from '../template/roots.ts';
import type { TemplateScope } from '../template/scope.ts';
import { ignoresText } from '../util/ignores-text.ts';
import { type CompiledInput, type CompiledText, renderInput } from './compile-inputs.ts';
import type { InputCheck } from './input-check.ts';
import type { StepKindInfo } from './step-kind.ts';

/** Names of variables, each as one text (`pas.server`). */
export type PlainNames = readonly string[];

/** Values up to this length (UTF-16 units) are filled in without a look at how long the result gets. */
const longestValue = 4096;

/**
 * The variables that a step's inputs name, when it is certain that the inputs are right wherever all of these are texts:
 * templates are texts and names only, and the schema cares for no text that a template stands for. Then nearly all of
 * the nodes need no rendering. Undefined when there is doubt.
 */
export function plainNames(root: CompiledInput, kind: StepKindInfo, check: InputCheck): PlainNames | undefined {
  if (kind.problem !== undefined) return undefined;
  const texts = [...placedTexts(root, [])];
  if (!texts.every(({ text, path }) => isPlain(text) && ignoresText(kind.inputs, path))) return undefined;
  const rendered = renderInput(root, emptyTexts);
  if (rendered.kind !== 'rendered' || check(rendered.value).length > 0) return undefined;
  const names = texts.flatMap(({ text }) => text.template.references.map(({ path }) => path.join('.')));
  return [...new Set(names)];
}

/** Whether all of the names are values of their own here, and texts. */
export function areTexts(names: PlainNames, get: (name: string) => LaneValue | undefined): boolean {
  return names.every((name) => {
    const found = get(name);
    if (found === undefined || !('value' in found)) return false;
    return typeof found.value === 'string' && found.value.length <= longestValue;
  });
}

interface PlacedText {
  readonly text: CompiledText;
  readonly path: readonly string[];
}

function* placedTexts(input: CompiledInput, path: readonly string[]): Generator<PlacedText> {
  if (input.kind === 'text') yield { text: input, path };
  if (input.kind === 'map') for (const [key, item] of input.entries) yield* placedTexts(item, [...path, key]);
  if (input.kind === 'list') {
    for (const [index, item] of input.items.entries()) yield* placedTexts(item, [...path, String(index)]);
  }
}

/** The engine's own names are not always texts, and not always there. */
function isPlain({ template: { text, onlyNames, references } }: CompiledText): boolean {
  const longest = text.length + references.length * longestValue;
  return onlyNames && longest <= maximumOutput && references.every(({ path }) => !isRootName(path[0] ?? ''));
}

const emptyTexts: TemplateScope = { get: (path) => ({ found: true, value: '', consumed: path.length }) };
