import { parseDuration } from '../config/decode/duration.ts';
import { isList, isRecord, scalarText } from '../template/values.ts';
import type { Json, JsonMap } from '../util/json.ts';

/** Inputs have passed the schema of their kind; these only give them their types. */
export function textInput(inputs: JsonMap, key: string): string | undefined {
  return scalarText(inputs[key] ?? null);
}

export function textsInput(inputs: JsonMap, key: string): readonly string[] {
  const value = inputs[key] ?? null;
  return isList(value) ? value.flatMap((item) => scalarText(item) ?? []) : [];
}

export function mapInput(inputs: JsonMap, key: string): JsonMap {
  const value = inputs[key] ?? null;
  return isRecord(value) ? value : {};
}

export function integerInput(inputs: JsonMap, key: string): number | undefined {
  const value = inputs[key];
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** Milliseconds of `30s`, `5m` or a bare number of seconds. */
export function durationInput(inputs: JsonMap, key: string): number | undefined {
  const text = textInput(inputs, key);
  const seconds = text === undefined ? undefined : parseDuration(text);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** The schema of a duration, for `durationInput`. */
export const durationSchema: JsonMap = {
  type: ['string', 'number'],
  minimum: 0,
  pattern: '^(\\d+(\\.\\d+)?|(\\d+(\\.\\d+)?(ms|s|m|h|d|w))+)$',
};

/** How a value reaches a script: text as it is, numbers and booleans as text, lists and maps as JSON. */
function environmentText(value: Json): string {
  return scalarText(value) ?? (value === null ? '' : JSON.stringify(value));
}

export function environmentTexts(values: JsonMap): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key in values) texts[key] = environmentText(values[key] ?? null);
  return texts;
}
