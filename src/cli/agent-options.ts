import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readFingerprint } from '../targets/agent/certificate.ts';
import { type Identity, openIdentity } from '../targets/agent/identity.ts';
import type { OptionSpec } from './command.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, failures } from './failure.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

export const folderOption: OptionSpec = {
  flags: '--folder <path>',
  description: 'where the agent works and keeps its key; the current folder when not given',
};

export const runnerOption: OptionSpec = {
  flags: '--runner <fingerprint>',
  description: 'whom to obey: what release agent pair --runner prints',
  many: 'separated',
};

/** Where an agent keeps what is its own. */
export function agentState(folder: string): string {
  return join(folder, '.release-agent');
}

export function agentFolder({ directory }: CommandContext, args: ParsedArguments): string {
  return resolve(directory, args.text('folder') ?? '.');
}

export function agentIdentity(folder: string): Identity | Failure {
  const identity = openIdentity(join(agentState(folder), 'agent.pem'));
  return isIdentity(identity) ? identity : failures([identity]);
}

function isIdentity(opened: Identity | Diagnostic): opened is Identity {
  return 'fingerprint' in opened;
}

export function noFingerprint(text: string): Failure {
  return failure('REL3005', `"${text}" is not a SHA-256 fingerprint`, 'write sha256: and 64 hexadecimal digits');
}

/** The runners that an agent obeys. */
export function readRunners(args: ParsedArguments): ReadonlySet<string> | Failure {
  const given = args.list('runner') ?? [];
  if (given.length === 0) {
    return failure(
      'REL3005',
      'It is not said which runner the agent obeys',
      'write --runner sha256:…; in the workspace, release agent pair --runner prints it',
    );
  }
  const wrong = given.find((text) => readFingerprint(text) === undefined);
  if (wrong !== undefined) {
    return noFingerprint(wrong);
  }
  return new Set(given.flatMap((text) => readFingerprint(text) ?? []));
}
