import { expect } from 'vitest';
import type { Release, Workspace } from '../../src/config/model.ts';
import type { Candidate } from '../../src/config/scope.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { type CompiledRelease, type CompileInput, compileRelease, type ReleaseDraft } from '../../src/plan/compile.ts';
import { finishPlan } from '../../src/plan/finish.ts';
import { type LockedPackage, requestKey } from '../../src/plan/lock.ts';
import type { Plan, PlanLane } from '../../src/plan/model.ts';
import { type LoadedWorkspace, readWorkspace } from '../../src/workspace/load.ts';
import { memoryFiles } from '../workspace/memory-files.ts';
import { kinds } from './kinds.ts';

/** Texts by path from the root of the workspace. */
export type Files = { readonly [path: string]: string };

/** A workspace with one project, two tenants and one release; tests replace the files that they are about. */
export const basic: Files = {
  'release.config.yaml': `environments: [test, prod]
tagSets:
  ring: { values: [canary, broad], one: true }
feeds: { local: { type: folder, path: packages } }
`,
  'projects/app.yaml': `project: app
steps:
  - { id: deploy, uses: script, with: { run: ./deploy } }
`,
  'tenants/a.yaml': 'tenant: a\ntags: [ring/canary]\nenvironments: [test, prod]\n',
  'tenants/b.yaml': 'tenant: b\ntags: [ring/broad]\nenvironments: [test, prod]\n',
  'releases/r.yaml': 'release: r\nproject: app\nversion: 2.0.0\nenvironments: [prod]\n',
};

export function load(files: Files): LoadedWorkspace {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`/work/${path}`, text]));
  return readWorkspace('/work', { files: memoryFiles(texts), cache: false });
}

export type Options = Partial<Omit<CompileInput, 'workspace' | 'release'>> & { readonly release?: string };

function inputFor(loaded: Pick<LoadedWorkspace, 'workspace' | 'sources'>, options: Options = {}): CompileInput {
  const { release: wanted = 'r', ...rest } = options;
  return {
    workspace: loaded.workspace,
    release: releaseOf(loaded.workspace, wanted),
    kinds,
    narrowing: {},
    commandLine: [],
    deployed: [],
    now: 0,
    readText: (path) => loaded.sources.text(path),
    ...rest,
  };
}

function releaseOf({ releases }: Workspace, id: string): Release {
  const found = [...releases.values()].find((release) => release.id === id);
  if (found === undefined) throw new Error(`the test has no release ${id}`);
  return found;
}

/** Compiles the release `r` of files that the rules have nothing to say about. */
export function compile(files: Files, options: Options = {}): CompiledRelease {
  const loaded = load(files);
  expect(loaded.diagnostics).toEqual([]);
  return compileRelease(inputFor(loaded, options));
}

/** The draft of files without errors. */
export function draftOf(files: Files, options: Options = {}): ReleaseDraft {
  const { draft, diagnostics } = compile(files, options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (draft === undefined) throw new Error('no draft');
  return draft;
}

export function planOf(files: Files, options: Options = {}): Plan {
  const draft = draftOf(files, options);
  return finishPlan(draft, resolved(draft), 'sha256:lock');
}

/** Answers every request: a range by its first version. */
function resolved({ requests }: Pick<ReleaseDraft, 'requests'>): ReadonlyMap<string, LockedPackage> {
  return new Map(
    requests.map((request) => {
      const { feed, id, wanted } = request;
      const version = /\d[\w.-]*/.exec(wanted)?.[0] ?? '1.0.0';
      return [requestKey(request), { feed, id, wanted, version, sha256: `sha-${id}-${version}`.padEnd(64, '0') }];
    }),
  );
}

export function laneAt({ lanes }: Plan, address: string): PlanLane {
  const found = lanes.find((lane) => lane.address === address);
  if (found === undefined) throw new Error(`no lane ${address} among ${lanes.map((lane) => lane.address).join(', ')}`);
  return found;
}

/** A `--var`. */
export function variable(name: string, value: string): Candidate {
  const span = { file: '<command line>', offset: 0, length: 0 };
  return { name, value: { kind: 'value', value }, scope: {}, origin: { kind: 'command-line' }, span };
}

export function codesOf({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] {
  return diagnostics.map(({ code }) => code).sort();
}
