import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Target } from '../target.ts';
import type { TargetContext, TargetMaker, TargetSettings } from '../target-maker.ts';
import { createHiddenNames } from './hidden-names.ts';
import { ownIdentity } from './launcher-registry.ts';
import { createLocalTarget } from './local-target.ts';
import { createPackageFolders } from './package-folders.ts';

/** Where one target works, and where its packages are. */
interface Folders {
  readonly directory: string;
  readonly packages: string;
}

/**
 * Targets on this machine. They share launchers and tickets, however many there are, and differ in their folders:
 * `path` is relative to the workspace, which is also the default. The folder is made when it is missing. Packages go
 * to `applications/` in it, or into the state directory for a target that names no folder.
 */
export function localTargets(context: TargetContext): TargetMaker {
  const hiddenNames = createHiddenNames(ownIdentity(context.pid));
  const packagesIn = (directory: string) => createPackageFolders({ ...context, directory, hiddenNames });
  const machine = createLocalTarget({
    ...context,
    defaultDirectory: context.workspaceRoot,
    packages: packagesIn(context.stateDirectory),
  });
  return {
    make: (target) => {
      const folders = foldersOf(context, target);
      return 'code' in folders ? folders : placed(machine, folders.directory, packagesIn(folders.packages));
    },
    close: () => machine.close(),
  };
}

function foldersOf(context: TargetContext, target: TargetSettings | undefined): Folders | Diagnostic {
  const path = target?.settings.path;
  if (path === undefined) {
    const packages = join(context.stateDirectory, 'targets', target === undefined ? '@here' : target.id);
    return { directory: context.workspaceRoot, packages };
  }
  if (typeof path === 'string' && path !== '' && !/[\0\r\n]/.test(path)) {
    const directory = resolve(context.workspaceRoot, path);
    return { directory, packages: directory };
  }
  return {
    code: 'REL2131',
    severity: 'error',
    summary: `The path of the target ${target?.id ?? ''} is not the path of a folder`,
    hint: 'write a path, such as sites/st-marys',
  };
}

function placed(machine: Target, directory: string, packages: Target['packages']): Target {
  let made = false;
  return {
    start: (request) => {
      if (!made) mkdirSync(directory, { recursive: true });
      made = true;
      return machine.start({ ...request, workingDirectory: resolve(directory, request.workingDirectory ?? '') });
    },
    status: (ticket) => machine.status(ticket),
    wait: (ticket, abort) => machine.wait(ticket, abort),
    readLog: (ticket, cursor) => machine.readLog(ticket, cursor),
    cancel: (ticket, graceMs) => machine.cancel(ticket, graceMs),
    complete: (ticket) => machine.complete(ticket),
    capabilities: () => machine.capabilities(),
    packages,
    close: () => {},
  };
}
