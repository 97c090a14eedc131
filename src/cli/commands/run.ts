import { planChanges } from '../../views/plan/changes.ts';
import { planText } from '../../views/plan/text.ts';
import { agentPortOption, withAgentPort } from '../agent-port.ts';
import { checkSecrets } from '../check-secrets.ts';
import { isContinuousIntegration } from '../colour.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { createRun } from '../create-run.ts';
import { driveRun, usualParallel } from '../drive-run.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { narrowingOptions, variableOption } from '../narrowing-options.ts';
import type { ParsedArguments } from '../parsed-arguments.ts';
import { maskerOf } from '../run-masker.ts';
import { planFromFile, planFromRelease, type RunnablePlan } from '../runnable-plan.ts';

export const run: Command = {
  name: 'run',
  summary: 'deploy a release',
  arguments: [
    {
      usage: '[release]',
      description: 'a release file, release, project, or plan.ndjson; the only release when none is named',
    },
  ],
  options: [
    ...narrowingOptions,
    variableOption,
    { flags: '--parallel <number>', description: `steps at once (usually ${usualParallel})` },
    agentPortOption,
    { flags: '--frozen', description: 'refuse to write a lock' },
    { flags: '--wait', description: 'stay and wait for gates, instead of ending with 3' },
    { flags: '--no-wait', description: 'end with 4 when another run holds a lock, instead of queueing' },
    { flags: '-y, --yes', description: 'ask nothing' },
    { flags: '-v, --verbose', description: 'show the output of steps' },
  ],
  outputs: ['text', 'json', 'ndjson'],
  example: 'release run releases/2024-06.yaml\nrelease run etl --tenant abbey --environment test --yes',
  run: async (context, args) => {
    const parallel = Number(args.text('parallel') ?? usualParallel);
    if (!Number.isInteger(parallel) || parallel < 1) {
      return context.print.fail(
        failure('REL3005', `"${args.text('parallel')}" is not a number of steps`, `write --parallel ${usualParallel}`),
      );
    }
    const masker = maskerOf(context.surroundings);
    const mask = (text: string): string => masker.mask(text);
    const isPlan = args.at(0)?.endsWith('.ndjson') === true;
    const made = await (isPlan ? planFromFile(context, args, mask) : planFromRelease(context, args, mask));
    if (isFailure(made)) return context.print.fail(made);
    const missing = await checkSecrets(context, made.root, made.plan);
    if (missing !== undefined) return context.print.fail(missing);
    if (!(await confirmed(context, args, made))) return exitCode.interrupted;
    const config = withAgentPort(made.config, args);
    if (isFailure(config)) return context.print.fail(config);
    const { store, plan, planDigest, root } = made;
    const name = await createRun(store, made, context.surroundings.now());
    context.print.note(`run ${name}: release ${plan.header.release}, version ${plan.header.version}`);
    const wait = { wait: args.flag('wait'), noWait: args.negated('wait') };
    const verbose = args.flag('verbose');
    return driveRun(context, {
      run: name,
      plan,
      planDigest,
      store,
      root,
      config,
      masker,
      before: [],
      verbose,
      host: { parallel, ...wait },
    });
  },
};

/** Shows what will happen and asks, where somebody is there to answer. */
async function confirmed(
  context: CommandContext,
  args: ParsedArguments,
  { plan, planDigest }: RunnablePlan,
): Promise<boolean> {
  const { surroundings } = context;
  const { ask, environment, stderr } = surroundings;
  if (args.flag('yes') || ask === undefined || isContinuousIntegration(environment)) return true;
  stderr.write(planText({ plan, digest: planDigest }, layoutOf(context, 'stderr')));
  const { deployments, moves } = planChanges(plan);
  const answer = await ask(`Run this: ${deployments} deployments, of which ${moves} change their version? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  context.print.note('Nothing was started.');
  return false;
}
