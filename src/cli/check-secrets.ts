import type { SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { askedSecrets } from '../plan/asked-secrets.ts';
import type { Plan, PlanLane } from '../plan/model.ts';
import { nameSome } from '../resolve/name-some.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { nothingToEncryptTo } from '../targets/drop/bundle-content.ts';
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
  const asked = [
    ...askedSecrets(plan).filter(({ reference }) => atHand.includes(reference.source)),
    // What only a site knows is found out there, and nowhere else.
    ...askedSecrets(plan, (lane, step) => !isOffline(lane, step)).filter(
      ({ reference }) => reference.source === 'site',
    ),
  ];
  const found = await bounded(asked, 16, async ({ reference, deployments }) => {
    const result = await secrets.read(reference);
    return result.ok ? [] : [{ ...result.diagnostic, detail: `needed by ${nameSome(deployments)}` }];
  });
  const missing = [...found.flat(), ...notEncrypted(plan, environment.RELEASE_DROP_PASSPHRASE)];
  return missing.length === 0 ? undefined : failures(missing);
}

/** Secrets of steps that become bundles need a passphrase or recipients, and are asked for before the first wave. */
function notEncrypted(plan: Plan, passphrase: string | undefined): readonly Diagnostic[] {
  if (passphrase !== undefined && passphrase !== '') return [];
  const secrets = askedSecrets(plan, needsPassphrase);
  const deployments = secrets.flatMap((secret) => (secret.reference.source === 'site' ? [] : secret.deployments));
  if (deployments.length === 0) return [];
  return [{ ...nothingToEncryptTo('An offline bundle'), detail: `needed by ${nameSome([...new Set(deployments)])}` }];
}

function isOffline({ placement, targets }: PlanLane, step: number): boolean {
  return (placement[step] ?? []).some((target) => targets[target]?.type === 'drop');
}

function needsPassphrase({ placement, targets }: PlanLane, step: number): boolean {
  const own = (placement[step] ?? []).map((target) => targets[target]);
  return own.some((target) => target?.type === 'drop' && target.settings.recipients === undefined);
}
