import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { findWorkspaceRoot } from '../workspace/find-root.ts';
import { maskerOf } from './run-masker.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Says that this program broke: a message with a code on stderr, the details in a file. The whole trace is shown only
 * to those who ask for it with RELEASE_DEBUG=1.
 */
export function reportCrash(error: unknown, surroundings: Surroundings, directory: string): void {
  const { mask } = maskerOf(surroundings);
  const details = mask(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const message = mask(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const file = writeDetails(describe(details, surroundings), surroundings, directory);
  surroundings.stderr.write(renderDiagnostics([crashDiagnostic(message, file)], () => undefined));
  if (surroundings.environment.RELEASE_DEBUG === '1') surroundings.stderr.write(`${details}\n`);
}

/** `file` holds the details, where one could be written. */
export function crashDiagnostic(message: string, file: string | undefined): Diagnostic {
  const hint =
    file === undefined
      ? 'this is a mistake of release, not of yours; run it again with RELEASE_DEBUG=1 for details'
      : `this is a mistake of release, not of yours; what its makers need to know is in ${file}`;
  return { code: 'REL3000', severity: 'error', summary: `release broke: ${message}`, hint };
}

function describe(details: string, { version, nodeVersion, platform, now }: Surroundings): string {
  // Arguments and variables stay out of it: they may hold what nobody should send along.
  return [`release ${version}, node ${nodeVersion}, ${platform}`, new Date(now()).toISOString(), details, ''].join(
    '\n',
  );
}

function writeDetails(text: string, { now, pid }: Surroundings, directory: string): string | undefined {
  const name = `error-${now()}-${pid}.txt`;
  for (const folder of foldersToTry(directory)) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, name), text, { mode: 0o600, flag: 'wx' });
      return join(folder, name);
    } catch {
      // The next folder may do; the message on the screen comes in any case.
    }
  }
  return undefined;
}

function foldersToTry(directory: string): readonly string[] {
  try {
    const root = findWorkspaceRoot(directory, diskFiles);
    return root === undefined ? [tmpdir()] : [join(root, '.release', 'errors'), tmpdir()];
  } catch {
    return [tmpdir()];
  }
}
