import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import { compileCached, type NamePart } from './compile.ts';
import { cycleDiagnostic, missingDiagnostic, tooLargeDiagnostic, valueDiagnostic } from './expand-diagnostics.ts';
import type { ExpandedValue, ExpandedValues, RawValue, VariableSource } from './expand-types.ts';
import { groupValue } from './group-value.ts';
import { maximumOutput } from './limits.ts';
import { ownerOf } from './owner.ts';
import { readPath } from './read-path.ts';
import { isRootName } from './roots.ts';
import { type LaterReason, type Lookup, notFound, type TemplateScope } from './scope.ts';
import { isFixed, isLargerThan, renderValue, type ValueRendering, valueReferences } from './value-templates.ts';
import { scalarText } from './values.ts';

/** A value that waits for the values it refers to. */
interface Waiting {
  readonly name: string;
  readonly raw: Extract<RawValue, { kind: 'plain' }>;
  readonly needs: readonly string[];
  next: number;
}

interface Expansion {
  readonly source: VariableSource;
  readonly scope: TemplateScope;
  readonly done: Map<string, ExpandedValue>;
  /** The chain of values being worked out, each needed by the one before it, and where each stands in it. */
  readonly chain: Waiting[];
  readonly positions: Map<string, number>;
}

/**
 * Fills in what values refer to, for one tenant. Nothing is worked out before it is asked for, and nothing twice. The
 * work keeps its own stack, so a chain of references may be as long as it likes.
 */
export function expandValues(source: VariableSource, roots: TemplateScope): ExpandedValues {
  const scope: TemplateScope = { get: (path) => lookUp(expansion, roots, path) };
  const expansion: Expansion = { source, scope, done: new Map(), chain: [], positions: new Map() };
  return { get: (name) => expandedValue(expansion, name), scope };
}

function lookUp(expansion: Expansion, roots: TemplateScope, path: readonly string[]): Lookup {
  const [root] = path;
  if (root === undefined || isRootName(root)) return roots.get(path);
  // Nearly every path is a variable's whole name.
  const whole = expandedValue(expansion, path.join('.'));
  if (whole !== undefined) return toLookup(whole, path.length);
  const owner = ownerOf(expansion.source, path);
  if (owner === undefined) return notFound;
  if (owner.kind === 'group') return lookUpGroup(expansion, owner.prefix, owner.names);
  return toLookup(expandedValue(expansion, owner.name), owner.consumed);
}

function toLookup(expanded: ExpandedValue | undefined, consumed: number): Lookup {
  switch (expanded?.kind) {
    case undefined:
      return notFound;
    case 'value':
      return { found: true, value: expanded.value, secret: expanded.secret, consumed };
    case 'deferred':
      return { found: 'later', reasons: expanded.reasons };
    case 'error':
      return { found: 'broken' };
    default:
      return expanded satisfies never;
  }
}

function lookUpGroup(expansion: Expansion, prefix: string, names: readonly string[]): Lookup {
  const values = new Map<string, Json>();
  const reasons = new Set<LaterReason>();
  let secret = false;
  for (const name of names) {
    const expanded = expandedValue(expansion, name);
    if (expanded?.kind === 'error') return { found: 'broken' };
    if (expanded?.kind === 'deferred') for (const reason of expanded.reasons) reasons.add(reason);
    if (expanded?.kind !== 'value') continue;
    values.set(name, expanded.value);
    secret ||= expanded.secret;
  }
  if (reasons.size > 0) return { found: 'later', reasons: [...reasons].sort() };
  return { found: true, value: groupValue(prefix, values), secret };
}

function expandedValue(expansion: Expansion, name: string): ExpandedValue | undefined {
  const known = expansion.done.get(name);
  if (known !== undefined) return known;
  if (!begin(expansion, name)) return undefined;
  while (expansion.chain.length > 0) advance(expansion);
  return expansion.done.get(name);
}

/** Settles a fixed value at once, or puts a value that refers to others on the chain. False when there is no such name. */
function begin(expansion: Expansion, name: string): boolean {
  const raw = expansion.source.find(name);
  if (raw === undefined) return false;
  if (raw.kind === 'secret') {
    expansion.done.set(name, { kind: 'deferred', reasons: ['secret'] });
  } else if (raw.final === true || isFixed(raw.value)) {
    expansion.done.set(name, { kind: 'value', value: raw.value, secret: raw.secret === true });
  } else {
    const text = fillInPlainly(expansion, raw);
    if (text === undefined) enter(expansion, name, raw);
    else expansion.done.set(name, { kind: 'value', value: text, secret: false });
  }
  return true;
}

/**
 * The text of a value that names only what is fixed and prints as text, as nearly all do: then nothing can go wrong.
 * Undefined for any other value.
 */
function fillInPlainly(expansion: Expansion, { value, secret }: Waiting['raw']): string | undefined {
  const parts = typeof value === 'string' && secret !== true ? compileCached(value, false).template?.parts : undefined;
  if (parts === undefined) return undefined;
  let text = '';
  for (const part of parts) {
    const printed = typeof part === 'string' ? part : printedName(expansion, part);
    if (printed === undefined || text.length + printed.length > maximumOutput) return undefined;
    text += printed;
  }
  return text;
}

function printedName({ source, scope }: Expansion, { name, path }: NamePart): string | undefined {
  if (isRootName(path[0] ?? '')) {
    const root = readPath(scope, path);
    return root.found === true && root.secret !== true ? scalarText(root.value) : undefined;
  }
  const raw = source.find(name);
  const isPlain = raw?.kind === 'plain' && raw.secret !== true && (raw.final === true || isFixed(raw.value));
  return isPlain ? scalarText(raw.value) : undefined;
}

function enter(expansion: Expansion, name: string, raw: Waiting['raw']): void {
  const { references, problems } = valueReferences(raw.value);
  const diagnostics = problems.map(({ text, problem }) => valueDiagnostic(raw, text, problem));
  const needs = new Set<string>();
  for (const { text, reference } of references) {
    if (isRootName(reference.path[0] ?? '')) continue;
    const owner = ownerOf(expansion.source, reference.path);
    if (owner === undefined) diagnostics.push(missingDiagnostic(expansion.source, raw, text, reference));
    else for (const need of owner.kind === 'group' ? owner.names : [owner.name]) needs.add(need);
  }
  if (diagnostics.length > 0) {
    expansion.done.set(name, { kind: 'error', diagnostics });
    return;
  }
  expansion.positions.set(name, expansion.chain.length);
  expansion.chain.push({ name, raw, needs: [...needs], next: 0 });
}

function advance(expansion: Expansion): void {
  const waiting = expansion.chain.at(-1);
  if (waiting === undefined) return;
  const need = waiting.needs[waiting.next];
  waiting.next += 1;
  if (need === undefined) finish(expansion, waiting);
  else if (!expansion.done.has(need)) fulfil(expansion, need);
}

function fulfil(expansion: Expansion, need: string): void {
  const position = expansion.positions.get(need);
  if (position === undefined) begin(expansion, need);
  else closeCycle(expansion, position);
}

/** Every member of the circle gets the same one mistake. */
function closeCycle(expansion: Expansion, position: number): void {
  const members = expansion.chain.splice(position);
  const places = members.map(({ name, raw }) => ({ name, span: raw.span }));
  const result: ExpandedValue = { kind: 'error', diagnostics: [cycleDiagnostic(places)] };
  for (const { name } of members) {
    expansion.positions.delete(name);
    expansion.done.set(name, result);
  }
}

function finish(expansion: Expansion, waiting: Waiting): void {
  expansion.chain.pop();
  expansion.positions.delete(waiting.name);
  expansion.done.set(waiting.name, brokenNeeds(expansion, waiting) ?? render(expansion, waiting.raw));
}

function brokenNeeds(expansion: Expansion, { needs }: Waiting): ExpandedValue | undefined {
  const broken = needs.flatMap((need) => {
    const expanded = expansion.done.get(need);
    return expanded?.kind === 'error' ? [expanded] : [];
  });
  if (broken.length <= 1) return broken[0];
  return { kind: 'error', diagnostics: [...new Set(broken.flatMap((expanded) => expanded.diagnostics))] };
}

function render(expansion: Expansion, raw: Waiting['raw']): ExpandedValue {
  const rendering: ValueRendering = { scope: expansion.scope, problems: [], secret: raw.secret === true };
  const value = renderValue(rendering, raw.value);
  const reasons = new Set<LaterReason>();
  const diagnostics: Diagnostic[] = [];
  for (const { text, problem } of rendering.problems) {
    if (problem.kind !== 'later') diagnostics.push(valueDiagnostic(raw, text, problem));
    else for (const reason of problem.reasons) reasons.add(reason);
  }
  if (diagnostics.length > 0) return { kind: 'error', diagnostics };
  if (reasons.size > 0) return { kind: 'deferred', reasons: [...reasons].sort() };
  if (typeof value === 'object' && isLargerThan(value, maximumOutput)) return tooLarge(raw.span);
  return { kind: 'value', value, secret: rendering.secret };
}

function tooLarge(span: Span | undefined): ExpandedValue {
  return { kind: 'error', diagnostics: [tooLargeDiagnostic(span)] };
}
