import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { startOf } from '../diagnostics/span.ts';

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'it does not exist (any more)'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'it is no folder'],
  ['ELOOP', 'its links go in a circle'],
  ['EMFILE', 'too many files are open'],
]);

/** The system's refusal to read a file or folder, as a diagnostic about it. */
export function cannotRead(path: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
  return {
    code: 'REL1234',
    severity: 'error',
    summary: `"${path}" cannot be read: ${reason}`,
    hint: 'make it readable for the user who runs `release`, or remove it',
    span: startOf(path),
  };
}

/** A file that nobody meant to put there, most likely. `limit` is in bytes. */
export function tooLarge(path: string, limit: number): Diagnostic {
  return {
    code: 'REL1234',
    severity: 'error',
    summary: `"${path}" is not read: it is larger than ${limit / 1024 ** 2} MiB`,
    hint: 'move it out of this folder, or split it into several files',
    span: startOf(path),
  };
}
