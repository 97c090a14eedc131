import { startOf } from '../../diagnostics/span.ts';
import { keySpanOf, spanOf, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { AgentsConfig, FeedConfig, Freeze, StateConfig, TagSet, WorkspaceConfig } from '../model.ts';
import { durationOf } from './duration.ts';
import { decodeLifecycles } from './lifecycle.ts';
import { decodeNotification } from './notification.ts';
import {
  entriesOf,
  field,
  flagAt,
  itemsOf,
  locate,
  locateAll,
  namesOf,
  type Reading,
  textAt,
  textsOf,
  usePath,
} from './reading.ts';
import { decodeSecret } from './secret.ts';
import { selectorAt } from './selector.ts';
import { decodeSharedTargets, settingsOf } from './targets.ts';

const defaultState: StateConfig = { type: 'file', path: '.release' };

/** The configuration of a workspace whose config file cannot be read: nothing is declared. */
export function emptyConfig(file: string): WorkspaceConfig {
  const none = { environments: [], tagSets: new Map(), lifecycles: new Map(), feeds: new Map(), targets: new Map() };
  const agents = decodeAgents(undefined);
  return { ...none, span: startOf(file), freezes: [], state: defaultState, notifications: [], agents, stepKinds: [] };
}

export function decodeWorkspaceConfig(reading: Reading, root: YamlMap): WorkspaceConfig {
  const namespace = locate(reading, field(root, 'namespace'));
  const stepKinds = locateAll(reading, field(root, 'stepKinds'));
  for (const item of itemsOf(field(root, 'stepKinds'))) useModule(reading, item);
  return {
    span: startOf(reading.file),
    ...(namespace && { namespace }),
    environments: textsOf(field(root, 'environments')),
    tagSets: decodeTagSets(field(root, 'tagSets')),
    lifecycles: decodeLifecycles(reading, field(root, 'lifecycles')),
    feeds: new Map(entriesOf(field(root, 'feeds')).map((entry) => [entry.key, decodeFeed(reading, entry)])),
    targets: new Map(decodeSharedTargets(reading, field(root, 'targets')).map((target) => [target.id, target])),
    freezes: itemsOf(field(root, 'freezes')).flatMap((item) => decodeFreeze(reading, item)),
    state: decodeState(reading, field(root, 'state')),
    notifications: entriesOf(field(root, 'notifications')).flatMap(decodeNotification),
    agents: decodeAgents(field(root, 'agents')),
    stepKinds,
  };
}

function decodeTagSets(node: YamlNode | undefined): ReadonlyMap<string, TagSet> {
  return new Map(entriesOf(node).map((entry) => [entry.key, decodeTagSet(entry)]));
}

/** `{ values, one }`, or just the list of values. */
function decodeTagSet({ key: name, value }: YamlEntry): TagSet {
  if (value.kind !== 'map') return { name, values: textsOf(value), one: false };
  return { name, values: textsOf(field(value, 'values')), one: flagAt(value, 'one') };
}

function decodeFeed(reading: Reading, entry: YamlEntry): FeedConfig {
  const { value } = entry;
  const type = (value.kind === 'map' ? textAt(value, 'type') : undefined) ?? 'folder';
  if (value.kind === 'map' && type === 'folder') usePath(reading, field(value, 'path'), 'The path of this feed');
  return { name: entry.key, type, settings: settingsOf(value, ['type']), span: keySpanOf(reading.file, entry) };
}

function decodeFreeze(reading: Reading, item: YamlNode): readonly Freeze[] {
  if (item.kind !== 'map') return [];
  const freeze = {
    name: textAt(item, 'name') ?? '',
    from: textAt(item, 'from') ?? '',
    to: textAt(item, 'to') ?? '',
    zone: textAt(item, 'zone') ?? 'UTC',
    environments: namesOf(reading, field(item, 'environments'), 'environment', 'the freeze'),
    ...selectorAt(reading, item, 'the freeze'),
    span: spanOf(reading.file, field(item, 'name') ?? item),
  };
  return [freeze];
}

function decodeAgents(node: YamlNode | undefined): AgentsConfig {
  const map = node?.kind === 'map' ? node : undefined;
  const listen = map && textAt(map, 'listen');
  const patienceSeconds = durationOf(map && field(map, 'patience')) ?? 30;
  return { patienceSeconds, ...(listen !== undefined && { listen }) };
}

function decodeState(reading: Reading, node: YamlNode | undefined): StateConfig {
  if (node?.kind !== 'map') return defaultState;
  const url = field(node, 'url');
  const secret = url?.kind === 'map' ? decodeSecret(secretMap(url)) : undefined;
  if (textAt(node, 'type') === 'postgres' && secret !== undefined) return { type: 'postgres', url: secret };
  usePath(reading, field(node, 'path'), 'The path of the state');
  return { type: 'file', path: textAt(node, 'path') ?? '.release' };
}

/** `{ env: X }`, or `{ secret: { env: X } }` as variables write it. */
function secretMap(map: YamlMap): YamlMap {
  const inner = field(map, 'secret');
  return inner?.kind === 'map' ? inner : map;
}

/** A module with step kinds is a path when it looks like one; else it is the name of an installed package. */
function useModule(reading: Reading, item: YamlNode): void {
  const module = locate(reading, item)?.text ?? '';
  if (/^[./\\~%]|^[A-Za-z]:|^file:/.test(module)) usePath(reading, item, 'The path of this module');
}
