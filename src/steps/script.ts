import type { Observation } from '../run/ports.ts';
import { type Interpreter, interpreters } from '../targets/target.ts';
import type { JsonMap } from '../util/json.ts';
import type { StepContext, StepKind } from './kind.ts';
import { environmentTexts, mapInput, textInput, textsInput } from './read-inputs.ts';
import { endedScript, lostMessage, runScript, stopScript, withOutputs } from './run-script.ts';
import { standardEnvironment } from './script-environment.ts';

/** Names of outputs, as `$RELEASE_OUTPUT` can hold them. */
export const outputNames: JsonMap = {
  type: 'array',
  uniqueItems: true,
  items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,127}$' },
};

/**
 * Runs a script on the step's target, detached: it survives us. Data reaches it through `env` (texts, numbers and
 * booleans as text, lists and maps as JSON); its text is fixed unless the step says `interpolate: true`. A plan holds
 * the text, never the `file`. It starts in the folder of its target.
 */
export const script: StepKind = {
  info: {
    name: 'script',
    package: 'none',
    undo: false,
    offline: true,
    literal: ['run', 'file', 'outputs'],
    inline: { file: 'file', text: 'run' },
    outputs: (inputs) => textsInput(inputs, 'outputs'),
    usesAllValues: () => false,
    inputs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        shell: { enum: interpreters, default: 'sh', description: 'What runs the script' },
        run: { type: 'string', minLength: 1, description: 'The script' },
        file: { type: 'string', minLength: 1, description: 'A file of the workspace that holds the script' },
        env: { type: 'object', description: 'What the script gets to know, as environment variables' },
        outputs: { ...outputNames, description: 'Names that the script writes to $RELEASE_OUTPUT as name=value' },
        workingDirectory: { type: 'string', minLength: 1, description: 'Counts from the folder of the target' },
        interpolate: { type: 'boolean', description: 'The text of the script is a template; {{sh x}} quotes' },
      },
      if: { not: { required: ['file'] } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['run'] },
      else: { not: { required: ['run'] } },
    },
  },
  observe: async (context) => {
    const status = await context.target.status(context.ticket);
    if (status.kind === 'lost') return { kind: 'cannot-tell', message: lostMessage };
    if (status.kind !== 'exited' && status.kind !== 'killed') return { kind: status.kind } satisfies Observation;
    const end = await endedScript(context, context.ticket, status);
    return { kind: 'finished', outcome: withOutputs(end, textsInput(context.inputs, 'outputs')) };
  },
  run: async (context, signal) => {
    const end = await runScript(context, orderOf(context), signal);
    return withOutputs(end, textsInput(context.inputs, 'outputs'));
  },
  stop: async (context) =>
    withOutputs(await stopScript(context, context.ticket), textsInput(context.inputs, 'outputs')),
  stage: async (context) => {
    const { ticket: _, ...order } = orderOf(context);
    return { ok: true, action: { kind: 'script', ...order, outputs: textsInput(context.inputs, 'outputs') } };
  },
};

function orderOf({ ticket, inputs, facts, environment }: StepContext) {
  const env = { ...environment, ...environmentTexts(mapInput(inputs, 'env')), ...standardEnvironment(facts, ticket) };
  const workingDirectory = textInput(inputs, 'workingDirectory');
  return {
    ticket,
    interpreter: interpreterOf(textInput(inputs, 'shell')),
    script: textInput(inputs, 'run') ?? '',
    env,
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
}

function interpreterOf(name: string | undefined): Interpreter {
  return interpreters.find((interpreter) => interpreter === name) ?? 'sh';
}
