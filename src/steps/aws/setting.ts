import { createHash } from 'node:crypto';
import type { AwsAccount } from '../../aws/account.ts';
import { type DatabaseKind, databaseKinds } from '../../aws/database.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { checkFence, type Fence } from '../../aws/fence.ts';
import { readActive } from '../../aws/inventory.ts';
import { generationOf } from '../../aws/names.ts';
import { Patience } from '../../aws/others.ts';
import { decodePlace, placeSchema } from '../../aws/place.ts';
import { type Polling, pause } from '../../aws/poll.ts';
import { type Ownership, type Tags, tagsFor } from '../../aws/tags.ts';
import type { StepContext } from '../kind.ts';
import { durationInput, durationSchema, environmentTexts, mapInput, textInput } from '../read-inputs.ts';

/** What every AWS step works with. */
export interface Setting {
  readonly account: AwsAccount;
  readonly namespace: string;
  readonly generation: string;
  readonly owner: string;
  readonly release: string;
  readonly polling: Polling;
  readonly fence: Fence | undefined;
}

export const placeInput = { aws: placeSchema } as const;

/** Inputs of steps that make or change what belongs to a generation. */
export const generationInputs = {
  ...placeInput,
  namespace: {
    type: 'string',
    pattern: '^(?!aws|ssm)[a-z]([a-z0-9]|-(?=[a-z0-9])){0,45}$',
    description: 'Whose resources; the namespace of the deployment by default',
  },
  generation: {
    type: 'string',
    pattern: '^\\d{8}t\\d{6}z$',
    description: 'Names the database; the time at which the run began by default',
  },
  fence: {
    type: 'string',
    pattern: '/\\d{8}$',
    description: 'Output `fence` of the step that took it: nothing is changed any more once another run has taken over',
  },
  every: { ...durationSchema, description: 'Pause between looks; 15s by default' },
} as const;

export const kindInput = {
  kind: { enum: databaseKinds, default: 'instance', description: 'An RDS instance, or an Aurora cluster' },
} as const;

export const tagsInput = {
  tags: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] }, description: 'More tags' },
} as const;

export function accountOf(context: StepContext, key = 'aws'): AwsAccount {
  if (context.aws === undefined) throw new AwsFailure('refused', 'NoAws', 'AWS is not set up for this run');
  return context.aws.at(decodePlace(context.inputs[key]));
}

const usualPause = 15_000;

export function pollingOf({ clock, inputs }: StepContext, signal: AbortSignal): Polling {
  return { clock, signal, every: Math.max(50, durationInput(inputs, 'every') ?? usualPause) };
}

export function settingOf(context: StepContext, signal: AbortSignal): Setting {
  const { facts, inputs } = context;
  const namespace = textInput(inputs, 'namespace') ?? facts.namespace;
  if (namespace === undefined) {
    throw new AwsFailure(
      'refused',
      'NoNamespace',
      'it has no namespace: write `namespace` in release.config.yaml, or under `with`',
    );
  }
  const owner = ownerOf(context);
  const fence = textInput(inputs, 'fence');
  return {
    account: accountOf(context),
    namespace,
    generation: textInput(inputs, 'generation') ?? generationOf(facts.timestamp),
    owner,
    release: `${facts.release} ${facts.version}`,
    polling: pollingOf(context, signal),
    fence: fence === undefined ? undefined : { name: fence, owner },
  };
}

/** The same for all steps of one deployment of one run, and for no other: the time tells runs of the same name apart. */
function ownerOf({ facts }: StepContext): string {
  const { run, timestamp, tenant, environment } = facts;
  return createHash('sha256')
    .update(JSON.stringify([run, timestamp, tenant, environment]))
    .digest('hex')
    .slice(0, 24);
}

export function ownershipOf({ namespace, generation, owner, release }: Setting, source: string): Ownership {
  return { namespace, generation, owner, release, source };
}

export function tagsOf(own: Ownership, { inputs }: StepContext): Tags {
  return tagsFor(own, environmentTexts(mapInput(inputs, 'tags')));
}

export function databaseKindOf({ inputs }: StepContext): DatabaseKind {
  return textInput(inputs, 'kind') === 'cluster' ? 'cluster' : 'instance';
}

/** Throws when another run has taken over, or `active` is no longer what this deployment made it. */
export async function guard(
  { account, fence, namespace, generation, owner, polling }: Setting,
  alsoActive: boolean,
): Promise<void> {
  const strange = new Patience();
  for (;;) {
    // Both at once: what is asked at the same time goes in one call.
    const [active] = await Promise.all([
      alsoActive ? readActive(account, namespace) : undefined,
      fence === undefined ? undefined : checkFence(account, fence),
    ]);
    if (!alsoActive || (active?.generation === generation && active.owner === owner)) return;
    if (strange.isEnough()) {
      const now =
        active === undefined
          ? 'is gone'
          : `names ${active.generation ?? 'nothing'}, by ${active.release || 'somebody else'}`;
      const message = `/${namespace}/db/active ${now}; this deployment changes nothing more`;
      throw new AwsFailure('refused', 'Superseded', message);
    }
    await pause(polling, 1000);
  }
}
