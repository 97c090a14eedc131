import type { Workspace } from '../config/model.ts';
import type { SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { amount } from '../views/words.ts';
import { bounded } from './bounded.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';
import { awsSecretSources } from './open-aws.ts';

const patienceMs = 20_000;

/**
 * Secrets whose place is known now, each once. What is in them is never shown, not even how long it is. One that cannot be
 * read is a warning: it may be meant for another machine.
 */
export async function secretChecks(
  { surroundings }: CommandContext,
  root: string,
  workspace: Workspace,
): Promise<readonly Check[]> {
  const { environment } = surroundings;
  const register = (): void => undefined;
  const secrets = createSecrets({ environment, workspaceRoot: root, register, ...awsSecretSources(surroundings) });
  const all = distinctSecrets(workspace);
  // What lives at a site, or depends on a tenant, cannot be read here and now.
  const fixed = all.filter(({ source, ref }) => source !== 'site' && !ref.includes('{{'));
  const checks = await bounded(fixed, 8, async (reference): Promise<Check> => {
    const name = `secret ${reference.source}:${reference.ref}`;
    const read = await Promise.race([secrets.read(reference), tooLate()]);
    if (read === undefined) return { name, state: 'warning', found: 'it could not be read in time', hint: 'try again' };
    if (!read.ok) return warned(name, read.diagnostic);
    const [warning] = read.warnings;
    return warning === undefined ? { name, state: 'ok', found: 'it can be read' } : warned(name, warning);
  });
  const open = all.length - fixed.length;
  const found = `${amount(open, 'secret')} of tenants or sites ${open === 1 ? 'is' : 'are'} read when a step needs ${open === 1 ? 'it' : 'them'}`;
  return open === 0 ? checks : [...checks, { name: 'other secrets', state: 'ok', found }];
}

function tooLate(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), patienceMs).unref();
  });
}

function warned(name: string, { summary, hint }: Diagnostic): Check {
  return { name, state: 'warning', found: summary, ...(hint === undefined ? {} : { hint }) };
}

function distinctSecrets(workspace: Workspace): readonly SecretReference[] {
  const { config, variableSets, projects, tenants, releases } = workspace;
  const places = [...variableSets, ...projects.values(), ...tenants.values(), ...releases.values()];
  const values = places
    .flatMap(({ variables }) => variables)
    .flatMap(({ value }) => (value.kind === 'secret' ? [value.secret] : []));
  const webhooks = config.notifications.flatMap(({ url, key }) => [
    ...(url.kind === 'secret' ? [url.secret] : []),
    ...(key === undefined ? [] : [key]),
  ]);
  return [...new Map([...values, ...webhooks].map((one) => [`${one.source}:${one.ref}`, one])).values()];
}
