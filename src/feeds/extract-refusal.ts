import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

const LONGEST = 120;

/** A name out of an archive, safe to print: escaped, cut, in double quotes. */
export function quoted(name: string): string {
  const cut = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  return JSON.stringify(cut).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => {
    return `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

/** Whether something is wrong with the archive itself, so that it will never be unpacked. */
export function isArchiveRefusal({ code }: Pick<Diagnostic, 'code'>): boolean {
  return code >= 'REL1520' && code <= 'REL1530';
}

/** Why an archive is not unpacked. `summary` follows the name of the archive: "Web.1.0.zip: the entry …". */
export type Refuse = (code: DiagnosticCode, summary: string, hint: string, detail?: string) => Diagnostic;

export function refuserFor(archive: string): Refuse {
  return (code, summary, hint, detail) => ({
    code,
    severity: 'error',
    summary: `${archive}: ${summary}`,
    hint,
    ...(detail === undefined ? {} : { detail }),
  });
}
