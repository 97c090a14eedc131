import type { YamlNode } from '../../yaml/tree.ts';
import { textOf } from './reading.ts';

const secondsPerUnit: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

/** Seconds in a duration such as `90s`, `20m`, `1h30m` or `7d`; a bare number is seconds; undefined if it is neither. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g))
    seconds += Number(amount) * (secondsPerUnit.get(unit ?? '') ?? 0);
  return seconds;
}

export function durationOf(node: YamlNode | undefined): number | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : parseDuration(text);
}
