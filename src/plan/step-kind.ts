import type { JsonMap } from '../util/json.ts';

/**
 * What the compiler must know of a step kind; what the kind does is told to the runner (src/steps). Passed in as data,
 * so that planning depends on no adapter.
 */
export interface StepKindInfo {
  readonly name: string;
  /** JSON Schema (draft-07) of `with`, checked on the rendered inputs. */
  readonly inputs: JsonMap;
  /** Names that `steps.<id>.outputs.<name>` may use, given the step's `with`. */
  outputs(inputs: JsonMap): readonly string[];
  readonly package: 'required' | 'optional' | 'none';
  /** True when the kind has a compensation for `onFailure: undo`. */
  readonly undo: boolean;
  /** True when a failed attempt leaves something that the compensation takes back too. */
  readonly undoFailed?: boolean;
  /** True when the success of the step, given its `with`, is the point of no return: what came before is never undone. */
  commits?(inputs: JsonMap): boolean;
  /** What is dangerous about inputs that the schema lets through; those that are known only in a run are null. */
  problem?(inputs: JsonMap, namespace: string | undefined): string | undefined;
  /** True when it may use any variable, by names that stand in no file of the workspace (such as inside a package). */
  usesAllValues(inputs: JsonMap): boolean;
  /** Input that names a file of the workspace, and the input its text becomes, so that a plan needs no workspace. */
  readonly inline?: { readonly file: string; readonly text: string };
  /** True when its steps can be written to a bundle, for a site that nobody reaches. */
  readonly offline?: boolean;
  /** Keys of `with` that are fixed text, never templates, unless the step says `interpolate: true`. */
  readonly literal: readonly string[];
}

export type StepKindCatalog = ReadonlyMap<string, StepKindInfo>;
