import { isAbsolute, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Located } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { decodeOwnKind } from './decode-own-kind.ts';
import type { StepKinds } from './index.ts';
import type { StepKind } from './kind.ts';

/** Imports a module by its URL, as `import()` does. */
export type Importer = (url: string) => Promise<unknown>;

export interface LoadedKinds {
  /** The built-in ones and those of the workspace. */
  readonly kinds: StepKinds;
  readonly diagnostics: readonly Diagnostic[];
}

/** A module as the workspace lists it, or as a plan names it (without a place). */
export type ModuleName = Located | { readonly text: string };

/**
 * Loads the modules under `stepKinds` of a workspace: paths inside the workspace, such as `step-kinds/notify.js`.
 *
 * A module exports `stepKinds`, a list, or one as its default. Each is an object with:
 *
 * - `name`: with a slash, such as `acme/notify`; names without one belong to this program.
 * - `run(context, signal)`: a promise of the outcome: `{ kind: 'succeeded', outputs }`, `{ kind: 'failed', message }` or
 *   `{ kind: 'cancelled' }`. What it throws reads as `errored`. See `StepContext` for what the context holds.
 * - `inputs` (optional): a JSON Schema (draft-07) for `with`; anything goes without it.
 * - `outputs` (optional): a list of names.
 * - `package` (optional): `required`, `optional` or `none`, which is the default.
 * - `literal` (optional): keys of `with` that are no templates.
 * - `observe(context)` (optional): what became of an attempt after a crash (`never-started`, `running`, `cannot-tell` or
 *   `finished` with an outcome). Without it nobody can tell, and a person is asked.
 * - `undo(context, signal)` (optional): takes back what `run` did; an outcome like that of `run`.
 *
 * A module runs with all rights of this program: list only what you would run yourself.
 */
export async function loadStepKinds(
  builtIn: StepKinds,
  modules: readonly ModuleName[],
  workspaceRoot: string,
  importer: Importer,
): Promise<LoadedKinds> {
  const kinds = new Map<string, StepKind>(builtIn);
  const diagnostics: Diagnostic[] = [];
  for (const module of modules) {
    const loaded = await loadModule(module, workspaceRoot, importer);
    diagnostics.push(...loaded.diagnostics);
    for (const kind of loaded.kinds) {
      if (kinds.has(kind.info.name)) diagnostics.push(taken(module, kind.info.name));
      else kinds.set(kind.info.name, kind);
    }
  }
  return { kinds, diagnostics };
}

interface Loaded {
  readonly kinds: readonly StepKind[];
  readonly diagnostics: readonly Diagnostic[];
}

async function loadModule(module: ModuleName, root: string, importer: Importer): Promise<Loaded> {
  const path = normalize(module.text).replaceAll('\\', '/');
  if (isAbsolute(path) || path === '..' || path.startsWith('../') || path.includes('\0')) {
    return refused(module, 'REL2140', 'it is outside the workspace', 'write a path from the root of the workspace');
  }
  let exports: unknown;
  try {
    exports = await importer(new URL(path, `${pathToFileURL(root).href}/`).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(module, 'REL2140', inWords(reason), 'correct the path, or the module');
  }
  return decodeModule(module, exports);
}

/** What Node says, without where in this program it was said. */
function inWords(reason: string): string {
  const [line = reason] = reason.split('\n');
  return line.replace(/ imported from .*$/, '');
}

function decodeModule(module: ModuleName, exports: unknown): Loaded {
  const { stepKinds, default: one } = exports as { readonly stepKinds?: unknown; readonly default?: unknown };
  const list = stepKinds ?? one;
  const candidates: readonly unknown[] = Array.isArray(list) ? list : list === undefined ? [] : [list];
  if (candidates.length === 0) {
    return refused(
      module,
      'REL2141',
      'it exports no step kind',
      'export a list `stepKinds`, or one kind as the default',
    );
  }
  const kinds: StepKind[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const candidate of candidates) {
    const decoded = decodeOwnKind(candidate);
    if (decoded.ok) kinds.push(decoded.kind);
    else
      diagnostics.push(
        diagnose(module, decoded.code, `A step kind of ${module.text} cannot be used: ${decoded.reason}`, decoded.hint),
      );
  }
  return { kinds, diagnostics };
}

function taken(module: ModuleName, name: string): Diagnostic {
  return diagnose(module, 'REL2142', `There are two step kinds with the name "${name}"`, 'rename one of them');
}

function refused(module: ModuleName, code: Diagnostic['code'], reason: string, hint: string): Loaded {
  return { kinds: [], diagnostics: [diagnose(module, code, `${module.text} gives no step kinds: ${reason}`, hint)] };
}

function diagnose(module: ModuleName, code: Diagnostic['code'], summary: string, hint: string): Diagnostic {
  const span: Span | undefined = 'span' in module ? module.span : undefined;
  return { code, severity: 'error', summary, hint, ...(span !== undefined && { span }) };
}
