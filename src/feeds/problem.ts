import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { DigestAlgorithm } from './digest.ts';

/** Everything that may go wrong with a feed without being a bug. */
export type FeedProblem =
  /** The feed works and does not have it. `similar` holds ids or versions that come close. */
  | { readonly kind: 'no-package'; readonly id: string; readonly similar: readonly string[] }
  | { readonly kind: 'no-version'; readonly id: string; readonly version: string; readonly similar: readonly string[] }
  /** No answer, or a failure on the other side: worth another try. */
  | { readonly kind: 'unreachable'; readonly detail: string; readonly retryAfterSeconds?: number }
  /** `anonymous`: no credentials were sent. */
  | { readonly kind: 'unauthorised'; readonly detail: string; readonly anonymous: boolean }
  /** An answer that no feed of this type may give. */
  | { readonly kind: 'malformed'; readonly detail: string }
  | DigestMismatch
  | { readonly kind: 'ambiguous'; readonly id: string; readonly version: string; readonly files: readonly string[] };

export interface DigestMismatch {
  readonly kind: 'digest-mismatch';
  readonly package: string;
  readonly algorithm: DigestAlgorithm;
  readonly expected: string;
  readonly actual: string;
}

/** Says a feed's problem to people. `span` is the place that asked for the package or defines the feed. */
export function describeFeedProblem(problem: FeedProblem, feed: string, span?: Span): Diagnostic {
  const say = (code: DiagnosticCode, summary: string, hint: string, detail?: string): Diagnostic => ({
    code,
    severity: 'error',
    summary,
    hint,
    ...(detail === undefined ? {} : { detail }),
    ...(span === undefined ? {} : { span }),
  });
  switch (problem.kind) {
    case 'no-package':
      return say(
        'REL1504',
        `The feed "${feed}" has no package "${problem.id}"`,
        nearOr(problem.similar, 'check the id'),
      );
    case 'no-version': {
      const hint = nearOr(problem.similar, 'no version of it is there');
      return say('REL1505', `The feed "${feed}" has no version ${problem.version} of "${problem.id}"`, hint);
    }
    case 'unreachable':
      return say(
        'REL1506',
        `The feed "${feed}" cannot be reached`,
        retryHint(problem.retryAfterSeconds),
        problem.detail,
      );
    case 'unauthorised': {
      const hint = problem.anonymous ? `give the feed a secret in release.config.yaml` : 'check the secret of the feed';
      return say('REL1507', `The feed "${feed}" does not let us in`, hint, problem.detail);
    }
    case 'malformed':
      return say(
        'REL1508',
        `The feed "${feed}" gave an answer that cannot be used`,
        'check its address',
        problem.detail,
      );
    case 'digest-mismatch':
      return say('REL1509', mismatchSummary(problem, feed), MISMATCH_HINT, mismatchDetail(problem));
    case 'ambiguous': {
      const summary = `The feed "${feed}" has different files for ${problem.id} ${problem.version}`;
      return say('REL1510', summary, 'delete all but one of them', problem.files.join('\n'));
    }
    default:
      return problem satisfies never;
  }
}

const MISMATCH_HINT =
  'find out who replaced the package; to accept it, write the lock again with release lock --update packages';

function mismatchSummary(problem: DigestMismatch, feed: string): string {
  return `The bytes of ${problem.package} from the feed "${feed}" are not the ones expected`;
}

function mismatchDetail({ algorithm, expected, actual }: DigestMismatch): string {
  return `expected ${algorithm} ${expected}\nreceived ${algorithm} ${actual}`;
}

function nearOr(similar: readonly string[], otherwise: string): string {
  return similar.length === 0 ? otherwise : `did you mean ${similar.join(', ')}?`;
}

function retryHint(seconds: number | undefined): string {
  return seconds === undefined ? 'try again, or check the address of the feed' : `try again in ${seconds} seconds`;
}
