import { spanOf, type YamlDocument, type YamlMap } from '../../yaml/tree.ts';
import type { TargetConfig, Tenant } from '../model.ts';
import { type Named, setNamed } from '../variables-named.ts';
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
import { field, type NameTable, namesOf, type Reading, textAt } from './reading.ts';
import { narrowScope } from './scope.ts';
import { decodeTenantTargets, linkTargets, type WrittenTarget } from './targets.ts';

/** What the document of a tenant says by itself, whatever stands in other files. */
export interface WrittenTenant extends Omit<Tenant, 'targets'> {
  readonly targets: readonly WrittenTarget[];
  /** What it refers to. */
  readonly noted: Noted;
  /** Of a tenant whose variables are read when somebody asks for them: a quicker way to those of one name. */
  readonly named?: Named;
}

type Noted = Pick<Reading, 'references' | 'paths' | 'versions' | 'recipients'>;

/**
 * All of it but the variables that are no plain values. Plain data, so that a cache can keep it: of most tenants nobody
 * wants to know more.
 */
export interface TenantOutline extends Omit<WrittenTenant, 'variables' | 'named'> {
  readonly plain: Readonly<Record<string, PlainValue>>;
}

export function readTenant({ file, root }: YamlDocument, names: NameTable): WrittenTenant {
  const noted = nothingNoted();
  const reading: Reading = { file, ...noted, names };
  const rest = readAllButVariables(reading, root);
  return { ...rest, variables: decodeVariables(reading, field(root, 'variables'), homeOf(rest.id)), noted };
}

export function outlineOf({ file, root }: YamlDocument, names: NameTable): TenantOutline {
  const noted = nothingNoted();
  const reading: Reading = { file, ...noted, names };
  const rest = readAllButVariables(reading, root);
  const variables = field(root, 'variables');
  noteScopes(reading, variables, homeOf(rest.id));
  return { ...rest, plain: decodePlain(file, variables), noted };
}

/** The same as `readTenant`, but its document is read when somebody asks for more than the outline. */
export function readLazily(outline: TenantOutline, names: NameTable, root: () => YamlMap): WrittenTenant {
  const { plain, ...rest } = outline;
  const { file } = rest.span;
  const reading: Reading = { file, ...nothingNoted(), names };
  const home = homeOf(rest.id);
  const readNamed = (wanted: string): Tenant['variables'] => {
    const value = Object.hasOwn(plain, wanted) ? plain[wanted] : undefined;
    return value === undefined
      ? decodeNamed(reading, field(root(), 'variables'), home, wanted)
      : [plainCandidate(file, home, wanted, value)];
  };
  const known = new Map<string, Tenant['variables']>();
  let variables: Tenant['variables'] | undefined;
  return {
    ...rest,
    get variables() {
      variables ??= decodeVariables(reading, field(root(), 'variables'), home);
      return variables;
    },
    named: (wanted) => {
      const found = known.get(wanted) ?? readNamed(wanted);
      known.set(wanted, found);
      return found;
    },
  };
}

/** A tenant of a workspace with these shared targets. */
export function tenantOf(written: WrittenTenant, shared: ReadonlyMap<string, TargetConfig>): Tenant {
  const { id, name, tags, environments, packages, span, named } = written;
  const targets = linkTargets(written.targets, shared);
  if (named === undefined) {
    return { id, name, tags, environments, targets, variables: written.variables, packages, span };
  }
  const tenant: Tenant = {
    id,
    name,
    tags,
    environments,
    targets,
    get variables() {
      return written.variables;
    },
    packages,
    span,
  };
  setNamed(tenant, named);
  return tenant;
}

function nothingNoted(): Noted {
  return { references: [], paths: [], versions: [], recipients: [] };
}

function homeOf(id: string): CandidateHome {
  return { origin: { kind: 'tenant', tenant: id }, narrow: (scope) => narrowScope(scope, 'tenant', id) };
}

function readAllButVariables(reading: Reading, root: YamlMap): Omit<WrittenTenant, 'variables' | 'noted'> {
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
