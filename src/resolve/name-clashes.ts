import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeKey } from './place-key.ts';
import type { VariableIndex } from './variable-index.ts';

/** The dotted names that stand below others: for `pas.server`, `pas` is a prefix. First candidate below each. */
type Prefixes = ReadonlyMap<string, Candidate>;

interface Names {
  readonly values: ReadonlyMap<string, Candidate>;
  readonly prefixes: Prefixes;
}

/**
 * A name that is a value and also the start of another name (`pas: x` and `pas.server: y`), among what tenants share and
 * between that and each list of own candidates (one list per tenant, one for a release). One error per pair of places.
 */
export function nameClashes(index: VariableIndex, ownLists: Iterable<readonly Candidate[]>): readonly Diagnostic[] {
  const shared = namesOf([...index.byName.values()].flat());
  const found = new Map<string, Diagnostic>();
  collect(found, shared, shared);
  const mayClash = clashFinder(shared);
  for (const list of ownLists) {
    if (!mayClash(list)) continue;
    const own = namesOf(list);
    collect(found, own, own);
    collect(found, own, shared);
    collect(found, shared, own);
  }
  return [...found.values()];
}

/** A quick look at a list, for nearly all are in order: whether a name of it is a prefix somewhere, or the other way. */
function clashFinder(shared: Names): (candidates: readonly Candidate[]) => boolean {
  const known = new Map<string, readonly string[]>();
  const prefixesOf = (name: string): readonly string[] => {
    const prefixes = known.get(name) ?? allPrefixes(name);
    known.set(name, prefixes);
    return prefixes;
  };
  return (candidates) => {
    const prefixes = new Set<string>();
    for (const { name } of candidates) for (const prefix of prefixesOf(name)) prefixes.add(prefix);
    for (const prefix of prefixes) if (shared.values.has(prefix)) return true;
    return candidates.some(({ name }) => prefixes.has(name) || shared.prefixes.has(name));
  };
}

/** `a.b.c` to `a` and `a.b`. */
function allPrefixes(name: string): readonly string[] {
  const prefixes: string[] = [];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) prefixes.push(name.slice(0, dot));
  return prefixes;
}

function namesOf(candidates: readonly Candidate[]): Names {
  const values = new Map<string, Candidate>();
  const prefixes = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (values.has(candidate.name)) continue;
    values.set(candidate.name, candidate);
    for (const prefix of allPrefixes(candidate.name)) if (!prefixes.has(prefix)) prefixes.set(prefix, candidate);
  }
  return { values, prefixes };
}

/** Walks the smaller of the two maps, so that a large shared set costs nothing per tenant. */
function collect(found: Map<string, Diagnostic>, { values }: Names, { prefixes }: Names): void {
  const names = values.size < prefixes.size ? values.keys() : prefixes.keys();
  for (const name of names) {
    const value = values.get(name);
    const below = prefixes.get(name);
    if (value === undefined || below === undefined) continue;
    const key = `${placeKey(value)}\n${placeKey(below)}`;
    if (!found.has(key)) found.set(key, clash(value, below));
  }
}

function clash(value: Candidate, below: Candidate): Diagnostic {
  return {
    code: 'REL1302',
    severity: 'error',
    summary: `"${value.name}" is a value here and a map elsewhere, where it holds "${below.name}"`,
    detail: 'A nested map and dotted names are the same thing, so one name cannot be both.',
    hint: `rename one of them, for example to "${value.name}.main"`,
    span: value.span,
    related: [{ message: `"${below.name}" is written here`, span: below.span }],
  };
}
