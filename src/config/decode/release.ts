import { spanOf, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Located, Override, Release } from '../model.ts';
import type { CandidateOrigin, TenantSelector } from '../scope.ts';
import { decodeVariables } from './candidates.ts';
import { decodePackageRules, decodeVersions } from './package-rules.ts';
import {
  choiceOf,
  field,
  itemsOf,
  locate,
  locateAll,
  namesOf,
  type Reading,
  refer,
  textAt,
  versionOf,
} from './reading.ts';
import { decodeSelector } from './selector.ts';
import { unchanged } from './variable-set.ts';
import { decodeWaves } from './wave.ts';

export function decodeRelease(outer: Reading, root: YamlMap): Release {
  const id = textAt(root, 'release') ?? '';
  const span = spanOf(outer.file, field(root, 'release') ?? root);
  const project = locate(outer, field(root, 'project')) ?? { text: '', span };
  refer(outer, 'project', project, '`project`');
  const reading = { ...outer, project: project.text };
  const origin = { kind: 'release', release: id } as const;
  return {
    id,
    file: outer.file,
    project,
    version: versionOf(outer, field(root, 'version'))?.text ?? id,
    channel: decodeChannelName(reading, field(root, 'channel')),
    versions: decodeVersions(reading, field(root, 'versions'), '`versions`'),
    packages: decodePackageRules(reading, field(root, 'packages')),
    environments: namesOf(reading, field(root, 'environments'), 'environment', '`environments`'),
    tenants: decodeTenants(reading, field(root, 'tenants'), span),
    waves: decodeWaves(reading, field(root, 'waves')),
    onFailure: choiceOf(field(root, 'onFailure'), ['halt', 'continue', 'undo'], 'halt'),
    skip: locateAll(reading, field(root, 'skip')),
    variables: decodeVariables(reading, field(root, 'variables'), { origin, narrow: unchanged }),
    overrides: decodeOverrides(reading, field(root, 'overrides'), origin),
    span,
  };
}

function decodeChannelName(reading: Reading, node: YamlNode | undefined): string {
  const channel = locate(reading, node);
  refer(reading, 'channel', channel, '`channel`');
  return channel?.text ?? 'default';
}

/** A release that names nobody means everybody, and an empty workspace of tenants is no mistake of the release. */
function decodeTenants(reading: Reading, node: YamlNode | undefined, span: Located['span']): TenantSelector {
  if (node === undefined) return { parts: [{ kind: 'all' }], allowEmpty: true, span };
  return decodeSelector(reading, node, '`tenants`');
}

function decodeOverrides(reading: Reading, node: YamlNode | undefined, origin: CandidateOrigin): readonly Override[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'map' ? [decodeOverride(reading, item, origin)] : []));
}

function decodeOverride(reading: Reading, map: YamlMap, origin: CandidateOrigin): Override {
  const span = spanOf(reading.file, map);
  return {
    tenants: decodeTenants(reading, field(map, 'tenants'), span),
    packages: decodePackageRules(reading, field(map, 'packages')),
    versions: decodeVersions(reading, field(map, 'versions'), '`versions`'),
    variables: decodeVariables(reading, field(map, 'variables'), { origin, narrow: unchanged }),
    span,
  };
}
