import { documentKinds } from '../../config/schema/kind.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { StepKindCatalog } from '../../plan/step-kind.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { openConfig } from '../open-workspace.ts';
import { readEditorSchema } from '../read-editor-schema.ts';
import { openKinds } from '../step-kinds.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'print the JSON Schema of a file or step kind',
  arguments: [
    { usage: '[kind]', description: `${documentKinds.join(', ')}, or a step kind; the list when none is named` },
  ],
  options: [],
  outputs: ['text', 'json'],
  example: 'release schema script\nrelease schema project > project.schema.json',
  run: async (context, args) => {
    const { print, output } = context;
    const kind = args.at(0);
    const steps = await stepKinds(context);
    if (kind === undefined) {
      const names = { files: documentKinds, steps: [...steps.keys()] };
      if (output === 'json') print.json(names);
      else print.data(`${[...names.files, ...names.steps].join('\n')}\n`);
      return exitCode.done;
    }
    const text = documentKinds.some((known) => known === kind)
      ? readEditorSchema(kind, steps)
      : schemaOfStep(steps.get(kind)?.inputs);
    if (text === undefined) {
      const known = [...documentKinds, ...steps.keys()];
      const hint = didYouMean(kind, known) ?? `use one of: ${known.join(', ')}`;
      return print.fail(failure('REL3010', `There is no file or step kind "${kind}"`, hint));
    }
    print.data(text);
    return exitCode.done;
  },
};

/** Those of the workspace too, where there is one; its mistakes are no reason to show no schema. */
async function stepKinds(context: CommandContext): Promise<StepKindCatalog> {
  const config = await openConfig(context);
  const own = isFailure(config) ? undefined : await openKinds(config.root, config.config.stepKinds);
  const opened = own === undefined || isFailure(own) ? await openKinds(context.directory, []) : own;
  return isFailure(opened) ? new Map() : opened.catalog;
}

function schemaOfStep(inputs: object | undefined): string | undefined {
  return inputs === undefined ? undefined : `${JSON.stringify(inputs, undefined, 2)}\n`;
}
