import { join } from 'node:path';
import type { AgentSide, Serving } from '../targets/agent/serve.ts';
import { agentFolder, agentIdentity, agentState, readRunners } from './agent-options.ts';
import type { CommandContext } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { type Failure, isFailure } from './failure.ts';
import { localState } from './open-store.ts';
import { openTargets } from './open-targets.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

/** Makes ready to serve; `failed` ends the command. */
export type Serve = (side: AgentSide, failed: (failure: Failure) => void) => Serving;

/** Runs an agent until a signal ends it. The scripts it started go on, and the next agent finds them. */
export async function serveAgent(
  context: CommandContext,
  args: ParsedArguments,
  id: string | undefined,
  load: () => Promise<Serve>,
): Promise<ExitCode> {
  const { surroundings, print } = context;
  const runners = readRunners(args);
  if (isFailure(runners)) return print.fail(runners);
  const folder = agentFolder(context, args);
  const identity = agentIdentity(folder);
  if (isFailure(identity)) return print.fail(identity);
  const state = agentState(folder);
  const machine = openTargets(surroundings, folder, state);
  const [{ createPerform }, { Uploads }, { usualTiming }, serve] = await Promise.all([
    import('../targets/agent/perform.ts'),
    import('../targets/agent/uploads.ts'),
    import('../targets/agent/timing.ts'),
    load(),
  ]);
  const uploads = new Uploads(join(state, 'incoming'), surroundings.now());
  const say = (text: string): void => print.note(`${new Date(surroundings.now()).toISOString()} ${text}`);
  print.note(`fingerprint of this agent: ${identity.fingerprint}`);
  const perform = createPerform(machine, uploads, localState(state));
  const side = { identity, runners, id, version: surroundings.version, timing: usualTiming, perform, say };
  const ended = await new Promise<ExitCode>((resolve) => {
    const serving = serve(side, (failure) => resolve(print.fail(failure)));
    surroundings.onSignal(() => {
      serving.close();
      resolve(exitCode.done);
    });
  });
  machine.close();
  return ended;
}
