export interface AwsClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves at the time, or when the signal fires. */
  sleepUntil(time: number, signal: AbortSignal): Promise<void>;
}

export interface AwsOptions {
  /** Of this process: `AWS_ENDPOINT_URL`, regions and access keys are taken from here, all else by the SDK's own chain. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: AwsClock;
  /** How requests are sent, instead of over the network; the SDK's `requestHandler`. */
  readonly requestHandler?: object;
  /** How often the SDK tries a call. */
  readonly attempts?: number;
}
