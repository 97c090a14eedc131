import type { StatusDocument } from '../status/document.ts';
import { type Problem, problemsOf, stepPath } from '../status/problems.ts';
import { firstLine } from '../text.ts';

/** The same step that failed with the same words, wherever it did. */
export interface ReportFailure {
  /** Path of the step, such as `web/database`; absent when a deployment failed as a whole. */
  readonly step?: string;
  /** First line of what it said. */
  readonly message: string;
  readonly outcome: string;
  readonly deployments: readonly { readonly address: string; readonly node?: string }[];
}

/** The failures of a run, those that hit most deployments first: forty of a kind are one thing to look into. */
export function failuresOf(status: StatusDocument): readonly ReportFailure[] {
  const groups = new Map<string, { first: ReportFailure; deployments: ReportFailure['deployments'][number][] }>();
  for (const problem of problemsOf(status)) {
    const first = failureOf(problem);
    const key = JSON.stringify([first.step, first.outcome, withoutNames(first.message, problem)]);
    const group = groups.get(key) ?? { first, deployments: [] };
    groups.set(key, group);
    group.deployments.push(...first.deployments);
  }
  return [...groups.values()]
    .map(({ first, deployments }) => ({ ...first, deployments }))
    .toSorted((one, other) => other.deployments.length - one.deployments.length);
}

function failureOf({ deployment, node, message }: Problem): ReportFailure {
  const { address } = deployment;
  const step = node === undefined ? undefined : stepPath(deployment, node).replace(/#.*$/, '');
  return {
    ...(step !== undefined && { step }),
    message: firstLine(message),
    outcome: node?.outcome ?? deployment.state,
    deployments: [{ address, ...(node !== undefined && { node: node.address }) }],
  };
}

/** A message that names its own tenant is the same message as that of another one. */
function withoutNames(message: string, { deployment }: Problem): string {
  const { tenant } = deployment;
  return tenant === null ? message : message.replaceAll(tenant, '{{tenant}}');
}
