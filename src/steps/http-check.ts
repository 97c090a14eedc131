import type { AttemptOutcome } from '../run/events.ts';
import { isList } from '../template/values.ts';
import type { JsonMap } from '../util/json.ts';
import { failed, neverStarted, type StepContext, type StepKind } from './kind.ts';
import { durationInput, durationSchema, environmentTexts, mapInput, textInput } from './read-inputs.ts';

/** More of an answer than this is not searched. */
const searchedBytes = 1_048_576;

/**
 * Asks a web address until it answers as wanted, at most `for` long (once, without it). Redirects are not followed: a
 * redirect is an answer. It changes nothing, so after a crash it simply asks again.
 */
export const httpCheck: StepKind = {
  info: {
    name: 'http-check',
    package: 'none',
    undo: false,
    literal: [],
    outputs: () => ['status'],
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      properties: {
        url: { type: 'string', pattern: '^https?://', description: 'What to ask' },
        method: { enum: ['GET', 'HEAD'], default: 'GET' },
        status: {
          type: ['integer', 'array'],
          items: { type: 'integer', minimum: 100, maximum: 599 },
          minItems: 1,
          description: 'Which answers are right; 200 by default',
        },
        contains: { type: 'string', minLength: 1, description: 'Text that the first MiB of the answer must hold' },
        headers: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
        timeout: { ...durationSchema, description: 'For one try; 10s by default' },
        for: { ...durationSchema, description: 'How long to go on trying; one try by default' },
        every: { ...durationSchema, description: 'Pause between tries; 2s by default' },
      },
    },
  },
  observe: neverStarted,
  run: async (context, signal) => {
    const { clock, inputs } = context;
    const until = clock.now() + (durationInput(inputs, 'for') ?? 0);
    const pause = Math.max(10, durationInput(inputs, 'every') ?? 2_000);
    for (;;) {
      const answer = await ask(context, signal);
      if (signal.aborted) return { kind: 'cancelled' };
      if (answer.kind === 'succeeded' || clock.now() + pause > until) return answer;
      await clock.sleepUntil(clock.now() + pause, signal);
    }
  },
};

async function ask({ inputs, fetch, log }: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const limit = AbortSignal.timeout(durationInput(inputs, 'timeout') ?? 10_000);
  try {
    const response = await fetch(textInput(inputs, 'url') ?? '', {
      method: textInput(inputs, 'method') ?? 'GET',
      headers: environmentTexts(mapInput(inputs, 'headers')),
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    });
    const problem = await problemOf(response, inputs);
    await response.body?.cancel().catch(() => {}); // The rest of the answer is not wanted, nor whether it breaks off.
    log?.(`${textInput(inputs, 'url') ?? ''}: ${problem ?? `answers ${response.status}`}\n`);
    return problem === undefined ? { kind: 'succeeded', outputs: { status: response.status } } : failed(problem);
  } catch (error) {
    const reason = limit.aborted ? 'it did not answer in time' : reasonOf(error);
    log?.(`${textInput(inputs, 'url') ?? ''}: ${reason}\n`);
    return failed(`${textInput(inputs, 'url') ?? ''} cannot be asked: ${reason}`);
  }
}

async function problemOf(response: Response, inputs: JsonMap): Promise<string | undefined> {
  const wanted = inputs.status ?? 200;
  const accepted = isList(wanted) ? wanted : [wanted];
  if (!accepted.includes(response.status)) return `it answers ${response.status} instead of ${accepted.join(' or ')}`;
  const text = textInput(inputs, 'contains');
  if (text === undefined || (await holds(response, text))) return undefined;
  return `it answers ${response.status}, but without the text it should hold`;
}

async function holds(response: Response, wanted: string): Promise<boolean> {
  const decoder = new TextDecoder();
  let read = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(wanted)) return true;
    read += chunk.length;
    if (read > searchedBytes) return false;
  }
  return false;
}

/** `fetch` hides the system's reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
