import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ReleaseDraft } from './compile.ts';

/** Releases whose steps know how to take back what a failure leaves, and which do not let them. */
export function undoWarnings(drafts: readonly ReleaseDraft[]): readonly Diagnostic[] {
  return drafts.flatMap(({ release, processes }): readonly Diagnostic[] => {
    if (release.onFailure === 'undo') return [];
    const steps = processes.entries.flatMap(({ process }) => process.steps);
    const leaving = steps.find(({ kind }) => kind.undoFailed === true);
    if (leaving === undefined || !steps.some((step) => step.kind.commits?.(step.with) === true)) return [];
    return [
      {
        code: 'REL1622',
        severity: 'warning',
        summary: `Release ${release.id} keeps what a failed deployment leaves, such as the work of ${leaving.kind.name}`,
        hint: 'write `onFailure: undo`; what stays until then is found by `release aws orphans`',
        span: release.span,
      },
    ];
  });
}
