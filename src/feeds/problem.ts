import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { DigestAlgorithm } from './digest.ts';
import { quoted } from './extract-refusal.ts';

/** Everything that may go wrong with a feed without being a bug. */
export type FeedProblem =
  /** The feed works and does not have it. `similar` holds ids or versions that come close. */
  | { readonly kind: 'no-package'; readonly id: string; readonly similar: readonly string[] }
  | { readonly kind: 'no-version'; readonly id: string; readonly version: string; readonly similar: readonly string[] }
  /** No answer, or a failure on the other side: worth another try. */
  | {
      readonly kind: 'unreachable';
      readonly detail: string;
      readonly retryAfterSeconds?: number;
      readonly hint?: string;
    }
  /** `anonymous`: no credentials were sent. */
  | { readonly kind: 'unauthorised'; readonly detail: string; readonly anonymous: boolean; readonly hint?: string }
  /** The credentials (or their absence) are known and do not reach this far. */
  | { readonly kind: 'forbidden'; readonly detail: string; readonly anonymous: boolean }
  /** Too many requests, and waiting any longer is not up to us. */
  | { readonly kind: 'rate-limited'; readonly detail: string; readonly retryAfterSeconds?: number }
  /** The certificate of the server is not one that this machine trusts. */
  | { readonly kind: 'untrusted'; readonly detail: string }
  /** A redirect that leads in a circle or out of what is safe. */
  | { readonly kind: 'bad-redirect'; readonly detail: string }
  /** An answer that does not end within bounds. */
  | { readonly kind: 'too-large'; readonly what: string; readonly limit: number }
  | { readonly kind: 'no-secret'; readonly detail: string; readonly hint: string }
  /** It is there, but holds no single package file. */
  | { readonly kind: 'not-a-package'; readonly package: string; readonly detail: string }
  | {
      readonly kind: 'no-platform';
      readonly package: string;
      readonly wanted: string;
      readonly available: readonly string[];
    }
  /** A file of npm's configuration cannot be read. */
  | { readonly kind: 'npmrc'; readonly path: string; readonly detail: string }
  /** Nobody may go to the network, and the answer was not kept. */
  | { readonly kind: 'offline'; readonly what: string }
  /** An answer that no feed of this type may give. */
  | { readonly kind: 'malformed'; readonly detail: string }
  | DigestMismatch
  /** The file of a package holds another one. */
  | { readonly kind: 'other-package'; readonly package: string; readonly says: string }
  | { readonly kind: 'ambiguous'; readonly id: string; readonly version: string; readonly files: readonly string[] };

export interface DigestMismatch {
  readonly kind: 'digest-mismatch';
  readonly package: string;
  readonly algorithm: DigestAlgorithm;
  readonly expected: string;
  readonly actual: string;
}

/** Thrown where a stream of bytes breaks off for a reason that is not a bug; fetchPackage makes it a value again. */
export class FeedFailure extends Error {
  readonly problem: FeedProblem;

  constructor(problem: FeedProblem) {
    super(`the feed failed: ${problem.kind}`);
    this.problem = problem;
  }
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
        problem.hint ?? retryHint(problem.retryAfterSeconds),
        problem.detail,
      );
    case 'unauthorised': {
      const hint = problem.anonymous ? `give the feed a secret in release.config.yaml` : 'check the secret of the feed';
      return say('REL1507', `The feed "${feed}" does not let us in`, problem.hint ?? hint, problem.detail);
    }
    case 'forbidden': {
      const hint = problem.anonymous
        ? 'give the feed a secret in release.config.yaml'
        : 'ask for the right to read it, or use another secret';
      return say('REL1513', `The feed "${feed}" knows who asks and refuses`, hint, problem.detail);
    }
    case 'rate-limited': {
      const hint = retryHint(problem.retryAfterSeconds, 'try again later, or with fewer at one time');
      return say('REL1514', `The feed "${feed}" gets too many requests from us`, hint, problem.detail);
    }
    case 'untrusted':
      return say(
        'REL1515',
        `The certificate of the feed "${feed}" is not trusted`,
        'name the CA of your company with `ca:` on the feed, or in NODE_EXTRA_CA_CERTS',
        problem.detail,
      );
    case 'bad-redirect':
      return say(
        'REL1516',
        `The feed "${feed}" sends us where we do not go`,
        'check the address of the feed',
        problem.detail,
      );
    case 'too-large': {
      const summary = `The feed "${feed}" sends more than ${Math.round(problem.limit / 1024 ** 2)} MiB`;
      return say('REL1517', summary, 'check that the address is that of a feed', problem.what);
    }
    case 'no-secret':
      return say('REL1518', `The secret of the feed "${feed}" cannot be read`, problem.hint, problem.detail);
    case 'not-a-package': {
      const summary = `${problem.package} in the feed "${feed}" is not a package file`;
      return say('REL1519', summary, 'push it as an artifact with one layer', problem.detail);
    }
    case 'no-platform': {
      const { available, wanted } = problem;
      const hint = available.length === 0 ? 'push it for this platform' : `there are: ${available.join(', ')}`;
      return say('REL1531', `${problem.package} in the feed "${feed}" is not there for ${wanted}`, hint);
    }
    case 'npmrc':
      return say(
        'REL1532',
        `${problem.path} cannot be read for the feed "${feed}"`,
        'correct the file',
        problem.detail,
      );
    case 'offline':
      return say(
        'REL1533',
        `The feed "${feed}" may not be asked offline`,
        'run it once with a network, so that the answer is in the cache',
        `not in the cache: ${problem.what}`,
      );
    case 'malformed':
      return say(
        'REL1508',
        `The feed "${feed}" gave an answer that cannot be used`,
        'check the address of the feed: it may be that of a page for people',
        problem.detail,
      );
    case 'digest-mismatch':
      return say('REL1509', mismatchSummary(problem, feed), MISMATCH_HINT, mismatchDetail(problem));
    case 'other-package': {
      const summary = `${problem.package} from the feed "${feed}" says that it is ${quoted(problem.says)}`;
      return say('REL1528', summary, 'publish it again with the right id and version');
    }
    case 'ambiguous': {
      const summary = `The feed "${feed}" has different files for ${problem.id} ${problem.version}`;
      return say('REL1510', summary, 'delete all but one of them', problem.files.join('\n'));
    }
    default:
      return problem satisfies never;
  }
}

const MISMATCH_HINT =
  'find out who replaced the package; to accept it, write the lock again with release lock --update packages <id>';

function mismatchSummary(problem: DigestMismatch, feed: string): string {
  return `The bytes of ${problem.package} from the feed "${feed}" are not the ones expected`;
}

function mismatchDetail({ algorithm, expected, actual }: DigestMismatch): string {
  return `expected ${algorithm} ${expected}\nreceived ${algorithm} ${actual}`;
}

function nearOr(similar: readonly string[], otherwise: string): string {
  return similar.length === 0 ? otherwise : `did you mean ${similar.map((name) => `"${name}"`).join(', ')}?`;
}

function retryHint(seconds: number | undefined, otherwise = 'try again, or check the address of the feed'): string {
  return seconds === undefined ? otherwise : `try again in ${seconds} seconds`;
}
