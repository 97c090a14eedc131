import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { finishPlan } from '../../plan/finish.ts';
import { type SerializedPlan, serializePlan } from '../../plan/serialize.ts';
import { planChanges } from '../../views/plan/changes.ts';
import { type PlanView, planJson } from '../../views/plan/document.ts';
import { planGraph } from '../../views/plan/graph.ts';
import { planText } from '../../views/plan/text.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { narrowingOptions, variableOption } from '../narrowing-options.ts';
import { prepareRelease } from '../prepare-release.ts';
import { settleLock } from '../settle-lock.ts';

const graphFormats = ['mermaid', 'dot'] as const;

export const plan: Command = {
  name: 'plan',
  summary: 'show what a release would do, for each tenant',
  arguments: [
    { usage: '[release]', description: 'a release file, release or project; the only one when none is named' },
  ],
  options: [
    ...narrowingOptions,
    variableOption,
    { flags: '--out <file>', description: 'write the plan to a file that release run takes' },
    { flags: '--graph <format>', description: 'print the process as a graph', choices: graphFormats },
    { flags: '--detailed-exitcode', description: 'end with 2 when there is something to do, with 0 when there is not' },
  ],
  outputs: ['text', 'json'],
  example: 'release plan releases/2024-06.yaml\nrelease plan etl --tenant abbey --out plan.ndjson',
  run: async (context, args) => {
    const { print } = context;
    const prepared = await prepareRelease(context, args, { mask: (text) => text });
    if (isFailure(prepared)) return print.fail(prepared);
    // Looking must change nothing: where no lock is there yet, the plan is made from the one that a run would write.
    const settled = await settleLock(context, prepared, { whenMissing: 'keep-in-mind', did: 'release plan' });
    if (isFailure(settled)) return print.fail(settled);
    print.diagnostics(prepared.diagnostics, prepared.loaded.sources.text);
    const made = finishPlan(prepared.draft, settled.packages, settled.digest);
    const serialized = serializePlan(made);
    const out = args.text('out');
    if (out !== undefined) writePlan(context, out, serialized);
    const graph = graphFormats.find((format) => format === args.text('graph'));
    if (args.text('graph') !== undefined && graph === undefined)
      return print.fail(failure('REL3005', 'The format of a graph is mermaid or dot'));
    if (graph !== undefined) print.data(planGraph(made, graph));
    else printPlan(context, { plan: made, digest: serialized.digest, blocked: prepared.blocked });
    if (!args.flag('detailed-exitcode')) return exitCode.done;
    return planChanges(made).moves === 0 ? exitCode.done : exitCode.usage;
  },
};

/** In chunks: the plan of ten thousand tenants is larger than a string should be. */
function printPlan(context: CommandContext, view: PlanView): void {
  if (context.output !== 'json') context.print.data(planText(view, layoutOf(context)));
  else for (const chunk of planJson(view)) context.print.data(chunk);
}

function writePlan({ directory, print }: CommandContext, file: string, { lines, digest }: SerializedPlan): void {
  writeFileSync(resolve(directory, file), lines.join(''), { mode: 0o600 });
  print.note(`wrote ${file} (${digest})`);
}
