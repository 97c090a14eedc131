import type { VariableSource } from './expand-types.ts';

/** Which variables stand behind a path: one, with how many segments its name takes, or all below a common prefix. */
export type Owner =
  | { readonly kind: 'variable'; readonly name: string; readonly consumed: number }
  | { readonly kind: 'group'; readonly prefix: string; readonly names: readonly string[] };

/** The longest name wins: `pas.server` is asked for before a part `server` is looked for inside a map `pas`. */
export function ownerOf(source: VariableSource, path: readonly string[]): Owner | undefined {
  const full = path.join('.');
  if (source.find(full) !== undefined) return { kind: 'variable', name: full, consumed: path.length };
  const names = source.namesUnder(full);
  if (names.length > 0) return { kind: 'group', prefix: full, names };
  for (let consumed = path.length - 1; consumed > 0; consumed -= 1) {
    const name = path.slice(0, consumed).join('.');
    if (source.find(name) !== undefined) return { kind: 'variable', name, consumed };
  }
  return undefined;
}
