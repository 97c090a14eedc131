import { spanOf, type YamlDocument } from '../../yaml/tree.ts';
import type { Decoded } from '../decoded.ts';
import type { Project, Release, TargetConfig, Tenant, VariableSet, WorkspaceConfig } from '../model.ts';
import type { Declaration, DocumentKind, PathUse, Reference } from '../reference.ts';
import { configFileName, identifyingKey } from './kind.ts';
import { decodeProject } from './project.ts';
import { field, type Reading, textOf } from './reading.ts';
import { decodeRelease } from './release.ts';
import { decodeTenant } from './tenant.ts';
import { decodeVariableSet } from './variable-set.ts';
import { decodeWorkspaceConfig, emptyConfig } from './workspace-config.ts';

/** A document whose kind is known; `valid` when its shape was checked and found right. */
export interface KnownDocument {
  readonly kind: DocumentKind;
  readonly valid: boolean;
  readonly document: YamlDocument;
}

interface Gathering {
  readonly tenants: Map<string, Tenant>;
  readonly variableSets: VariableSet[];
  readonly projects: Map<string, Project>;
  readonly releases: Map<string, Release>;
  readonly declarations: Declaration[];
  readonly references: Reference[];
  readonly paths: PathUse[];
}

/**
 * Documents to model. Those of a wrong shape are left out, but their names are remembered, so that a mistake in one
 * file does not make every mention of it a mistake too. Pure; of equal ids the first is kept.
 */
export function decodeDocuments(
  documents: readonly KnownDocument[],
  unread: ReadonlySet<DocumentKind> = new Set(),
): Decoded {
  const gathering: Gathering = {
    tenants: new Map(),
    variableSets: [],
    projects: new Map(),
    releases: new Map(),
    declarations: [],
    references: [],
    paths: [],
  };
  const config = decodeConfig(gathering, documents);
  for (const known of documents) {
    declare(gathering, known);
    if (known.valid) decodeOne(gathering, known, config.targets);
  }
  const { tenants, variableSets, projects, releases, ...noted } = gathering;
  return { workspace: { config, tenants, variableSets, projects, releases }, ...noted, unread };
}

/** The config goes first: tenants take shared targets from it. */
function decodeConfig(gathering: Gathering, documents: readonly KnownDocument[]): WorkspaceConfig {
  const known = documents.find((candidate) => candidate.kind === 'workspace' && candidate.valid);
  if (known === undefined) return emptyConfig(configFileName);
  return decodeWorkspaceConfig(readingOf(gathering, known.document.file), known.document.root);
}

function readingOf({ references, paths }: Gathering, file: string): Reading {
  return { file, references, paths };
}

function declare({ declarations }: Gathering, { kind, document, valid }: KnownDocument): void {
  const key = identifyingKey(kind);
  const node = key === undefined ? undefined : field(document.root, key);
  const id = textOf(node) ?? '';
  declarations.push({ kind, id, span: spanOf(document.file, node ?? document.root), decoded: valid });
}

function decodeOne(gathering: Gathering, known: KnownDocument, shared: ReadonlyMap<string, TargetConfig>): void {
  const { file, root } = known.document;
  const reading = readingOf(gathering, file);
  const { kind } = known;
  if (kind === 'tenant') keepFirst(gathering.tenants, decodeTenant(reading, root, shared));
  else if (kind === 'project') keepFirst(gathering.projects, decodeProject(reading, root));
  else if (kind === 'variable-set') gathering.variableSets.push(decodeVariableSet(reading, root));
  else if (kind === 'release') keepFirst(gathering.releases, decodeRelease(reading, root), file);
  else kind satisfies 'workspace';
}

function keepFirst<T extends { readonly id: string }>(map: Map<string, T>, value: T, key = value.id): void {
  if (!map.has(key)) map.set(key, value);
}
