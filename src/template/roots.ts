/**
 * The names that the engine itself provides to templates and conditions. A variable cannot have one of these as the
 * first segment of its name, because it would never be reached.
 *
 * `text`: the root is itself a text. `fields`: it is a map with exactly these keys. `open`: its keys depend on the plan.
 */
export type RootShape =
  | { readonly kind: 'text' }
  | { readonly kind: 'fields'; readonly fields: readonly string[] }
  | { readonly kind: 'open' };

const text: RootShape = { kind: 'text' };
const open: RootShape = { kind: 'open' };
const fields = (...names: string[]): RootShape => ({ kind: 'fields', fields: names });

/** Every root, with what stands under it. `environment` and `channel` are names, so they print as text. */
export const rootShapes: ReadonlyMap<string, RootShape> = new Map([
  ['tenant', fields('id', 'name', 'tags')],
  ['environment', text],
  ['project', fields('id')],
  ['release', fields('id', 'version')],
  ['channel', text],
  ['step', fields('id')],
  ['target', fields('id', 'type', 'roles')],
  ['package', fields('id', 'version', 'path', 'image')],
  ['packages', open],
  ['namespace', text],
  ['run', fields('id')],
  ['steps', open],
  ['timestamp', text],
]);

/** Roots whose values exist only while a run is going on. */
const runtimeRoots: ReadonlySet<string> = new Set(['run', 'steps', 'timestamp']);

export function isRootName(name: string): boolean {
  return rootShapes.has(name);
}

/** Whether the path can have a value only while running: run.*, steps.*, timestamp, and where a package was unpacked. */
export function isRuntimePath(path: readonly string[]): boolean {
  const [root, field] = path;
  if (root === undefined) return false;
  return runtimeRoots.has(root) || (root === 'package' && field === 'path');
}
