import type { Hook } from './hooks.ts';
import { errored, type StepContext } from './kind.ts';
import { environmentTexts, mapInput } from './read-inputs.ts';
import { runScript, type ScriptEnd } from './run-script.ts';
import { packageEnvironment, standardEnvironment } from './script-environment.ts';

/** The version whose hook runs: the one of the step, or the one that an undo goes back to. */
export interface HookVersion {
  readonly version: string;
  /** Its folder on the target. */
  readonly path: string;
}

export function hookTicket(ticket: string, when: 'pre' | 'post'): string {
  return `${ticket}.${when}`;
}

const nothingToDo: ScriptEnd = { kind: 'succeeded', values: {} };

/** Runs a hook to its end; a package without one is content. */
export async function runHook(
  context: StepContext,
  hook: Hook | undefined,
  ticket: string,
  { version, path }: HookVersion,
  signal: AbortSignal,
): Promise<ScriptEnd> {
  if (hook === undefined) return nothingToDo;
  const rendered = context.inputsWith(path);
  if (!rendered.ok) return { kind: 'ended', outcome: errored(rendered.message) };
  const env = {
    ...context.environment,
    ...environmentTexts(mapInput(rendered.inputs, 'env')),
    ...standardEnvironment(context.facts, ticket),
    ...packageEnvironment(context, version, path),
  };
  return runScript(context, { ticket, interpreter: hook.interpreter, script: hook.script, env }, signal);
}
