import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Json } from '../../util/json.ts';
import type { TargetSettings } from '../target-maker.ts';
import { type Address, readAddress } from './address.ts';
import { readFingerprint } from './certificate.ts';

/** How one agent is reached. */
export type AgentSettings = {
  /** `sha256:…` of its certificate. */
  readonly fingerprint: string;
  /** Below the folder of the agent; empty is that folder. */
  readonly folder: string;
} & (
  | { readonly mode: 'listen'; readonly address: Address }
  /** `id`: what it has to call itself. */
  | { readonly mode: 'poll'; readonly id: string | undefined }
);

export function readAgentSettings({ id: target, settings }: TargetSettings): AgentSettings | Diagnostic {
  const fingerprint = typeof settings.fingerprint === 'string' ? readFingerprint(settings.fingerprint) : undefined;
  if (fingerprint === undefined) {
    return wrong(
      target,
      lacks('SHA-256 fingerprint', settings.fingerprint),
      'write fingerprint: sha256:… as release agent pair prints it',
    );
  }
  const folder = settings.path ?? '';
  if (typeof folder !== 'string' || leaves(folder)) {
    return wrong(
      target,
      `has the path ${JSON.stringify(folder)}, which leaves the folder of its agent`,
      'write a path below it, such as sites/abbey',
    );
  }
  const common = { fingerprint, folder };
  if (settings.mode === 'poll') {
    const id = typeof settings.id === 'string' ? settings.id : undefined;
    return { ...common, mode: 'poll', id };
  }
  const address = typeof settings.address === 'string' ? readAddress(settings.address) : undefined;
  if (address === undefined) {
    return wrong(
      target,
      lacks('address', settings.address),
      'write address: host:port, or mode: poll for an agent that dials out',
    );
  }
  return { ...common, mode: 'listen', address };
}

function leaves(folder: string): boolean {
  return folder.startsWith('/') || folder.split('/').includes('..') || /[\0\r\n\\]/.test(folder);
}

function lacks(what: string, found: Json | undefined): string {
  return found === undefined ? `has no ${what}` : `has ${JSON.stringify(found)}, which is no ${what}`;
}

function wrong(target: string, what: string, hint: string): Diagnostic {
  return { code: 'REL2131', severity: 'error', summary: `The target ${target} is an agent and ${what}`, hint };
}
