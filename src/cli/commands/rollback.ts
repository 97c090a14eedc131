import { serializePlan } from '../../plan/serialize.ts';
import { type PlanView, planJson } from '../../views/plan/document.ts';
import { planText } from '../../views/plan/text.ts';
import { amount } from '../../views/words.ts';
import { agreed } from '../agreed.ts';
import { checkSecrets } from '../check-secrets.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { createRun } from '../create-run.ts';
import { deployedNow } from '../deployed-now.ts';
import { driveRun, usualParallel } from '../drive-run.ts';
import { driving } from '../driving.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';
import type { ParsedArguments } from '../parsed-arguments.ts';
import { waysBack } from '../rollback-places.ts';
import { rollbackPlan } from '../rollback-plan.ts';
import { maskerOf } from '../run-masker.ts';
import type { RunnablePlan } from '../runnable-plan.ts';

export const rollback: Command = {
  name: 'rollback',
  summary: 'bring a project back to what was there before',
  arguments: [{ usage: '<project>', description: 'the project, deployed alone or by a train' }],
  options: [
    { flags: '--tenant <name>', description: 'only these tenants', many: 'separated' },
    { flags: '--environment <name>', description: 'only these environments', many: 'separated' },
    { flags: '--to <version>', description: 'to this version, instead of the last good one before the present one' },
    { flags: '--wait', description: 'stay and wait for gates, instead of ending with 3' },
    { flags: '-y, --yes', description: 'do it; without it the plan is shown, and a person is asked' },
    { flags: '-v, --verbose', description: 'show the output of steps' },
  ],
  outputs: ['text', 'json', 'ndjson'],
  example: 'release rollback etl --tenant abbey\nrelease rollback etl --tenant abbey --environment prod --yes',
  run: async (context, args) => {
    const masker = maskerOf(context.surroundings);
    const opened = await openStore(context, driving(masker));
    if (isFailure(opened)) return context.print.fail(opened);
    const project = args.at(0) ?? '';
    const question = {
      project,
      tenants: args.list('tenant'),
      environments: args.list('environment'),
      to: args.text('to'),
    };
    const found = waysBack(await deployedNow(opened.store, { project }), question);
    if (isFailure(found)) return context.print.fail(found);
    const planned = await rollbackPlan(context, opened, project, found.ways);
    if (isFailure(planned)) return context.print.fail(planned);
    const { plan, run: origin } = planned;
    const { digest, lines } = serializePlan(plan);
    const made: RunnablePlan = { ...opened, kind: 'runnable', plan, planDigest: digest, lines };
    const missing = await checkSecrets(context, opened.root, plan);
    if (missing !== undefined) return context.print.fail(missing);
    showPlan(context, made, origin, found.without);
    if (!(await agreed(context, args, `Roll ${amount(found.ways.length, 'deployment')} back?`))) {
      if (context.output === 'json') for (const chunk of planJson(viewOf(made))) context.print.data(chunk);
      return exitCode.done;
    }
    return start(context, args, made);
  },
};

function showPlan(context: CommandContext, made: RunnablePlan, origin: string, without: readonly string[]) {
  const { stderr } = context.surroundings;
  stderr.write(planText(viewOf(made), layoutOf(context, 'stderr')));
  context.print.note(`Pinned to the lock of run ${origin}.`);
  if (without.length > 0) context.print.note(`Nothing older ever worked at ${without.join(', ')}: left as it is.`);
}

function viewOf({ plan, planDigest }: RunnablePlan): PlanView {
  return { plan, digest: planDigest };
}

async function start(context: CommandContext, args: ParsedArguments, made: RunnablePlan): Promise<ExitCode> {
  const { store, plan, planDigest, root, config } = made;
  const run = await createRun(store, made, context.surroundings.now());
  const { release, project, version, releaseFile } = plan.header;
  context.print.note(`run ${run}: ${project} goes back to ${version}, as release ${release} brought it`);
  context.print.note(`What ${releaseFile} says now comes again with its next run: change it in git too.`);
  return driveRun(context, {
    run,
    plan,
    planDigest,
    store,
    root,
    config,
    masker: maskerOf(context.surroundings),
    before: [],
    verbose: args.flag('verbose'),
    host: { parallel: usualParallel, wait: args.flag('wait'), noWait: false },
  });
}
