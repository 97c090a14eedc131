import { AwsFailure } from '../../aws/failure.ts';
import { serializePlan } from '../../plan/serialize.ts';
import { activationText } from '../../views/activation.ts';
import { jsonText } from '../../views/json.ts';
import { type PlannedActivation, planActivation } from '../activation.ts';
import { agreed } from '../agreed.ts';
import { awsFailed } from '../aws-question.ts';
import type { Command } from '../command.ts';
import { readVariables } from '../command-line-variables.ts';
import type { CommandContext } from '../context.ts';
import { createRun } from '../create-run.ts';
import { driveRun, usualParallel } from '../drive-run.ts';
import { driving } from '../driving.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, isFailure } from '../failure.ts';
import { findSpace } from '../find-space.ts';
import { layoutOf } from '../layout.ts';
import { variableOption } from '../narrowing-options.ts';
import { openSpaces } from '../open-spaces.ts';
import { type OpenedStore, openStore } from '../open-store.ts';
import type { ParsedArguments } from '../parsed-arguments.ts';
import { maskerOf } from '../run-masker.ts';

/** The way back after a release has succeeded: minutes, because nothing is restored. A run like any other. */
export const awsActivate: Command = {
  name: 'aws activate',
  summary: 'put a database back that was kept, with the build that used it',
  arguments: [
    { usage: '<tenant>', description: 'the tenant' },
    { usage: '<environment>', description: 'the environment' },
    { usage: '<generation>', description: 'which one, as aws show names it' },
  ],
  options: [
    variableOption,
    { flags: '--wait', description: 'stay and wait for gates, instead of ending with 3' },
    { flags: '-y, --yes', description: 'do it; without it the plan is shown, and a person is asked' },
    { flags: '-v, --verbose', description: 'show the output of steps' },
  ],
  outputs: ['text', 'json', 'ndjson'],
  example:
    'release aws activate xy-0146 prod 20261001t000000z\nrelease aws activate xy-0146 prod 20261001t000000z --output json',
  run: async (context, args) => {
    const masker = maskerOf(context.surroundings);
    const opened = await openStore(context, driving(masker));
    if (isFailure(opened)) return context.print.fail(opened);
    const planned = await plannedFor(context, args, opened);
    if (isFailure(planned)) return context.print.fail(planned);
    const { plan, document } = planned;
    context.surroundings.stderr.write(activationText(document, layoutOf(context, 'stderr')));
    const question = `Put ${document.generation} back?`;
    if (document.done || !(await agreed(context, args, question))) {
      if (context.output === 'json') context.print.data(jsonText(document));
      return exitCode.done;
    }
    const { store, root, config } = opened;
    const { digest: planDigest, lines } = serializePlan(plan);
    const run = await createRun(store, { plan, planDigest, lines }, context.surroundings.now());
    context.print.note(`run ${run}: ${document.namespace} goes back to ${document.generation}`);
    return driveRun(context, {
      run,
      plan,
      planDigest,
      store,
      root,
      config,
      masker,
      before: [],
      verbose: args.flag('verbose'),
      host: { parallel: usualParallel, wait: args.flag('wait'), noWait: true },
    });
  },
};

async function plannedFor(
  context: CommandContext,
  args: ParsedArguments,
  { store }: OpenedStore,
): Promise<PlannedActivation | Failure> {
  const variables = readVariables(args.list('var'));
  if (isFailure(variables)) return variables;
  const opened = await openSpaces(context, variables.candidates);
  if (isFailure(opened)) return opened;
  const space = findSpace(opened.spaces, args.at(0), args.at(1));
  if (isFailure(space)) return space;
  try {
    return await planActivation(context.surroundings, store, space, args.at(2) ?? '');
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return awsFailed(error);
  }
}
