import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import type { ExitCode } from './exit-code.ts';

/** Why a command cannot go on. Nothing was done, or nothing that is not said. */
export interface Failure {
  readonly kind: 'failed';
  readonly diagnostics: readonly Diagnostic[];
  /** Texts for code frames. */
  readonly sources?: TextLookup;
  /** Bad usage or configuration when it does not say. */
  readonly exit?: ExitCode;
}

/** A failure for one mistake that stands in no file. */
export function failure(code: Diagnostic['code'], summary: string, hint?: string, detail?: string): Failure {
  const extra = { ...(detail === undefined ? {} : { detail }), ...(hint === undefined ? {} : { hint }) };
  return { kind: 'failed', diagnostics: [{ code, severity: 'error', summary, ...extra }] };
}

export function failures(diagnostics: readonly Diagnostic[], sources?: TextLookup): Failure {
  return { kind: 'failed', diagnostics, ...(sources === undefined ? {} : { sources }) };
}

/** Tells a failure from any result that is one of several kinds. */
export function isFailure(result: object): result is Failure {
  return 'kind' in result && result.kind === 'failed' && 'diagnostics' in result;
}
