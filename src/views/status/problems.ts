import type { StatusDeployment, StatusDocument } from './document.ts';
import type { StatusNode } from './nodes.ts';

/** The step that a deployment failed at, and why. */
export interface Problem {
  readonly deployment: StatusDeployment;
  readonly node: StatusNode | undefined;
  readonly message: string;
}

const bad: ReadonlySet<string> = new Set(['failed', 'errored', 'timed-out', 'cancelled', 'unknown']);
/** A deployment may have several; the one that failed by itself explains the others. */
const order = ['failed', 'errored', 'timed-out', 'unknown', 'cancelled'];

/** Deployments that did not end well, or stand because nobody knows how a step ended. */
export function problemsOf({ deployments }: StatusDocument): readonly Problem[] {
  return deployments
    .filter(({ state }) => state === 'failed' || state === 'unknown' || state === 'undone')
    .map((deployment) => {
      const nodes = deployment.nodes.filter(({ outcome }) => bad.has(outcome));
      const node = withoutChains(nodes).toSorted(
        (one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome),
      )[0];
      const message = node?.error ?? node?.note ?? deployment.reason ?? deployment.state;
      return { deployment, node, message };
    });
}

/** A chain step fails because something inside it did: that is what people want to hear of. */
export function withoutChains(nodes: readonly StatusNode[]): readonly StatusNode[] {
  return nodes.filter(({ address }) => !nodes.some((other) => other.address.startsWith(`${address}/`)));
}

/** `st-marys@prod/ehr/web/migrate` in `st-marys@prod/ehr` is `web/migrate`. */
export function stepPath(deployment: { readonly address: string }, node: { readonly address: string }): string {
  return node.address.slice(deployment.address.length + 1);
}

/**
 * A step that went well before the failure, where another went on after it: a clean-up may have taken back what the
 * earlier one did, and only a person knows whether it has to be done again.
 */
export function perhapsTakenBack({ deployment, node }: Problem): StatusNode | undefined {
  const { startedAt = null, endedAt = null } = node ?? {};
  if (startedAt === null || endedAt === null || deployment.state !== 'failed') return undefined;
  const fine = withoutChains(deployment.nodes.filter(({ outcome }) => outcome === 'succeeded'));
  const isCleanedUp = fine.some((one) => one.startedAt !== null && one.startedAt >= endedAt);
  return isCleanedUp ? fine.find((one) => one.endedAt !== null && one.endedAt <= startedAt) : undefined;
}
