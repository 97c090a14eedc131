import { AwsFailure } from '../../aws/failure.ts';
import {
  createParameter,
  deleteParameter,
  type NewParameter,
  parameterHistory,
  readParameter,
  readSurely,
  sameValue,
  setParameter,
  taken,
} from '../../aws/parameters.ts';
import { poll } from '../../aws/poll.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { Json } from '../../util/json.ts';
import { failed, type StepContext } from '../kind.ts';
import { integerInput, textInput } from '../read-inputs.ts';
import { compensate } from './compensate.ts';
import { perform } from './perform.ts';
import { guard, pollingOf, type Setting, settingOf } from './setting.ts';

/** The time that the first read after a write may need to see it. */
const readPause = 1000;

interface PutJob {
  readonly setting: Setting;
  readonly wanted: NewParameter;
}

function jobOf(context: StepContext, signal: AbortSignal): PutJob {
  const { inputs } = context;
  const keyId = textInput(inputs, 'keyId');
  const type = textInput(inputs, 'type') === 'SecureString' ? 'SecureString' : 'String';
  const wanted = { name: textInput(inputs, 'name') ?? '', value: textOf(inputs.value ?? ''), type } as const;
  const setting = parameterSetting(context, signal);
  return { setting, wanted: { ...wanted, ...(keyId !== undefined && { keyId }) } };
}

/** A parameter need not belong to a namespace. */
function parameterSetting(context: StepContext, signal: AbortSignal): Setting {
  const namespaced = context.inputs.namespace ?? context.facts.namespace;
  if (namespaced !== undefined) return settingOf(context, signal);
  return settingOf({ ...context, inputs: { ...context.inputs, namespace: 'none' } }, signal);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function putValue(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return perform(async () => {
    const { setting, wanted } = jobOf(context, signal);
    if (wanted.type === 'String' && context.secrets().some((secret) => wanted.value.includes(secret))) {
      return failed(`${wanted.name} would hold a secret for everyone to read; give it the type SecureString`);
    }
    const create = textInput(context.inputs, 'mode') === 'create';
    const version = create
      ? await createOnce(setting, wanted)
      : await set(setting, wanted, integerInput(context.inputs, 'unchangedSince'));
    return { kind: 'succeeded', outputs: { name: wanted.name, version } };
  });
}

async function createOnce(setting: Setting, wanted: NewParameter): Promise<number> {
  const { account, polling } = setting;
  const known = await readParameter(account, wanted.name, wanted.type === 'SecureString');
  if (known !== undefined && sameValue(known.value, wanted.value)) return known.version;
  await guard(setting, false);
  const made = await createParameter(account, wanted);
  return poll({ ...polling, every: readPause }, async () => {
    const seen = await readParameter(account, wanted.name, wanted.type === 'SecureString');
    if (seen === undefined) return undefined;
    if (!made && !sameValue(seen.value, wanted.value)) throw taken(wanted.name);
    return seen.version;
  });
}

async function set(setting: Setting, wanted: NewParameter, unchangedSince: number | undefined): Promise<number> {
  const { account, polling } = setting;
  const seen = await readParameter(account, wanted.name, wanted.type === 'SecureString');
  if (seen !== undefined && sameValue(seen.value, wanted.value)) return seen.version;
  if (unchangedSince !== undefined) await mustBeVersion(setting, wanted, unchangedSince);
  await guard(setting, false);
  return setParameter(account, wanted, { ...polling, every: readPause });
}

/** A look may be old; what it says against going on is believed when it says so three times. */
async function mustBeVersion({ account, polling }: Setting, wanted: NewParameter, version: number): Promise<void> {
  let looks = 0;
  await poll({ ...polling, every: readPause }, async () => {
    const seen = await readParameter(account, wanted.name);
    const now = seen?.version ?? 0;
    if (now === version || (seen !== undefined && sameValue(seen.value, wanted.value))) return true;
    looks += 1;
    if (looks < 3) return undefined;
    throw new AwsFailure(
      'refused',
      'Superseded',
      `${wanted.name} was changed by somebody else: it has version ${now}, not ${version}; it stays as it is`,
    );
  });
}

/** Puts back what was there before, but only over our own value: what others wrote meanwhile stays. */
export function undoPut(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return compensate(pollingOf(context, signal), async () => {
    const { setting, wanted } = jobOf(context, signal);
    const { account, polling } = setting;
    const decrypt = wanted.type === 'SecureString';
    const seen = await readSurely(account, wanted.name, signal);
    const value =
      decrypt && seen !== undefined ? (await readParameter(account, wanted.name, true))?.value : seen?.value;
    if (value === undefined || !sameValue(value, wanted.value)) return { kind: 'succeeded' };
    await guard(setting, false);
    const before = await valueBefore(setting, wanted);
    const { tombstone } = context.inputs;
    if (before !== undefined)
      await setParameter(account, { ...wanted, value: before }, { ...polling, every: readPause });
    else if (tombstone !== undefined)
      await setParameter(account, { ...wanted, value: textOf(tombstone) }, { ...polling, every: readPause });
    else await deleteParameter(account, wanted.name);
    return { kind: 'succeeded' };
  });
}

/** The last version that is not ours: an answer that got lost may have written ours twice. */
async function valueBefore({ account }: Setting, wanted: NewParameter): Promise<string | undefined> {
  const history = await parameterHistory(account, wanted.name);
  return history.findLast(({ value }) => !sameValue(value, wanted.value))?.value;
}
