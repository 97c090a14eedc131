import { spanOf, type YamlDocument } from '../../yaml/tree.ts';
import type { Decoded } from '../decoded.ts';
import type { Located, Project, Release, TargetConfig, Tenant, VariableSet, WorkspaceConfig } from '../model.ts';
import type { ConfigKind, Declaration, PathUse, Reference } from '../reference.ts';
import { workspaceFileName } from '../schema/kind.ts';
import { decodeProject } from './project.ts';
import { field, NameTable, type Reading, textOf } from './reading.ts';
import { decodeRelease } from './release.ts';
import { decodeTenant, type TenantOutline, tenantOf } from './tenant.ts';
import { decodeVariableSet } from './variable-set.ts';
import { decodeWorkspaceConfig, emptyConfig } from './workspace-config.ts';

/** A document whose kind is known; `valid` when its shape was checked and found right. */
export interface KnownDocument {
  readonly kind: ConfigKind;
  readonly valid: boolean;
  readonly document: YamlDocument;
  /** The rules about a document by itself are known to be silent about it. */
  readonly vouched?: boolean;
  /** Of a tenant that is most likely not looked at: its tree is read when somebody asks for its variables. */
  readonly outline?: TenantOutline;
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
export function decodeDocuments(documents: Iterable<KnownDocument>, unread: ReadonlySet<ConfigKind>): Decoded {
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
    if (known.valid && known.kind === 'workspace') config ??= decodeConfig(gathering, known);
    else if (known.valid) decodeOne(gathering, known, config?.targets ?? new Map());
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

function declare({ declarations }: Gathering, { kind, document, valid, outline }: KnownDocument): void {
  if (outline !== undefined) {
    declarations.push({ kind, id: outline.id, span: outline.span, decoded: valid });
    return;
  }
  const node = field(document.root, kind === 'variables' ? 'variableSet' : kind);
  const id = textOf(node) ?? '';
  declarations.push({ kind, id, span: spanOf(document.file, node ?? document.root), decoded: valid });
}

function decodeOne(gathering: Gathering, known: KnownDocument, shared: ReadonlyMap<string, TargetConfig>): void {
  const { kind, document, outline } = known;
  const { file } = document;
  const reading = readingOf(gathering, file);
  if (kind === 'tenant') {
    const tenant =
      outline === undefined
        ? decodeTenant(reading, document.root, shared)
        : tenantOf(reading, outline, () => document.root, shared);
    keepFirst(gathering.tenants, tenant);
    if (known.vouched) gathering.vouched.add(tenant);
    return;
  }
  const { root } = document;
  if (kind === 'project') keepFirst(gathering.projects, decodeProject(reading, root));
  else if (kind === 'variables') gathering.variableSets.push(decodeVariableSet(reading, root));
  else if (kind === 'release') keepFirst(gathering.releases, decodeRelease(reading, root), file);
  else kind satisfies 'workspace';
}

function keepFirst<T extends { readonly id: string }>(map: Map<string, T>, value: T, key = value.id): void {
  if (!map.has(key)) map.set(key, value);
}
