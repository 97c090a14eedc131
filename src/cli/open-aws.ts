import { type Aws, createAws } from '../aws/aws.ts';
import type { SecretsOptions } from '../secrets/secrets.ts';
import { ssmSecrets } from '../steps/aws/ssm-secrets.ts';
import { realClock } from './real-clock.ts';
import type { Surroundings } from './surroundings.ts';

/** Asks nobody and loads nothing before it is used. */
export function openAws({ environment, now }: Surroundings): Aws {
  return createAws({ environment, clock: realClock(now) });
}

/** For whoever reads secrets. */
export function awsSecretSources(surroundings: Surroundings): Required<Pick<SecretsOptions, 'sources'>> {
  return { sources: { ssm: ssmSecrets(openAws(surroundings)) } };
}
