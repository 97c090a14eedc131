import { readFingerprint } from '../../targets/agent/certificate.ts';
import { type Identity, openIdentity, parseIdentity } from '../../targets/agent/identity.ts';
import { jsonText } from '../../views/json.ts';
import { agentFolder, agentIdentity, folderOption, noFingerprint } from '../agent-options.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, failure, failures, isFailure } from '../failure.ts';
import { stateFolder } from '../open-store.ts';
import { runnerIdentityFile } from '../open-targets.ts';
import { openConfig } from '../open-workspace.ts';
import type { ParsedArguments } from '../parsed-arguments.ts';
import type { Pinned } from '../pin-agent.ts';

export const agentPair: Command = {
  name: 'agent pair',
  summary: 'print the fingerprint that the other side has to know this machine by, or write it to the file of a tenant',
  arguments: [
    { usage: '[target]', description: 'tenant, or tenant/target: whose file gets the fingerprint of the agent' },
  ],
  options: [
    { flags: '--runner', description: 'of the workspace, for its agents; without it, of this agent' },
    folderOption,
    { flags: '--fingerprint <fingerprint>', description: 'of an agent elsewhere, as it printed it there' },
  ],
  outputs: ['text', 'json'],
  example: 'release agent pair --runner\nrelease agent pair eastfield --folder agent',
  run: async (context, args) => {
    const named = args.at(0);
    const isRunner = args.flag('runner');
    const unclear = named === undefined ? undefined : whatIsUnclear(args);
    if (unclear !== undefined) return context.print.fail(unclear);
    const given = isRunner ? await runnerFingerprint(context) : agentFingerprint(context, args);
    if (isFailure(given)) return context.print.fail(given);
    const { fingerprint } = given;
    const pinned = named === undefined ? undefined : await pin(context, named, fingerprint);
    if (pinned !== undefined && isFailure(pinned)) return context.print.fail(pinned);
    if (context.output === 'json') {
      const role = isRunner ? 'runner' : 'agent';
      const where = pinned && { file: pinned.file, target: pinned.target };
      context.print.data(jsonText({ schemaVersion: 1, role, fingerprint, ...where }));
    } else {
      context.print.data(`${fingerprint}\n`);
      context.print.note(pinned === undefined ? whatToDo(isRunner) : whatWasDone(pinned));
    }
    return exitCode.done;
  },
};

function whatToDo(isRunner: boolean): string {
  return isRunner
    ? 'give it to each agent: release agent listen|poll --runner …'
    : 'write it as `fingerprint` of the target in the file of the tenant: release agent pair <tenant> --fingerprint …';
}

function whatWasDone({ file, target, unchanged }: Pinned): string {
  return unchanged ? `it stands in ${file} already` : `wrote it to ${file}, as the fingerprint of ${target}`;
}

/** Before a key is made in some folder that nobody named. */
function whatIsUnclear(args: ParsedArguments): Failure | undefined {
  if (args.flag('runner')) {
    return failure('REL3005', 'The fingerprint of a runner stands in no file of a tenant', 'leave --runner away');
  }
  if (args.text('folder') !== undefined || args.text('fingerprint') !== undefined) return undefined;
  const hint = 'write --fingerprint sha256:… as the agent printed it, or --folder when it is on this machine';
  return failure('REL3005', 'It is not said which agent the target gets', hint);
}

async function pin(context: CommandContext, named: string, fingerprint: string): Promise<Pinned | Failure> {
  const opened = await openConfig(context);
  if (isFailure(opened)) return opened;
  const { pinAgent } = await import('../pin-agent.ts');
  return pinAgent(opened.root, named, fingerprint);
}

interface Shown {
  readonly kind: 'shown';
  readonly fingerprint: string;
}

function agentFingerprint(context: CommandContext, args: ParsedArguments): Shown | Failure {
  const text = args.text('fingerprint');
  if (text === undefined) {
    const identity = agentIdentity(agentFolder(context, args));
    return isFailure(identity) ? identity : { kind: 'shown', fingerprint: identity.fingerprint };
  }
  const fingerprint = readFingerprint(text);
  return fingerprint === undefined ? noFingerprint(text) : { kind: 'shown', fingerprint };
}

async function runnerFingerprint(context: CommandContext): Promise<Shown | Failure> {
  const identity = await runnerIdentity(context);
  return isFailure(identity) ? identity : { kind: 'shown', fingerprint: identity.fingerprint };
}

async function runnerIdentity(context: CommandContext): Promise<Identity | Failure> {
  const opened = await openConfig(context);
  if (isFailure(opened)) return opened;
  const key = context.surroundings.environment.RELEASE_AGENT_KEY;
  const file = runnerIdentityFile(stateFolder(opened.root, opened.config.state));
  const identity = key === undefined ? openIdentity(file) : parseIdentity(key, 'RELEASE_AGENT_KEY');
  return 'fingerprint' in identity ? identity : failures([identity]);
}
