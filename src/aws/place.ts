import { isRecord, scalarText } from '../template/values.ts';
import type { Json } from '../util/json.ts';

/** In whose name, where, and in which account calls are made. What is absent is left to the SDK's default chain. */
export interface AwsPlace {
  readonly region?: string;
  /** Twelve digits; calls are refused before anything is done when the credentials belong to another account. */
  readonly account?: string;
  /** ARN of a role. */
  readonly assumeRole?: string;
  readonly externalId?: string;
}

/** The schema of a place, for inputs of step kinds. */
export const placeSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Region, account and role; what is left out comes from the environment, as for every AWS tool',
  properties: {
    region: { type: 'string', pattern: '^[a-z]{2,}(-[a-z]+)+-\\d$' },
    account: {
      type: 'string',
      pattern: '^\\d{12}$',
      description: 'Nothing is done when the credentials belong to another account',
    },
    assumeRole: { type: 'string', pattern: '^arn:[a-z-]+:iam::\\d{12}:role/.+$', description: 'ARN of a role' },
    externalId: { type: 'string', minLength: 2 },
  },
} as const;

const keys = ['region', 'account', 'assumeRole', 'externalId'] as const;

export function decodePlace(given: Json | undefined): AwsPlace {
  if (!isRecord(given ?? null)) return {};
  const map = given as { readonly [key: string]: Json };
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = scalarText(map[key] ?? null);
      return text === undefined || text === '' ? [] : [[key, text]];
    }),
  );
}

/** The same text for the same place. */
export function placeKey(place: AwsPlace): string {
  return keys.map((key) => place[key] ?? '').join('|');
}
