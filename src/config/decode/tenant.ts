import { spanOf, type YamlMap } from '../../yaml/tree.ts';
import type { TargetConfig, Tenant } from '../model.ts';
import { decodeVariables } from './candidates.ts';
import { decodePackageRules } from './package-rules.ts';
import { field, namesOf, type Reading, textAt } from './reading.ts';
import { narrowScope } from './scope.ts';
import { decodeTenantTargets } from './targets.ts';

export function decodeTenant(reading: Reading, root: YamlMap, shared: ReadonlyMap<string, TargetConfig>): Tenant {
  const id = textAt(root, 'tenant') ?? '';
  const home = {
    origin: { kind: 'tenant', tenant: id },
    narrow: (scope: object) => narrowScope(scope, 'tenant', id),
  } as const;
  return {
    id,
    name: textAt(root, 'name') ?? id,
    tags: namesOf(reading, field(root, 'tags'), 'tag', '`tags`'),
    environments: namesOf(reading, field(root, 'environments'), 'environment', '`environments`'),
    targets: decodeTenantTargets(reading, field(root, 'targets'), shared),
    variables: decodeVariables(reading, field(root, 'variables'), home),
    packages: decodePackageRules(reading, field(root, 'packages')),
    span: spanOf(reading.file, field(root, 'tenant') ?? root),
  };
}
