import type { Interpreter } from '../targets/target.ts';

/** A script inside a package, run from its own folder there, so that it finds its neighbours. */
export interface Hook {
  readonly file: string;
  readonly interpreter: Interpreter;
  readonly script: string;
}

/** Each calls the file in `RELEASE_PACKAGE_PATH` and ends with its exit code. No path is ever part of the text. */
const callers: readonly {
  readonly extension: string;
  readonly interpreter: Interpreter;
  readonly script: (file: string) => string;
}[] = [
  { extension: 'sh', interpreter: 'sh', script: (file) => `exec sh "$RELEASE_PACKAGE_PATH/${file}"\n` },
  {
    extension: 'ps1',
    interpreter: 'pwsh',
    script: (file) =>
      `$ErrorActionPreference = 'Stop'\n& (Join-Path $env:RELEASE_PACKAGE_PATH '${file}')\nif ($LASTEXITCODE) { exit $LASTEXITCODE }\n`,
  },
  {
    extension: 'js',
    interpreter: 'node',
    script: (file) =>
      `import { join } from 'node:path';\nimport { pathToFileURL } from 'node:url';\n` +
      `process.argv[1] = join(process.env.RELEASE_PACKAGE_PATH, '${file}');\n` +
      `await import(pathToFileURL(process.argv[1]).href);\n`,
  },
  {
    extension: 'py',
    interpreter: 'python',
    script: (file) =>
      `import os, runpy, sys\nfolder = os.environ['RELEASE_PACKAGE_PATH']\nsys.path.insert(0, folder)\n` +
      `runpy.run_path(os.path.join(folder, '${file}'), run_name='__main__')\n`,
  },
];

type HookName = 'pre-deploy' | 'post-deploy';

/** Where hooks may be in a package. */
export const hookFiles: readonly string[] = (['pre-deploy', 'post-deploy'] as const).flatMap((name) =>
  callers.map(({ extension }) => `${name}.${extension}`),
);

/** The hook of a name among the files that are there; of several, the first in the order sh, ps1, js, py. */
export function findHook(name: HookName, files: readonly string[]): Hook | undefined {
  for (const { extension, interpreter, script } of callers) {
    const file = `${name}.${extension}`;
    if (files.includes(file)) return { file, interpreter, script: script(file) };
  }
  return undefined;
}
