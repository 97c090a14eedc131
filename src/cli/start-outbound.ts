import type { Patience } from '../outbound/deliver.ts';
import { Notes } from '../outbound/notes.ts';
import { createPost } from '../outbound/post.ts';
import { readTraceparent } from '../outbound/traces/context.ts';
import { readTraceSettings } from '../outbound/traces/settings.ts';
import { Traces } from '../outbound/traces/traces.ts';
import { Webhooks } from '../outbound/webhooks/webhooks.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { awsSecretSources } from './open-aws.ts';
import { handedOn, type Outbound, type OutboundSettings, outboundFile } from './outbound.ts';
import { realClock } from './real-clock.ts';

/** How long the end of a process waits for others to take what they are told, in milliseconds. */
const lastWait = 15_000;
/** How long a webhook may take to answer. */
const webhookTimeout = 10_000;
const pauses = [1_000, 4_000];

export function startOutbound(settings: OutboundSettings): Outbound {
  const { surroundings, state, run, masker, plan } = settings;
  const { environment, version } = surroundings;
  const warn = (line: string): void => settings.warn(`warning: ${masker.mask(line)}`);
  const notes = new Notes(outboundFile(state, run));
  const webhooks = openWebhooks(settings, notes, warn);
  const read = readTraceSettings(environment);
  if (read.kind === 'refused') warn(`no traces are sent: ${read.why}`);
  const parent = readTraceparent(environment.TRACEPARENT, environment.TRACESTATE);
  const traces =
    read.kind === 'on'
      ? new Traces({
          plan,
          settings: read.settings,
          parent,
          notes,
          patience: patienceOf(settings, read.settings.timeoutMs),
          version,
        })
      : undefined;
  const inherited = handedOn(environment);
  // Whatever breaks in here is a warning, told once.
  let broken = false;
  const safely = (work: () => void): void => {
    try {
      if (!broken) work();
    } catch (error) {
      broken = true;
      warn(`others are not told of this run any more: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    catchUp: (records) =>
      safely(() => {
        webhooks?.catchUp(records);
        traces?.catchUp(records);
      }),
    read: (records, runState) =>
      safely(() => {
        webhooks?.read(records, runState);
        traces?.read(records);
      }),
    environmentOf: (ticket) => ({ ...inherited, ...traces?.environmentOf(ticket) }),
    close: async () => {
      const [problem] = await Promise.all([traces?.close(lastWait), webhooks?.close(lastWait)]);
      if (problem !== undefined) warn(problem);
    },
  };
}

function openWebhooks(settings: OutboundSettings, notes: Notes, warn: (line: string) => void): Webhooks | undefined {
  const { surroundings, root, masker, plan, notifications } = settings;
  if (notifications.length === 0) return undefined;
  const register = (secret: string): void => masker.add(secret);
  const secrets = createSecrets({
    environment: surroundings.environment,
    workspaceRoot: root,
    register,
    ...awsSecretSources(surroundings),
  });
  const patience = patienceOf(settings, webhookTimeout);
  return new Webhooks({ plan, notifications, secrets, notes, patience, now: surroundings.now, warn });
}

function patienceOf({ surroundings, root }: OutboundSettings, timeoutMs: number): Patience {
  const clock = realClock(surroundings.now);
  return {
    post: createPost({ root, environment: surroundings.environment, timeoutMs }),
    sleep: (milliseconds, signal) => clock.sleepUntil(surroundings.now() + milliseconds, signal),
    pauses,
  };
}
