import { createHmac } from 'node:crypto';

/**
 * Headers as Standard Webhooks describes them (https://www.standardwebhooks.com): `webhook-signature` is HMAC-SHA256 over
 * id, time and body. A key that begins with `whsec_` is base64, any other is taken as it is.
 */
export function webhookHeaders(
  id: string,
  seconds: number,
  body: string,
  key: string | undefined,
): Readonly<Record<string, string>> {
  const names = { 'webhook-id': id, 'webhook-timestamp': String(seconds) };
  if (key === undefined) return names;
  const bytes = key.startsWith('whsec_') ? Buffer.from(key.slice('whsec_'.length), 'base64') : Buffer.from(key);
  const signature = createHmac('sha256', bytes).update(`${id}.${seconds}.${body}`).digest('base64');
  return { ...names, 'webhook-signature': `v1,${signature}` };
}
