import { spanOf, type YamlMap } from '../../yaml/tree.ts';
import type { TargetConfig, Tenant } from '../model.ts';
import { setNamed } from '../variables-named.ts';
import { type CandidateHome, decodeNamed, decodeVariables, noteScopes } from './candidates.ts';
import { decodePackageRules } from './package-rules.ts';
import { field, namesOf, type Reading, textAt } from './reading.ts';
import { narrowScope } from './scope.ts';
import { decodeTenantTargets } from './targets.ts';

export function decodeTenant(reading: Reading, root: YamlMap, shared: ReadonlyMap<string, TargetConfig>): Tenant {
  const rest = decodeRest(reading, root, shared);
  return { ...rest, variables: decodeVariables(reading, field(root, 'variables'), homeOf(rest.id)) };
}

/** The same, but variables are read when somebody asks for them, as far as they can be put off. */
export function decodeLazily(reading: Reading, root: YamlMap, shared: ReadonlyMap<string, TargetConfig>): Tenant {
  const { id, name, tags, environments, targets, packages, span } = decodeRest(reading, root, shared);
  const unnoted = { ...reading, references: [], paths: [], versions: [], recipients: [] };
  const home = homeOf(id);
  noteScopes(reading, field(root, 'variables'), home);
  let known: Tenant['variables'] | undefined;
  const tenant: Tenant = {
    id,
    name,
    tags,
    environments,
    targets,
    get variables() {
      known ??= decodeVariables(unnoted, field(root, 'variables'), home);
      return known;
    },
    packages,
    span,
  };
  const named = new Map<string, Tenant['variables']>();
  setNamed(tenant, (wanted) => {
    const found = named.get(wanted) ?? decodeNamed(unnoted, field(root, 'variables'), home, wanted);
    named.set(wanted, found);
    return found;
  });
  return tenant;
}

function homeOf(id: string): CandidateHome {
  return { origin: { kind: 'tenant', tenant: id }, narrow: (scope) => narrowScope(scope, 'tenant', id) };
}

function decodeRest(
  reading: Reading,
  root: YamlMap,
  shared: ReadonlyMap<string, TargetConfig>,
): Omit<Tenant, 'variables'> {
  const id = textAt(root, 'tenant') ?? '';
  return {
    id,
    name: textAt(root, 'name') ?? id,
    tags: namesOf(reading, field(root, 'tags'), 'tag', '`tags`'),
    environments: namesOf(reading, field(root, 'environments'), 'environment', '`environments`'),
    targets: decodeTenantTargets(reading, field(root, 'targets'), shared),
    packages: decodePackageRules(reading, field(root, 'packages')),
    span: spanOf(reading.file, field(root, 'tenant') ?? root),
  };
}
