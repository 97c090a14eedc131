import type { Json } from '../util/json.ts';

interface Branch {
  readonly children: Map<string, Branch | { readonly leaf: Json }>;
}

/** Puts variables with a common prefix together again: `pas.server` and `pas.port` become one map `pas`. */
export function groupValue(prefix: string, values: ReadonlyMap<string, Json>): Json {
  const root: Branch = { children: new Map() };
  for (const [name, value] of values) {
    const segments = name.slice(prefix.length + 1).split('.');
    const last = segments.pop() ?? '';
    let branch = root;
    for (const segment of segments) branch = descend(branch, segment);
    branch.children.set(last, { leaf: value });
  }
  return toJson(root);
}

function descend(branch: Branch, segment: string): Branch {
  const known = branch.children.get(segment);
  if (known !== undefined && 'children' in known) return known;
  const next: Branch = { children: new Map() };
  branch.children.set(segment, next);
  return next;
}

function toJson(branch: Branch): Json {
  const entries = [...branch.children].map(([key, child]): [string, Json] => {
    return [key, 'leaf' in child ? child.leaf : toJson(child)];
  });
  return Object.fromEntries(entries);
}
