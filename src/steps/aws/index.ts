import type { StepKind } from '../kind.ts';
import { ecsDeploy } from './ecs-deploy.ts';
import { ecsVerify } from './ecs-verify.ts';
import { rdsDelete } from './rds-delete.ts';
import { rdsRestore } from './rds-restore.ts';
import { rdsSnapshot } from './rds-snapshot.ts';
import { rdsVerify } from './rds-verify.ts';
import { ssmGet } from './ssm-get.ts';
import { ssmPut } from './ssm-put.ts';

/** The SDK is loaded when the first of them asks AWS, not before. */
export const awsStepKinds: readonly StepKind[] = [
  rdsSnapshot,
  rdsRestore,
  rdsVerify,
  rdsDelete,
  ssmGet,
  ssmPut,
  ecsDeploy,
  ecsVerify,
];
