import type { YamlEntry } from '../../yaml/tree.ts';
import type { NotificationConfig, NotificationEvent } from '../model.ts';
import { field, textAt, textOf, textsOf } from './reading.ts';
import { decodeSecret } from './secret.ts';

const events: readonly NotificationEvent[] = ['blocked', 'failed', 'done'];

/** Nothing for one whose shape is wrong, which is reported already. */
export function decodeNotification({ key: name, value }: YamlEntry): readonly NotificationConfig[] {
  if (value.kind !== 'map') return [];
  const url = urlOf(field(value, 'url'));
  if (url === undefined) return [];
  const named = textsOf(field(value, 'on'));
  const on = events.filter((event) => named.length === 0 || named.includes(event));
  const keyNode = field(value, 'key');
  const key = keyNode?.kind === 'map' ? decodeSecret(keyNode) : undefined;
  const format = textAt(value, 'format') === 'slack' ? 'slack' : 'json';
  return [{ name, url, format, on, ...(key !== undefined && { key }) }];
}

function urlOf(node: ReturnType<typeof field>): NotificationConfig['url'] | undefined {
  if (node?.kind === 'map') {
    const secret = decodeSecret(node);
    return secret === undefined ? undefined : { kind: 'secret', secret };
  }
  const text = node === undefined ? undefined : textOf(node);
  return text === undefined ? undefined : { kind: 'text', text };
}
