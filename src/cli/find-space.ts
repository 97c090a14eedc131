import type { AwsSpace } from '../steps/aws/spaces.ts';
import { type Failure, failure } from './failure.ts';

/** The space of a tenant in an environment. */
export function findSpace<S extends AwsSpace>(
  spaces: readonly S[],
  tenant: string | undefined,
  environment: string | undefined,
): S | Failure {
  const found = spaces.find((one) => one.tenant === tenant && one.environment === environment);
  if (found !== undefined) return found;
  const known = [...new Set(spaces.map((one) => `${one.tenant ?? '-'} ${one.environment}`))];
  const hint =
    known.length === 0 ? 'no release has a step aws/rds-restore' : `there are: ${known.slice(0, 10).join(', ')}`;
  return failure('REL3010', `No release puts a database of ${tenant} in ${environment} into AWS`, hint);
}
