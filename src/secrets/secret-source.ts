import type { SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** A secret, or why there is none. Neither a diagnostic nor a warning ever holds the value or a part of it. */
export type SecretResult =
  | { readonly ok: true; readonly value: string; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Reads secrets at the moment a step needs them. `reference.ref` is rendered already. Never rejects for what people did. */
export interface SecretSource {
  read(reference: SecretReference): Promise<SecretResult>;
}

export function notRead(code: Diagnostic['code'], summary: string, hint: string, detail?: string): SecretResult {
  const diagnostic: Diagnostic = { code, severity: 'error', summary, hint };
  return { ok: false, diagnostic: detail === undefined ? diagnostic : { ...diagnostic, detail } };
}
