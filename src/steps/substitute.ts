import { createHash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileEdit } from '../targets/package-store.ts';
import { hasTags } from '../template/compile.ts';
import type { StepContext } from './kind.ts';
import { type PackageArchive, readPackageTexts } from './package-texts.ts';

export type Substitution =
  | { readonly ok: true; readonly edits: readonly FileEdit[]; readonly revision?: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

interface Filled {
  readonly path: string;
  readonly text: string;
  readonly secret: boolean;
}

/**
 * Fills in the files of the package that the step names. `revision` tells apart folders of one package with different
 * values: a hash of the texts, so that the same values find the same folder. A hash of a secret would let people try out
 * guesses, so with a secret among them it is a hash of the ticket instead.
 */
export async function substitute(
  context: StepContext,
  archive: PackageArchive,
  patterns: readonly string[],
): Promise<Substitution> {
  if (patterns.length === 0) return { ok: true, edits: [] };
  const read = await readPackageTexts(archive, patterns, context.scratch);
  if (!read.ok) return read;
  const filled: Filled[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [path, text] of read.texts) {
    if (!hasTags(text)) continue;
    const result = await context.render(text);
    if (result.ok) filled.push({ path, text: result.text, secret: result.secret });
    else diagnostics.push(cannotFillIn(path, text, result));
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  if (filled.length === 0) return { ok: true, edits: [] };
  return { ok: true, edits: filled.map(editOf), revision: revisionOf(context, filled) };
}

function editOf({ path, text, secret }: Filled): FileEdit {
  return { path, content: new TextEncoder().encode(text), ownerOnly: secret };
}

function revisionOf({ ticket }: StepContext, filled: readonly Filled[]): string {
  const basis = filled.some(({ secret }) => secret)
    ? ticket
    : JSON.stringify(filled.map(({ path, text }) => [path, text]));
  return createHash('sha256').update(basis).digest('hex').slice(0, 10);
}

function cannotFillIn(
  path: string,
  text: string,
  problem: { readonly message: string; readonly offset: number },
): Diagnostic {
  const line = text.slice(0, problem.offset).split('\n').length;
  return {
    code: 'REL2150',
    severity: 'error',
    summary: `${path} of the package cannot be filled in at line ${line}: ${problem.message}`,
    hint: 'give the name a value, or leave the file out of `substitute`',
  };
}
