import type { Span } from '../../diagnostics/span.ts';
import type { Json } from '../../util/json.ts';
import { toJson } from '../../yaml/access.ts';
import { entriesWhere, isUnmarked, spanOf, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Candidate, CandidateOrigin, CandidateValue, Scope } from '../scope.ts';
import { entriesOf, field, type Reading } from './reading.ts';
import { decodeScope } from './scope.ts';
import { decodeSecret } from './secret.ts';

/** What every candidate of one place shares. */
export interface CandidateHome {
  readonly origin: CandidateOrigin;
  /** Adds to a written scope what the place implies. */
  readonly narrow: (scope: Scope) => Scope;
}

/**
 * The variables of one place, flat: `pas: { server: x }` gives `pas.server`. A map with `value` is one candidate, a
 * list whose items all have `value` (or `secret`) is several, a map with `secret` is a secret (language.md part 4).
 */
export function decodeVariables(
  reading: Reading,
  node: YamlNode | undefined,
  home: CandidateHome,
): readonly Candidate[] {
  const gathering = { reading, home, plainScope: home.narrow({}), candidates: [] };
  for (const entry of entriesOf(node)) visit(gathering, '', entry);
  return gathering.candidates;
}

/** Notes what scopes in variables refer to, and reads nothing else of what can be put off. */
export function noteScopes(reading: Reading, node: YamlNode | undefined, home: CandidateHome): void {
  if (node?.kind !== 'map' || isUnmarked(node)) return;
  const gathering = { reading, home, plainScope: home.narrow({}), candidates: [] };
  for (const entry of entriesWhere(node, (_key, unmarked) => !unmarked)) visit(gathering, '', entry);
}

/** A value that stands right under `variables` and is no map or list, with where it stands. */
export type PlainValue = readonly [value: Json, offset: number, length: number];

/** These by name: what is asked of most tenants, such as what their namespaces are made of. */
export function decodePlain(file: string, node: YamlNode | undefined): Readonly<Record<string, PlainValue>> {
  const plain = entriesOf(node).filter(({ key, value }) => value.kind === 'scalar' && !key.includes('.'));
  return Object.fromEntries(
    plain.map((entry) => {
      const { offset, length } = entrySpan(file, entry);
      return [entry.key, [toJson(entry.value), offset, length]];
    }),
  );
}

export function plainCandidate(
  file: string,
  { origin, narrow }: CandidateHome,
  name: string,
  plain: PlainValue,
): Candidate {
  const [value, offset, length] = plain;
  return { name, value: { kind: 'value', value }, scope: narrow({}), origin, span: { file, offset, length } };
}

/** Of `decodeVariables`, those of one name, without a look at entries that have nothing to do with it. */
export function decodeNamed(
  reading: Reading,
  node: YamlNode | undefined,
  home: CandidateHome,
  name: string,
): readonly Candidate[] {
  const gathering = { reading, home, plainScope: home.narrow({}), candidates: [] as Candidate[] };
  const isOnTheWay = (key: string): boolean =>
    name.startsWith(key) && (name.length === key.length || name[key.length] === '.');
  if (node?.kind === 'map') for (const entry of entriesWhere(node, isOnTheWay)) visit(gathering, '', entry);
  return gathering.candidates.filter((candidate) => candidate.name === name);
}

interface Gathering {
  readonly reading: Reading;
  readonly home: CandidateHome;
  /** One object for all candidates without a scope of their own. */
  readonly plainScope: Scope;
  readonly candidates: Candidate[];
}

function visit(gathering: Gathering, prefix: string, entry: YamlEntry): void {
  const name = gathering.reading.names.join(prefix, entry.key);
  const { value } = entry;
  if (value.kind === 'map' && isCandidate(value)) {
    addScoped(gathering, name, value, entrySpan(gathering.reading.file, entry));
  } else if (isCandidateList(value)) {
    for (const item of value.items) addScoped(gathering, name, item, spanOf(gathering.reading.file, item));
  } else if (value.kind === 'map' && value.entries.length > 0) {
    for (const child of value.entries) visit(gathering, name, child);
  } else {
    addPlain(gathering, name, entry);
  }
}

function addPlain({ reading, home, plainScope: scope, candidates }: Gathering, name: string, entry: YamlEntry): void {
  const value = { kind: 'value', value: toJson(entry.value) } as const;
  candidates.push({ name, value, scope, origin: home.origin, span: entrySpan(reading.file, entry) });
}

function addScoped(gathering: Gathering, name: string, map: YamlMap, span: Span): void {
  const { reading, home, plainScope, candidates } = gathering;
  const written = field(map, 'scope');
  const scope = written === undefined ? plainScope : home.narrow(decodeScope(reading, written));
  candidates.push({ name, value: candidateValue(map), scope, origin: home.origin, span });
}

/** `{ secret: … }`, `{ value: … }` and `{ value: { secret: … } }`. */
function candidateValue(map: YamlMap): CandidateValue {
  const value = entry(map, 'value')?.value;
  const holder = value?.kind === 'map' && entry(value, 'secret') !== undefined ? value : map;
  const written = field(holder, 'secret');
  const secret = written?.kind === 'map' ? decodeSecret(written) : undefined;
  if (secret !== undefined) return { kind: 'secret', secret };
  return { kind: 'value', value: value === undefined ? null : toJson(value) };
}

function isCandidate(map: YamlMap): boolean {
  return entry(map, 'value') !== undefined || entry(map, 'secret') !== undefined;
}

function isCandidateList(
  node: YamlNode,
): node is YamlNode & { readonly kind: 'list'; readonly items: readonly YamlMap[] } {
  return node.kind === 'list' && node.items.length > 0 && node.items.every((i) => i.kind === 'map' && isCandidate(i));
}

function entry(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((candidate) => candidate.key === key);
}

/** Key and value when the value stands on the key's line, else the key alone: what a code frame can show well. */
function entrySpan(file: string, { keyStart, keyEnd, value }: YamlEntry): Span {
  const end = value.kind === 'scalar' ? Math.max(keyEnd, value.end) : keyEnd;
  return { file, offset: keyStart, length: end - keyStart };
}
