import type { SecretReference } from '../config/scope.ts';
import { askedSecrets } from '../plan/asked-secrets.ts';
import type { Plan } from '../plan/model.ts';
import { nameSome } from '../resolve/name-some.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { bounded } from './bounded.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failures } from './failure.ts';

/** Sources that answer without a network: what is missing there now will be missing when a step asks. */
const atHand: readonly SecretReference['source'][] = ['env', 'file'];

/**
 * The secrets of a plan that are not there, each once, with who needs it: better known now than in the middle of the
 * second wave. Nothing read here is kept; a step reads again at the moment it needs a secret.
 */
export async function checkSecrets(
  { surroundings }: CommandContext,
  root: string,
  plan: Plan,
): Promise<Failure | undefined> {
  const { environment } = surroundings;
  const secrets = createSecrets({ environment, workspaceRoot: root, register: () => {} });
  const asked = askedSecrets(plan).filter(({ reference }) => atHand.includes(reference.source));
  const found = await bounded(asked, 16, async ({ reference, deployments }) => {
    const result = await secrets.read(reference);
    return result.ok ? [] : [{ ...result.diagnostic, detail: `needed by ${nameSome(deployments)}` }];
  });
  const missing = found.flat();
  return missing.length === 0 ? undefined : failures(missing);
}
