/** One thing that a release may need. `hint` says how to mend it. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly hint?: string;
}
