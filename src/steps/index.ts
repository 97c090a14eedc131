import type { StepKindCatalog } from '../plan/step-kind.ts';
import { approval } from './approval.ts';
import { awsStepKinds } from './aws/index.ts';
import { chain } from './chain.ts';
import { fail } from './fail.ts';
import { httpCheck } from './http-check.ts';
import type { StepKind } from './kind.ts';
import { note } from './note.ts';
import { packageStep } from './package.ts';
import { script } from './script.ts';
import { wait } from './wait.ts';

/** By name. */
export type StepKinds = ReadonlyMap<string, StepKind>;

/** Every kind of step that is built in: a new one is one file and one line here. */
const all: readonly StepKind[] = [script, packageStep, approval, chain, httpCheck, wait, note, fail, ...awsStepKinds];

export const builtInStepKinds: StepKinds = new Map(all.map((kind) => [kind.info.name, kind]));

/** What the compiler needs of them. */
export function catalogOf(kinds: StepKinds): StepKindCatalog {
  return new Map([...kinds].map(([name, { info }]) => [name, info]));
}
