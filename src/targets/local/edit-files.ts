import { chmod, realpath, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FileEdit } from '../package-store.ts';

/** Applies edits to the files of a package that nobody uses yet. Links are followed inside the package only. */
export async function applyEdits(tree: string, edits: readonly FileEdit[]): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const root = await realpath(tree);
  for (const edit of edits) diagnostics.push(...(await applyEdit(root, edit)));
  return diagnostics;
}

async function applyEdit(root: string, { path, content, ownerOnly }: FileEdit): Promise<readonly Diagnostic[]> {
  const file = await fileInside(root, path);
  if (file === undefined) return [notThere(path)];
  // Closed first: at no moment can others read the secret.
  if (ownerOnly === true) await chmod(file, ((await stat(file)).mode & 0o700) | 0o600);
  await writeFile(file, content);
  return [];
}

async function fileInside(root: string, path: string): Promise<string | undefined> {
  if (path.includes('\0')) return undefined;
  const file = await realpath(join(root, path)).catch(() => undefined);
  if (file === undefined || !file.startsWith(root + sep)) return undefined;
  return (await stat(file)).isFile() ? file : undefined;
}

function notThere(path: string): Diagnostic {
  return {
    code: 'REL2107',
    severity: 'error',
    summary: `The package has no file ${JSON.stringify(path)} to put values in`,
    hint: 'write the path from the root of the package, with / between folders',
  };
}
