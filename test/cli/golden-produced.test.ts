import { crashDiagnostic } from '../../src/cli/crash-report.ts';
import { failureOf } from '../../src/cli/run-outcome.ts';
import { systemDiagnostic } from '../../src/cli/system-error.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { describeProduced } from '../diagnostics/golden.ts';

const runner = { host: 'build-7', pid: 4711, startedAt: '2026-01-01T00:00:00.000Z' };

function heldBy(run: string, more: { readonly orphans?: boolean } = {}): readonly Diagnostic[] {
  const since = '2026-01-01T00:00:00.000Z';
  const result = { kind: 'lock-held', key: 'a@test/app', holder: { run, runner, since, ...more } } as const;
  return failureOf(result as never, 'r.2')?.diagnostics ?? [];
}

function system(code: string): Diagnostic {
  const error = Object.assign(new Error(`${code}: as the system says it`), { code, path: '/work/.release/runs' });
  const diagnostic = systemDiagnostic(error);
  if (diagnostic === undefined) throw new Error(`${code} has no meaning`);
  return diagnostic;
}

describeProduced('what a command cannot help, as people read it', (code) => code >= 'REL3000', {
  'REL3000-broke': () => [
    crashDiagnostic('bug: no such lane', '/work/.release/errors/error-1-2.txt'),
    crashDiagnostic('bug: no such step', undefined),
  ],
  'REL3006-refused': () => ['EACCES', 'EROFS', 'EMFILE'].map(system),
  'REL3007-full': () => ['ENOSPC', 'EDQUOT'].map(system),
  'REL3028-another-process': () => heldBy('r.2'),
  'REL3029-another-run': () => heldBy('r.1'),
  'REL3029-cut-off': () => heldBy('r.1', { orphans: true }),
  'REL3030-disk': () =>
    failureOf({ kind: 'errored', message: 'the journal cannot be written' } as never, 'r.2')?.diagnostics ?? [],
});
