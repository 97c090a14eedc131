import { spanOf, type YamlDocument } from '../../yaml/tree.ts';
import type { Decoded } from '../decoded.ts';
import type { Located, Project, Release, TargetConfig, Tenant, VariableSet, WorkspaceConfig } from '../model.ts';
import type { ConfigKind, Declaration, PathUse, Reference } from '../reference.ts';
import { workspaceFileName } from '../schema/kind.ts';
import { decodeProject } from './project.ts';
import { field, NameTable, type Reading, textOf } from './reading.ts';
import { decodeRelease } from './release.ts';
import { readTenant, tenantOf, type WrittenTenant } from './tenant.ts';
import { decodeVariableSet } from './variable-set.ts';
import { decodeWorkspaceConfig, emptyConfig } from './workspace-config.ts';

/** A document whose kind is known; `valid` when its shape was checked and found right. */
export interface KnownDocument {
  readonly kind: ConfigKind;
  readonly valid: boolean;
  readonly document: YamlDocument;
  /** The rules about a document by itself are known to be silent about it. */
  readonly vouched?: boolean;
}

/** A valid document of a tenant that was read before: for another load, or as far as it is likely to be looked at. */
export interface ReadTenant {
  readonly kind: 'tenant';
  readonly written: WrittenTenant;
  readonly vouched?: boolean;
}

interface Gathering {
  readonly tenants: Map<string, Tenant>;
  readonly variableSets: VariableSet[];
  readonly projects: Map<string, Project>;
  readonly releases: Map<string, Release>;
  readonly declarations: Declaration[];
  readonly references: Reference[];
  readonly paths: PathUse[];
  readonly versions: Located[];
  readonly recipients: Located[];
  readonly names: NameTable;
  readonly vouched: Set<Tenant>;
}

/**
 * Documents to model. Those of a wrong shape are left out, but their names are remembered, so that a mistake in one
 * file does not make every mention of it a mistake too. Pure; of equal ids the first is kept. The documents are taken
 * one by one, so that nobody has to hold all of their trees, and the workspace's own must come first: tenants take
 * shared targets from it.
 */
export function decodeDocuments(
  documents: Iterable<KnownDocument | ReadTenant>,
  unread: ReadonlySet<ConfigKind>,
): Decoded {
  const gathering: Gathering = {
    tenants: new Map(),
    variableSets: [],
    projects: new Map(),
    releases: new Map(),
    declarations: [],
    references: [],
    paths: [],
    versions: [],
    recipients: [],
    names: new NameTable(),
    vouched: new Set(),
  };
  let config: WorkspaceConfig | undefined;
  for (const known of documents) {
    declare(gathering, known);
    const shared = config?.targets ?? noTargets;
    if ('written' in known) addTenant(gathering, known.written, known.vouched, shared);
    else if (known.valid && known.kind === 'workspace') config ??= decodeConfig(gathering, known);
    else if (known.valid) decodeOne(gathering, known, shared);
  }
  const { tenants, variableSets, projects, releases, declarations, references, paths, versions, recipients, vouched } =
    gathering;
  const whole = config ?? emptyConfig(workspaceFileName);
  return {
    workspace: { config: whole, tenants, variableSets, projects, releases },
    declarations,
    references,
    paths,
    versions,
    recipients,
    vouched,
    unread,
  };
}

function decodeConfig(gathering: Gathering, { document }: KnownDocument): WorkspaceConfig {
  return decodeWorkspaceConfig(readingOf(gathering, document.file), document.root);
}

function readingOf({ references, paths, versions, recipients, names }: Gathering, file: string): Reading {
  return { file, references, paths, versions, recipients, names };
}

function declare({ declarations }: Gathering, known: KnownDocument | ReadTenant): void {
  if ('written' in known) {
    const { id, span } = known.written;
    declarations.push({ kind: known.kind, id, span, decoded: true });
    return;
  }
  const { kind, document, valid } = known;
  const node = field(document.root, kind === 'variables' ? 'variableSet' : kind);
  const id = textOf(node) ?? '';
  declarations.push({ kind, id, span: spanOf(document.file, node ?? document.root), decoded: valid });
}

type Shared = ReadonlyMap<string, TargetConfig>;

const noTargets: Shared = new Map();

function addTenant(gathering: Gathering, written: WrittenTenant, vouched: boolean | undefined, shared: Shared): void {
  const { references, paths, versions, recipients } = written.noted;
  gathering.references.push(...references);
  gathering.paths.push(...paths);
  gathering.versions.push(...versions);
  gathering.recipients.push(...recipients);
  const tenant = tenantOf(written, shared);
  keepFirst(gathering.tenants, tenant);
  if (vouched) gathering.vouched.add(tenant);
}

function decodeOne(gathering: Gathering, { kind, document, vouched }: KnownDocument, shared: Shared): void {
  const { file, root } = document;
  if (kind === 'tenant') {
    addTenant(gathering, readTenant(document, gathering.names), vouched, shared);
    return;
  }
  const reading = readingOf(gathering, file);
  if (kind === 'project') keepFirst(gathering.projects, decodeProject(reading, root));
  else if (kind === 'variables') gathering.variableSets.push(decodeVariableSet(reading, root));
  else if (kind === 'release') keepFirst(gathering.releases, decodeRelease(reading, root), file);
  else kind satisfies 'workspace';
}

function keepFirst<T extends { readonly id: string }>(map: Map<string, T>, value: T, key = value.id): void {
  if (!map.has(key)) map.set(key, value);
}
