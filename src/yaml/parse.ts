import { parseAllDocuments } from 'yaml';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { startOf } from '../diagnostics/span.ts';
import { type Building, buildNode } from './build.ts';
import { checkCharacters, hasSpecialCharacters } from './characters.ts';
import { decodeYamlText } from './decode.ts';
import { newExpansion } from './expansion.ts';
import { checkNesting } from './nesting.ts';
import { readPlainly } from './plain/reader.ts';
import { syntaxDiagnostics } from './syntax.ts';
import { spanOf, type YamlDocument } from './tree.ts';

export interface ParsedYaml {
  /** May be incomplete where the diagnostics hold an error; empty when the text could not be read as YAML at all. */
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one YAML file strictly, by the 1.2 core schema. Pure: never throws for any input, reads no file.
 * Offsets in the result count UTF-16 code units of the text without its byte order mark.
 */
export function parseYaml(file: string, bytes: Uint8Array | string): ParsedYaml {
  const decoded = decodeYamlText(file, bytes);
  switch (decoded.kind) {
    case 'undecodable':
      return { documents: [], diagnostics: [decoded.diagnostic] };
    case 'text':
      return parseText(file, decoded.text);
    default:
      return decoded satisfies never;
  }
}

function parseText(file: string, text: string): ParsedYaml {
  if (hasSpecialCharacters(text)) return parseStrictly(file, text);
  const root = readPlainly(text);
  return root ? { documents: [{ file, root }], diagnostics: [] } : parseStrictly(file, text);
}

/** The whole of YAML, through the library, with every check. `parseYaml` differs from it in speed only. */
export function parseStrictly(file: string, text: string): ParsedYaml {
  const characters = checkCharacters(file, text);
  if (hasErrors(characters)) return { documents: [], diagnostics: characters };
  const tooDeep = checkNesting(file, text);
  if (tooDeep) return { documents: [], diagnostics: [...characters, tooDeep] };
  const parsed = parseDocuments(file, text);
  return { ...parsed, diagnostics: [...characters, ...parsed.diagnostics] };
}

function parseDocuments(file: string, text: string): ParsedYaml {
  const options = { version: '1.2', schema: 'core', merge: false, resolveKnownTags: false } as const;
  const read = parseAllDocuments(text, { ...options, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const documents = Array.isArray(read) ? read : [];
  const written = documents.filter((document) => document.contents?.range !== undefined);
  const problems = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  const leftover = 'empty' in read ? [...read.errors, ...read.warnings] : [];
  const syntax = syntaxDiagnostics(file, text, [...problems, ...leftover]);
  if (syntax.some((diagnostic) => diagnostic.code === 'REL1001')) return { documents: [], diagnostics: syntax };
  if (written.length === 0) return { documents: [], diagnostics: [...syntax, emptyFile(file)] };
  const building = { file, text, expansion: newExpansion(), diagnostics: [...syntax] };
  const roots = written.flatMap((document) => buildRoot(building, document));
  return { documents: roots, diagnostics: building.diagnostics };
}

interface ReadDocument {
  readonly contents: unknown;
  readonly range?: readonly [number, number, number] | undefined;
  readonly directives?: { readonly yaml: { readonly version: string } } | undefined;
}

function buildRoot(building: Building, document: ReadDocument): readonly YamlDocument[] {
  const { file } = building;
  building.expansion.anchors.clear();
  const offset = document.range?.[0] ?? 0;
  if (document.directives && document.directives.yaml.version !== '1.2') {
    building.diagnostics.push(otherVersion(file, offset));
  }
  const root = buildNode(building, document.contents, offset);
  switch (root.kind) {
    case 'map':
      return [{ file, root }];
    case 'list':
      building.diagnostics.push(rootIsNoMap('a list', file, root));
      return [];
    case 'scalar':
      building.diagnostics.push(
        root.value === null ? emptyFile(file, root.start) : rootIsNoMap('one value', file, root),
      );
      return [];
    default:
      return root satisfies never;
  }
}

function emptyFile(file: string, offset = 0): Diagnostic {
  return {
    code: 'REL1004',
    severity: 'error',
    summary: offset === 0 ? 'The file holds nothing' : 'A document of this file holds nothing',
    hint: 'write a map such as `tenant: name`, or delete what is empty',
    span: { ...startOf(file), offset },
  };
}

function rootIsNoMap(what: string, file: string, root: Parameters<typeof spanOf>[1]): Diagnostic {
  return {
    code: 'REL1005',
    severity: 'error',
    summary: `The document is ${what}, where a map is needed`,
    hint: 'start with `key: value` lines',
    span: spanOf(file, root),
  };
}

function otherVersion(file: string, offset: number): Diagnostic {
  return {
    code: 'REL1001',
    severity: 'error',
    summary: 'The file asks for another version of YAML than 1.2',
    hint: 'remove the %YAML line',
    span: { file, offset, length: 0 },
  };
}
