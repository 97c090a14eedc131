import { spanOf, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Step, StepPackage, StepScope } from '../model.ts';
import { decodeChain } from './chain.ts';
import { durationOf } from './duration.ts';
import {
  choiceOf,
  field,
  flagAt,
  itemsOf,
  locate,
  locateAll,
  namesOf,
  numberAt,
  type Reading,
  refer,
  textAt,
  textsOf,
  usePath,
  versionOf,
} from './reading.ts';
import { decodeScope } from './scope.ts';
import { selectorAt } from './selector.ts';

export function decodeSteps(reading: Reading, node: YamlNode | undefined): readonly Step[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'map' ? [decodeStep(reading, item)] : []));
}

function decodeStep(reading: Reading, map: YamlMap): Step {
  const id = textAt(map, 'id') ?? '';
  const uses = locate(reading, field(map, 'uses')) ?? { text: '', span: spanOf(reading.file, map) };
  const inputs = decodeWith(reading, map, uses.text);
  return {
    id,
    name: textAt(map, 'name') ?? id,
    uses,
    roles: decodeRoles(reading, map),
    with: inputs,
    ...decodeChain(reading, inputs, uses.text, id),
    ...decodePackage(reading, field(map, 'package')),
    ...decodeNeeds(reading, map),
    run: choiceOf(field(map, 'run'), ['success', 'failure', 'always'], 'success'),
    ...decodeWhen(reading, map),
    scope: decodeStepScope(reading, field(map, 'scope')),
    ...decodePolicies(map),
    optional: flagAt(map, 'optional'),
    idempotent: flagAt(map, 'idempotent'),
    ...decodeGrouping(map),
    span: spanOf(reading.file, field(map, 'id') ?? map),
  };
}

/** An optional step may ask for a role that nobody has yet. */
function decodeRoles(reading: Reading, map: YamlMap): readonly string[] {
  const roles = field(map, 'roles');
  return flagAt(map, 'optional') ? textsOf(roles) : namesOf(reading, roles, 'role', '`roles`');
}

function decodeWith(reading: Reading, map: YamlMap, kind: string): YamlMap {
  const node = field(map, 'with');
  if (node?.kind !== 'map') return { kind: 'map', entries: [], start: map.start, end: map.start };
  if (kind === 'chain') refer(reading, 'project', locate(reading, field(node, 'project')), 'the chain');
  if (kind === 'script') usePath(reading, field(node, 'file'), 'The path of this script');
  return node;
}

function decodePackage(reading: Reading, node: YamlNode | undefined): { readonly package?: StepPackage } {
  if (node === undefined) return {};
  const id = locate(reading, node.kind === 'map' ? field(node, 'id') : node);
  if (id === undefined) return {};
  const span = spanOf(reading.file, node);
  if (node.kind !== 'map') return { package: { id, span } };
  const feed = locate(reading, field(node, 'feed'));
  const version = versionOf(reading, field(node, 'version'));
  refer(reading, 'feed', feed, 'the package');
  return { package: { id, ...(feed && { feed }), ...(version && { version }), span } };
}

/** `needs: []` is an answer, and another one than no `needs` at all. */
function decodeNeeds(reading: Reading, map: YamlMap): Pick<Step, 'needs'> {
  const node = field(map, 'needs');
  return node === undefined ? {} : { needs: locateAll(reading, node) };
}

function decodeWhen(reading: Reading, map: YamlMap): Pick<Step, 'when'> {
  const when = locate(reading, field(map, 'when'));
  return when === undefined ? {} : { when };
}

function decodeStepScope(reading: Reading, node: YamlNode | undefined): StepScope {
  if (node?.kind !== 'map') return { environments: [], channels: [] };
  const { environment = [], channel = [], not } = decodeScope(reading, withoutTenants(node));
  return {
    environments: environment,
    channels: channel,
    ...selectorAt(reading, node, 'the scope'),
    ...(not && { not }),
  };
}

/** A step's scope chooses tenants by selector, not by the dimensions of a variable's scope. */
function withoutTenants(map: YamlMap): YamlMap {
  return { ...map, entries: map.entries.filter((entry) => entry.key !== 'tenants') };
}

const defaultBackoffSeconds = 15;

function decodePolicies(map: YamlMap): Pick<Step, 'timeoutSeconds' | 'retry'> {
  const timeoutSeconds = durationOf(field(map, 'timeout'));
  const retry = field(map, 'retry');
  const attempts = retry?.kind === 'map' ? numberAt(retry, 'attempts', 1) : 1;
  const backoffSeconds =
    (retry?.kind === 'map' ? durationOf(field(retry, 'backoff')) : undefined) ?? defaultBackoffSeconds;
  return { ...(timeoutSeconds !== undefined && { timeoutSeconds }), retry: { attempts, backoffSeconds } };
}

function decodeGrouping(map: YamlMap): Pick<Step, 'rollingWindow' | 'group' | 'once'> {
  const rolling = field(map, 'rolling');
  const group = textAt(map, 'group');
  const once = choiceOf(field(map, 'once'), ['before', 'after', 'no'], 'no');
  return {
    rollingWindow: rolling?.kind === 'map' ? numberAt(rolling, 'window', 1) : 0,
    ...(group !== undefined && { group }),
    ...(once !== 'no' && { once }),
  };
}
