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
  /** More settings of the SDK's clients, such as how requests are sent. */
  readonly client?: object;
}
