import type { Aws } from '../aws/aws.ts';
import type { AwsFailure } from '../aws/failure.ts';
import type { InventoryQuestion } from '../aws/inventory.ts';
import type { AwsSpace } from '../steps/aws/spaces.ts';
import { exitCode } from './exit-code.ts';
import { type Failure, failure } from './failure.ts';

export function questionOf(aws: Aws, { namespace, kinds, cluster, source }: AwsSpace): InventoryQuestion {
  return {
    namespace,
    kinds,
    cluster: cluster ?? null,
    ...(source !== undefined && { source: aws.at(source) }),
  };
}

export function awsFailed({ message, reason }: AwsFailure): Failure {
  const hint = 'check the region, the credentials and the rights that docs/aws.md lists';
  const told = failure('REL2160', `AWS cannot be asked: ${message}`, hint);
  return reason === 'cannot-observe' ? { ...told, exit: exitCode.blocked } : { ...told, exit: exitCode.failed };
}
