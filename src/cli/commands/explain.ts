import type { Project } from '../../config/model.ts';
import type { Candidate } from '../../config/scope.ts';
import { explainVariable } from '../../resolve/explain.ts';
import { rootLookup } from '../../resolve/lane-roots.ts';
import { traceCandidate } from '../../resolve/trace.ts';
import { isRootName } from '../../template/roots.ts';
import type { Lookup as Answer } from '../../template/scope.ts';
import type { Json, JsonMap } from '../../util/json.ts';
import { explainDocument } from '../../views/explain/document.ts';
import { explainTableDocument, explainTableText } from '../../views/explain/table.ts';
import { explainText } from '../../views/explain/text.ts';
import type { TraceView } from '../../views/explain/trace.ts';
import { jsonText } from '../../views/json.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type ExplainPlace, explainPlace, namesAt, noSuchName, projectFor } from '../explain-place.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openWorkspace } from '../open-workspace.ts';
import type { ParsedArguments } from '../parsed-arguments.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'show why a variable has its value',
  arguments: [
    { usage: '<tenant>', description: 'the tenant, or - for none' },
    { usage: '<environment>', description: 'the environment' },
    { usage: '[name]', description: 'the variable, such as pas.server; all of them when none is named' },
  ],
  options: [
    { flags: '--project <project>', description: 'as this project sees it' },
    { flags: '--channel <channel>', description: 'in this channel of the project' },
    { flags: '--step <step>', description: 'inside this step of the project' },
    { flags: '--target <target>', description: 'on this target of the tenant' },
    { flags: '--trace', description: 'follow what the value refers to, down to where it ends' },
  ],
  outputs: ['text', 'json'],
  example:
    'release explain abbey prod pas.server\nrelease explain abbey prod --project etl --output json\nrelease explain abbey prod pas.server --trace',
  run: async (context, args) => {
    const opened = await openWorkspace(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const { workspace, sources } = opened.loaded;
    const name = args.at(2);
    const question = {
      tenant: args.at(0) ?? '',
      environment: args.at(1) ?? '',
      channel: args.text('channel'),
      step: args.text('step'),
      target: args.text('target'),
    };
    const project = projectFor(workspace, args.text('project'), name, question);
    if (isFailure(project)) return context.print.fail(project);
    const place = explainPlace(workspace, project.project, question);
    if (isFailure(place)) return context.print.fail(place);
    if (name === undefined && args.flag('trace')) {
      const hint = `release explain ${question.tenant} ${question.environment} <name> --trace`;
      return context.print.fail(failure('REL3005', '--trace follows one variable, and none is named', hint));
    }
    return name === undefined
      ? printAll(context, place, sources.text)
      : printOne(context, place, name, sources.text, args, project.project);
  },
};

type Lookup = (file: string) => string | undefined;

function printAll(context: CommandContext, place: ExplainPlace, lookup: Lookup): ExitCode {
  const rows = namesAt(place).map((name) => rowOf(place, name));
  const view = { tenant: place.tenant, environment: place.environment, rows, lookup };
  const text =
    context.output === 'json' ? jsonText(explainTableDocument(view)) : explainTableText(view, layoutOf(context));
  context.print.data(text);
  return exitCode.done;
}

function printOne(
  context: CommandContext,
  place: ExplainPlace,
  name: string,
  lookup: Lookup,
  args: ParsedArguments,
  project: Project | undefined,
): ExitCode {
  const row = rowOf(place, name);
  if (row.explanation.winner === undefined && row.explanation.losers.length === 0) {
    return context.print.fail(noSuchName(place, name, project, args.at(0) ?? ''));
  }
  const trace = args.flag('trace') ? traceOf(place, row.explanation.winner) : undefined;
  const view = { tenant: place.tenant, environment: place.environment, ...row, lookup, ...(trace && { trace }) };
  context.print.data(
    context.output === 'json' ? jsonText(explainDocument(view)) : explainText(view, layoutOf(context)),
  );
  return exitCode.done;
}

function traceOf(place: ExplainPlace, winner: Candidate | undefined): TraceView {
  const lookUp = rootLookup(place.roots);
  const names = {
    names: new Set(namesAt(place)),
    explain: (name: string) => explainVariable(place.index, place.context, place.sources, name),
    isRoot: (path: readonly string[]) => isRootName(path[0] ?? ''),
  };
  return {
    steps: winner === undefined ? [] : traceCandidate(winner, names),
    variable: (name) => place.values.get(name),
    root: (path) => rootText(lookUp(path.split('.')), path),
  };
}

function rootText(found: Answer | undefined, path: string): string {
  if (found?.found === 'later') return 'known during the run';
  if (found?.found !== true) return 'not known here';
  let value: Json | undefined = found.value;
  for (const part of path.split('.').slice(found.consumed ?? 0)) value = isMap(value) ? value[part] : undefined;
  return value === undefined ? 'not known here' : JSON.stringify(value);
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowOf(place: ExplainPlace, name: string) {
  const explanation = explainVariable(place.index, place.context, place.sources, name);
  const value = place.values.get(name);
  return { explanation, ...(value === undefined ? {} : { value }) };
}
