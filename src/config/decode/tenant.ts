import { spanOf, type YamlDocument, type YamlMap } from '../../yaml/tree.ts';
import type { TargetConfig, Tenant } from '../model.ts';
import { setNamed } from '../variables-named.ts';
import {
  type CandidateHome,
  decodeNamed,
  decodePlain,
  decodeVariables,
  noteScopes,
  type PlainValue,
  plainCandidate,
} from './candidates.ts';
import { decodePackageRules } from './package-rules.ts';
import { field, NameTable, namesOf, type Reading, textAt } from './reading.ts';
import { narrowScope } from './scope.ts';
import { decodeTenantTargets, linkTargets, type WrittenTarget } from './targets.ts';

/** What the file of a tenant says but for its variables. */
interface WrittenTenant extends Omit<Tenant, 'variables' | 'targets'> {
  readonly targets: readonly WrittenTarget[];
}

/**
 * The same with everything that the file refers to, also in variables. Plain data, so that a cache can keep it: of most
 * tenants nobody wants to know more.
 */
export interface TenantOutline extends WrittenTenant {
  readonly plain: Readonly<Record<string, PlainValue>>;
  readonly noted: Pick<Reading, 'references' | 'paths' | 'versions' | 'recipients'>;
}

type Shared = ReadonlyMap<string, TargetConfig>;

export function decodeTenant(reading: Reading, root: YamlMap, shared: Shared): Tenant {
  const { targets, ...rest } = decodeAllButVariables(reading, root);
  const variables = decodeVariables(reading, field(root, 'variables'), homeOf(rest.id));
  return { ...rest, targets: linkTargets(targets, shared), variables };
}

/** The same from its outline: variables are read when somebody asks for them, as far as they can be put off. */
export function tenantOf(reading: Reading, outline: TenantOutline, root: () => YamlMap, shared: Shared): Tenant {
  const { id, name, tags, environments, targets, packages, span, plain, noted } = outline;
  reading.references.push(...noted.references);
  reading.paths.push(...noted.paths);
  reading.versions.push(...noted.versions);
  reading.recipients.push(...noted.recipients);
  const unnoted = { ...reading, references: [], paths: [], versions: [], recipients: [] };
  const home = homeOf(id);
  const readNamed = (wanted: string): Tenant['variables'] => {
    const value = Object.hasOwn(plain, wanted) ? plain[wanted] : undefined;
    return value === undefined
      ? decodeNamed(unnoted, field(root(), 'variables'), home, wanted)
      : [plainCandidate(reading.file, home, wanted, value)];
  };
  let known: Tenant['variables'] | undefined;
  const tenant: Tenant = {
    id,
    name,
    tags,
    environments,
    targets: linkTargets(targets, shared),
    get variables() {
      known ??= decodeVariables(unnoted, field(root(), 'variables'), home);
      return known;
    },
    packages,
    span,
  };
  const named = new Map<string, Tenant['variables']>();
  setNamed(tenant, (wanted) => {
    const found = named.get(wanted) ?? readNamed(wanted);
    named.set(wanted, found);
    return found;
  });
  return tenant;
}

export function outlineOf({ file, root }: YamlDocument): TenantOutline {
  const noted = { references: [], paths: [], versions: [], recipients: [] };
  const reading: Reading = { file, ...noted, names: new NameTable() };
  const written = decodeAllButVariables(reading, root);
  const variables = field(root, 'variables');
  noteScopes(reading, variables, homeOf(written.id));
  return { ...written, plain: decodePlain(file, variables), noted };
}

function homeOf(id: string): CandidateHome {
  return { origin: { kind: 'tenant', tenant: id }, narrow: (scope) => narrowScope(scope, 'tenant', id) };
}

function decodeAllButVariables(reading: Reading, root: YamlMap): WrittenTenant {
  const id = textAt(root, 'tenant') ?? '';
  return {
    id,
    name: textAt(root, 'name') ?? id,
    tags: namesOf(reading, field(root, 'tags'), 'tag', '`tags`'),
    environments: namesOf(reading, field(root, 'environments'), 'environment', '`environments`'),
    targets: decodeTenantTargets(reading, field(root, 'targets')),
    packages: decodePackageRules(reading, field(root, 'packages')),
    span: spanOf(reading.file, field(root, 'tenant') ?? root),
  };
}
