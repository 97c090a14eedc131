import type { Workspace } from '../config/model.ts';
import { readTraceSettings } from '../outbound/traces/settings.ts';
import type { CommandContext } from './context.ts';
import type { Check } from './doctor-check.ts';

/** Who would be told of a run. Nobody is: a message that means nothing would wake people. */
export function outboundChecks({ surroundings }: CommandContext, { config }: Workspace): readonly Check[] {
  const webhooks = config.notifications.map(({ name: own, url, on }): Check => {
    const name = `notification ${own}`;
    const open = url.kind === 'text' && /^http:\/\/(?!localhost|127\.|\[::1\])/.test(url.text);
    if (!open) return { name, state: 'ok', found: `is told of ${on.join(', ')}` };
    return {
      name,
      state: 'warning',
      found: 'its address is not encrypted',
      hint: 'use an address that begins with https://',
    };
  });
  return [...webhooks, ...traceChecks(surroundings.environment)];
}

function traceChecks(environment: CommandContext['surroundings']['environment']): readonly Check[] {
  const read = readTraceSettings(environment);
  switch (read.kind) {
    case 'off':
      return [];
    case 'on':
      return [{ name: 'traces', state: 'ok', found: `go to ${new URL(read.settings.url).host}` }];
    case 'refused':
      return [
        { name: 'traces', state: 'warning', found: `none are sent: ${read.why}`, hint: 'see docs/telling-others.md' },
      ];
    default:
      return read satisfies never;
  }
}
