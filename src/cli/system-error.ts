import type { Diagnostic } from '../diagnostics/diagnostic.ts';

interface Meaning {
  readonly code: 'REL3006' | 'REL3007';
  readonly summary: (path: string) => string;
  readonly hint: string;
}

const permissions = 'give the user who runs `release` the right to it, or work in another folder with `-C`';
const refused = { code: 'REL3006', hint: permissions } as const;

/** Refusals of the operating system that say something about the machine and nothing about this program. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['EACCES', { ...refused, summary: (path) => `Permission is denied for ${path}` }],
  ['EPERM', { ...refused, summary: (path) => `Permission is denied for ${path}` }],
  ['EROFS', { ...refused, summary: (path) => `${path} is on a disk that cannot be written to` }],
  ['ENOENT', { ...refused, summary: (path) => `${path} does not exist (any more)`, hint: 'check the path' }],
  ['ENOTDIR', { ...refused, summary: (path) => `A part of ${path} is no folder`, hint: 'check the path' }],
  ['EISDIR', { ...refused, summary: (path) => `${path} is a folder`, hint: 'name a file' }],
  ['EEXIST', { ...refused, summary: (path) => `${path} is there already`, hint: 'remove it, or name another one' }],
  ['EMFILE', { ...refused, summary: () => 'Too many files are open', hint: 'raise the limit with `ulimit -n`' }],
  ['ENOSPC', { code: 'REL3007', summary: (path) => `The disk is full: ${path}`, hint: 'make room, then run it again' }],
  [
    'EDQUOT',
    { code: 'REL3007', summary: (path) => `Your quota is full: ${path}`, hint: 'make room, then run it again' },
  ],
]);

/** An error that only says what the machine refused, as a diagnostic; undefined for anything else, which is a bug. */
export function systemDiagnostic(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const meaning = meanings.get(error.code);
  if (meaning === undefined) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'a file';
  return {
    code: meaning.code,
    severity: 'error',
    summary: meaning.summary(path),
    detail: error.message,
    hint: meaning.hint,
  };
}
