import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import { catalogue } from '../../diagnostics/catalogue.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Json, JsonMap } from '../../util/json.ts';
import type { InstalledFiles, InstalledVersion, InstallResult } from '../package-store.ts';
import {
  type Capabilities,
  interpreters,
  type LogChunk,
  type ScriptOutputs,
  type StartResult,
  type TicketStatus,
} from '../target.ts';
import {
  at,
  bytesText,
  readBytes,
  readCount,
  readList,
  readMap,
  readText,
  readTextMap,
  readTexts,
} from './read-json.ts';

/** Answers of an agent, to JSON and back. The way back gives undefined for whatever has another form. */

const longestText = 100_000;

function encodeDiagnostics(diagnostics: readonly Diagnostic[]): Json {
  return diagnostics.map(({ code, severity, summary, detail, hint }) => ({
    code,
    severity,
    summary,
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
  }));
}

function decodeDiagnostic(value: Json): Diagnostic | undefined {
  const map = readMap(value);
  if (map === undefined) return undefined;
  const code = readText(at(map, 'code'));
  const severity = readText(at(map, 'severity'));
  const summary = readText(at(map, 'summary'), longestText);
  const [detail, hint] = [at(map, 'detail'), at(map, 'hint')];
  if (!isCode(code) || summary === undefined || (severity !== 'error' && severity !== 'warning')) return undefined;
  return {
    code,
    severity,
    summary,
    ...(typeof detail === 'string' && { detail }),
    ...(typeof hint === 'string' && { hint }),
  };
}

function isCode(code: string | undefined): code is DiagnosticCode {
  return code !== undefined && Object.hasOwn(catalogue, code);
}

export function decodeStart(value: Json): StartResult | undefined {
  const map = readMap(value);
  const kind = map && at(map, 'kind');
  if (map === undefined || kind === 'accepted') return map && { kind: 'accepted' };
  const diagnostics = readList(at(map, 'diagnostics'), decodeDiagnostic);
  return kind === 'refused' && diagnostics !== undefined ? { kind, diagnostics } : undefined;
}

export function encodeStart(result: StartResult): Json {
  return result.kind === 'accepted' ? { kind: 'accepted' } : refusal(result.diagnostics);
}

function refusal(diagnostics: readonly Diagnostic[]): JsonMap {
  return { kind: 'refused', diagnostics: encodeDiagnostics(diagnostics) };
}

export function encodeStatus(status: TicketStatus): Json {
  switch (status.kind) {
    case 'never-started':
    case 'running':
    case 'lost':
      return { kind: status.kind };
    case 'exited':
    case 'killed': {
      const { values, diagnostics } = status.outputs;
      const ended = { exitCode: status.exitCode, values, diagnostics: encodeDiagnostics(diagnostics) };
      return status.kind === 'exited'
        ? { kind: 'exited', ...ended }
        : { kind: 'killed', signal: status.signal, ...ended };
    }
    default:
      return status satisfies never;
  }
}

export function decodeStatus(value: Json): TicketStatus | undefined {
  const map = readMap(value);
  const kind = map && readText(at(map, 'kind'));
  if (map === undefined) return undefined;
  if (kind === 'never-started' || kind === 'running' || kind === 'lost') return { kind };
  const exitCode = readCount(at(map, 'exitCode'));
  const outputs = decodeOutputs(map);
  if (exitCode === undefined || outputs === undefined) return undefined;
  if (kind === 'exited') return { kind, exitCode, outputs };
  const signal = readText(at(map, 'signal'), 20);
  return kind === 'killed' && signal !== undefined ? { kind, signal, exitCode, outputs } : undefined;
}

function decodeOutputs(map: JsonMap): ScriptOutputs | undefined {
  const values = readTextMap(at(map, 'values'));
  const diagnostics = readList(at(map, 'diagnostics'), decodeDiagnostic);
  return values === undefined || diagnostics === undefined ? undefined : { values, diagnostics };
}

/** More at once would take a slow line longer than the other side waits for a sign of life. */
const mostLogBytes = 65_536;

/** The beginning of the chunk, if it is long: the rest is asked for next. */
export function encodeLog({ bytes }: LogChunk): Json {
  return { bytes: bytesText(bytes.subarray(0, mostLogBytes)) };
}

/** The cursor is worked out here: an agent cannot make us read in circles, or leave a gap. */
export function decodeLog(value: Json, cursor: number): LogChunk | undefined {
  const map = readMap(value);
  const bytes = map && readBytes(at(map, 'bytes'));
  return bytes && { bytes, cursor: cursor + bytes.length };
}

export function decodeCapabilities(value: Json): Capabilities | undefined {
  const map = readMap(value);
  const names = map && readTexts(at(map, 'interpreters'));
  return names && { interpreters: interpreters.filter((one) => names.includes(one)) };
}

export function encodeInstall(result: InstallResult): Json {
  return result.kind === 'installed' ? { ...result } : refusal(result.diagnostics);
}

export function decodeInstall(value: Json): InstallResult | undefined {
  const map = readMap(value);
  if (map === undefined) return undefined;
  const kind = at(map, 'kind');
  const diagnostics = readList(at(map, 'diagnostics'), decodeDiagnostic);
  if (kind === 'refused' && diagnostics !== undefined) return { kind, diagnostics };
  const [name, path, fresh] = [readText(at(map, 'name')), readText(at(map, 'path')), at(map, 'fresh')];
  if (kind !== 'installed' || name === undefined || path === undefined || typeof fresh !== 'boolean') return undefined;
  return { kind, name, path, fresh };
}

/** Undefined cannot travel: a value that may be missing is in a map. */
export interface Maybe<T> {
  readonly value: T | undefined;
}

export function encodeMaybe(value: Json | undefined): Json {
  return value === undefined ? {} : { value };
}

export function decodeMaybe<T>(read: (value: Json) => T | undefined): (value: Json) => Maybe<T> | undefined {
  return (answer) => {
    const map = readMap(answer);
    const inner = map && at(map, 'value');
    if (map === undefined || inner === undefined) return map && { value: undefined };
    const value = read(inner);
    return value === undefined ? undefined : { value };
  };
}

export function decodeFiles(value: Json): InstalledFiles | undefined {
  const map = readMap(value);
  const path = map && readText(at(map, 'path'));
  const files = map && readTexts(at(map, 'files'));
  return path === undefined || files === undefined ? undefined : { path, files };
}

export function decodeVersions(value: Json): readonly InstalledVersion[] | undefined {
  return readList(value, (item) => {
    const map = readMap(item);
    if (map === undefined) return undefined;
    const [name, current, usedAt] = [readText(at(map, 'name')), at(map, 'current'), at(map, 'usedAt')];
    if (name === undefined || typeof current !== 'boolean' || typeof usedAt !== 'number') return undefined;
    return { name, current, usedAt };
  });
}
