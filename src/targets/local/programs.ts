import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Interpreter } from '../target.ts';

/** The first executable file of one of these names on a PATH, absolute. Relative entries of the PATH are not looked at. */
function findProgram(names: readonly string[], path: string): string | undefined {
  const folders = path.split(':').filter((folder) => isAbsolute(folder));
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Program and leading arguments of an interpreter on this PATH, undefined where it is not installed. */
export function findInterpreter(interpreter: Interpreter, path: string): readonly string[] | undefined {
  switch (interpreter) {
    case 'sh':
      return ['/bin/sh'];
    case 'bash':
    case 'node':
      return only(findProgram([interpreter], path));
    case 'python':
      return only(findProgram(['python3', 'python'], path));
    case 'pwsh': {
      const program = findProgram(['pwsh'], path);
      return program === undefined ? undefined : [program, '-NoProfile', '-NonInteractive', '-File'];
    }
    default:
      return interpreter satisfies never;
  }
}

function only(program: string | undefined): readonly string[] | undefined {
  return program === undefined ? undefined : [program];
}
