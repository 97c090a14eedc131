import type { ECS } from '@aws-sdk/client-ecs';
import type { RDS } from '@aws-sdk/client-rds';
import type { SSM } from '@aws-sdk/client-ssm';
import type { STS } from '@aws-sdk/client-sts';
import type { AwsOptions } from './options.ts';
import type { AwsPlace } from './place.ts';

export interface Clients {
  readonly rds: () => Promise<RDS>;
  readonly ecs: () => Promise<ECS>;
  readonly ssm: () => Promise<SSM>;
  readonly sts: () => Promise<STS>;
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Each client is loaded when it is first asked for: a process that runs no AWS step loads none of the SDK. */
export function lazyClients(options: AwsOptions, place: AwsPlace): Clients {
  const base = once(async () => {
    const { STS } = await import('@aws-sdk/client-sts');
    return new STS({ ...settings(options, place, 'STS'), ...credentialsOf(keysIn(options)) });
  });
  const given = (): { readonly credentials?: Keys | (() => Promise<Keys>) } =>
    place.assumeRole === undefined ? credentialsOf(keysIn(options)) : { credentials: () => assume(base, place) };
  return {
    rds: once(async () => {
      const { RDS } = await import('@aws-sdk/client-rds');
      return new RDS({ ...settings(options, place, 'RDS'), ...given() });
    }),
    ecs: once(async () => {
      const { ECS } = await import('@aws-sdk/client-ecs');
      return new ECS({ ...settings(options, place, 'ECS'), ...given() });
    }),
    ssm: once(async () => {
      const { SSM } = await import('@aws-sdk/client-ssm');
      return new SSM({ ...settings(options, place, 'SSM'), ...given() });
    }),
    sts: once(async () => {
      const { STS } = await import('@aws-sdk/client-sts');
      return new STS({ ...settings(options, place, 'STS'), ...given() });
    }),
  };
}

/** Called by the SDK whenever the keys it has are about to expire: a restore outlives a session of one hour. */
async function assume(base: () => Promise<STS>, { assumeRole, externalId }: AwsPlace): Promise<Keys> {
  const sts = await base();
  const { Credentials: given } = await sts.assumeRole({
    RoleArn: assumeRole,
    RoleSessionName: 'release',
    ...(externalId !== undefined && { ExternalId: externalId }),
  });
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
    ...(given?.Expiration !== undefined && { expiration: given.Expiration }),
  };
}

function keysIn({ environment }: AwsOptions): Keys | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

function credentialsOf(keys: Keys | undefined): { readonly credentials?: Keys } {
  return keys === undefined ? {} : { credentials: keys };
}

function settings({ environment, client }: AwsOptions, place: AwsPlace, service: string) {
  const region = place.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;
  return {
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    maxAttempts: Number(environment.AWS_MAX_ATTEMPTS) || 5,
    retryMode: environment.AWS_RETRY_MODE || 'adaptive',
    ...client,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
