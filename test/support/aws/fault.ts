/** What AWS answers when it says no: the code as it stands on the wire. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What can go wrong with one call. `before`: AWS never got it. `after`: it took effect, and the answer was lost. */
export type FaultKind =
  | 'reset'
  | 'server-error'
  | 'throttle'
  | 'expired'
  | 'denied'
  /** The process that made the call is dead from here on. */
  | 'kill'
  /** A read that sees the world as it was before the last change. */
  | 'stale'
  | { readonly code: string; readonly message: string; readonly status?: number };

export interface PlannedFault {
  /** Number of the call from 1 on, counted over all services; or the name of an operation. */
  readonly at: number | string;
  /** For an operation: which of its calls, from 1 on; all of them when absent. */
  readonly nth?: number;
  readonly when: 'before' | 'after';
  readonly kind: FaultKind;
  /** Of which account; any when absent. */
  readonly account?: string;
}

export interface Call {
  readonly number: number;
  readonly account: string;
  readonly service: 'rds' | 'ssm' | 'ecs' | 'sts';
  readonly operation: string;
  readonly input: { readonly [key: string]: unknown };
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mutating: boolean;
  readonly process: string;
  /** Code of the refusal; undefined when it took effect. */
  refused?: string;
}

export function isMutating(operation: string): boolean {
  return !/^(?:Describe|List|Get)/.test(operation) && operation !== 'AssumeRole';
}
