import { keySpanOf, spanOf, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Channel, Project } from '../model.ts';
import { decodeVariables } from './candidates.ts';
import { decodeInputs } from './inputs.ts';
import { decodePackageRules } from './package-rules.ts';
import { choiceOf, entriesOf, field, locate, type Reading, refer, textAt } from './reading.ts';
import { narrowScope } from './scope.ts';
import { decodeSteps } from './step.ts';

export function decodeProject(outer: Reading, root: YamlMap): Project {
  const id = textAt(root, 'project') ?? '';
  const reading = { ...outer, project: id };
  const narrow = (scope: object) => narrowScope(scope, 'project', id);
  return {
    id,
    name: textAt(root, 'name') ?? id,
    ...decodeLifecycleName(reading, root),
    tenancy: choiceOf(field(root, 'tenancy'), ['tenanted', 'untenanted', 'either'], 'tenanted'),
    channels: decodeChannels(reading, field(root, 'channels'), root),
    inputs: decodeInputs(reading, field(root, 'inputs')),
    variables: decodeVariables(reading, field(root, 'variables'), { origin: { kind: 'project', project: id }, narrow }),
    steps: decodeSteps(reading, field(root, 'steps')),
    span: spanOf(reading.file, field(root, 'project') ?? root),
  };
}

function decodeLifecycleName(reading: Reading, map: YamlMap): Pick<Project, 'lifecycle'> {
  const lifecycle = locate(reading, field(map, 'lifecycle'));
  refer(reading, 'lifecycle', lifecycle, '`lifecycle`');
  return lifecycle === undefined ? {} : { lifecycle };
}

function decodeChannels(reading: Reading, node: YamlNode | undefined, root: YamlMap): ReadonlyMap<string, Channel> {
  const channels = new Map<string, Channel>();
  for (const entry of entriesOf(node)) channels.set(entry.key, decodeChannel(reading, entry));
  if (!channels.has('default')) {
    channels.set('default', {
      name: 'default',
      packages: [],
      span: spanOf(reading.file, field(root, 'project') ?? root),
    });
  }
  return channels;
}

function decodeChannel(reading: Reading, entry: YamlEntry): Channel {
  const { value } = entry;
  return {
    name: entry.key,
    ...(value.kind === 'map' ? decodeLifecycleName(reading, value) : {}),
    packages: value.kind === 'map' ? decodePackageRules(reading, field(value, 'packages')) : [],
    span: keySpanOf(reading.file, entry),
  };
}
