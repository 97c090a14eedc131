import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHiddenNames } from '../../src/targets/local/hidden-names.ts';
import { ownIdentity } from '../../src/targets/local/launcher-registry.ts';
import { createLocalTarget } from '../../src/targets/local/local-target.ts';
import { createPackageFolders } from '../../src/targets/local/package-folders.ts';
import type { PackageStore } from '../../src/targets/package-store.ts';
import type { Target } from '../../src/targets/target.ts';
import type { TargetPlace } from '../contract/target.ts';
import { maskingProgram } from '../support/masking-program.ts';

function localPackages(directory: string): PackageStore {
  const extract = async (archive: string, into: string) => {
    execFileSync('cp', ['-r', archive, into]);
    return [];
  };
  return createPackageFolders({
    directory,
    extract,
    hiddenNames: createHiddenNames(ownIdentity(process.pid)),
    now: Date.now,
  });
}

export function openLocal(folder: string, environment: Record<string, string> = {}): Target {
  return createLocalTarget({
    stateDirectory: join(folder, 'state'),
    defaultDirectory: folder,
    environment: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    sendSignal: (pid, signal) => process.kill(pid, signal),
    pid: process.pid,
    maskingProgram,
    packages: localPackages(folder),
  });
}

export function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'release-target-')));
}

export function localPlace(): TargetPlace {
  const folder = makeFolder();
  return { folder, open: () => openLocal(folder), remove: () => rm(folder, { recursive: true, force: true }) };
}
