import { posix } from 'node:path';
import { findCycle } from '../src/graph/cycle.ts';

/** A file under src/, by its path from there. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Rules {
  /** Floor of each top folder, and of the files that stand beside them. */
  readonly floors: { readonly [place: string]: number };
  readonly highestPureFloor: number;
  /** Files above the pure floors that must be pure all the same. */
  readonly purePatterns: readonly RegExp[];
  /** The only files that may touch `process` and `console`: one for each program. */
  readonly compositionRoots: readonly string[];
}

/** The modules a file names: imports, type imports, re-exports, lazy imports and `import()` types. */
export function importsOf({ text }: SourceFile): readonly string[] {
  const code = withoutComments(text);
  const patterns = [/\b(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]/g, /\bimport\s*\(?\s*['"]([^'"]+)['"]/g];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

export function violationsOf(source: SourceFile, rules: Rules): readonly string[] {
  const own = placeOf(source.path);
  const floor = rules.floors[own];
  if (floor === undefined) return [`${source.path}: "${own}" has no floor`];
  return localTargets(source).flatMap((target) => {
    const place = placeOf(target);
    const targetFloor = rules.floors[place];
    const allowed = place === own || (targetFloor !== undefined && targetFloor < floor);
    return allowed ? [] : [`${source.path} imports ${target}`];
  });
}

function placeOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function localTargets(source: SourceFile): readonly string[] {
  return importsOf(source)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.normalize(posix.join(posix.dirname(source.path), name)));
}

const ioModules =
  /^(?:node:)?(?:fs|fs\/promises|child_process|net|http|https|http2|dgram|tls|dns|dns\/promises|worker_threads|cluster|os|readline|timers|timers\/promises|perf_hooks|repl|v8|vm|inspector)$/;
const processModules = /^(?:node:)?(?:process|console)$/;
const impureCode: readonly (readonly [string, RegExp])[] = [
  ['a clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.(?:now|timeOrigin)\b|\bhrtime\b/],
  ['randomness', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b|\bgetRandomValues\b/],
  ['a timer', /\b(?:setTimeout|setInterval|setImmediate)\s*\(/],
  ['the network', /(?<![.\w])fetch\s*\(/],
];
const consoleCode = /(?<![.\w$])(?:globalThis\.)?console\s*(?:\.|\[)/;
const processCode = /(?<![.\w$])(?:globalThis\.)?process\s*(?:\.|\[)/;
/** A file may call a project's process `process`; then only what no such process has gives Node's away. */
const ownProcess = /\b(?:const|let)\s+process\b|[(,{]\s*process\s*[:,}]/;
const nodeProcessCode =
  /(?<![.\w$])process\s*\.\s*(?:env|argv|exit|exitCode|stdin|stdout|stderr|cwd|platform|on|once|kill|hrtime|uptime|memoryUsage|nextTick)\b|\bglobalThis\.process\b/;
const anyType = /(?::|\bas|<|\||&|,)\s*any\b(?=\s*(?:[;,)=>\]|&{]|\[\]|$))/m;

export function forbiddenIn(source: SourceFile, rules: Rules): readonly string[] {
  const code = withoutStrings(withoutComments(source.text));
  const imports = importsOf(source);
  const found: string[] = [];
  if (anyType.test(code)) found.push('any');
  if (!rules.compositionRoots.includes(source.path) && touchesProcess(code, imports)) found.push('process or console');
  if (isPure(source.path, rules)) {
    found.push(...imports.filter((name) => ioModules.test(name)));
    found.push(...impureCode.filter(([, pattern]) => pattern.test(code)).map(([name]) => name));
  }
  return found.map((what) => `${source.path}: ${what}`);
}

function touchesProcess(code: string, imports: readonly string[]): boolean {
  const pattern = ownProcess.test(code) ? nodeProcessCode : processCode;
  return pattern.test(code) || consoleCode.test(code) || imports.some((name) => processModules.test(name));
}

function isPure(path: string, rules: Rules): boolean {
  const floor = rules.floors[placeOf(path)] ?? 0;
  return floor <= rules.highestPureFloor || rules.purePatterns.some((pattern) => pattern.test(path));
}

/** Every place where imports go round, one chain per group of files. */
export function cyclesIn(sources: readonly SourceFile[]): readonly string[] {
  const cycles: string[] = [];
  let rest = sources;
  for (;;) {
    const targets = new Map(rest.map((source) => [source.path, localTargets(source)]));
    const cycle = findCycle({ nodes: [...targets.keys()], needsOf: (path) => targets.get(path) ?? [] });
    if (cycle === undefined) return cycles;
    cycles.push(cycle.join(' -> '));
    rest = rest.filter((source) => !cycle.includes(source.path));
  }
}

function withoutComments(text: string): string {
  const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  return text.replace(tokens, (token) => (token.startsWith('/') ? ' ' : token));
}

/** Empties quoted text, but keeps what stands inside `${…}`. */
function withoutStrings(code: string): string {
  const strings = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  return code.replace(strings, (token) => {
    if (!token.startsWith('`')) return "''";
    return [...token.matchAll(/\$\{([^}]*)\}/g)].map((match) => ` ${match[1]} `).join(';') || "''";
  });
}
