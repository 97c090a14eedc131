import { jsonLine, jsonText } from '../../views/json.ts';
import { type LogLine, logDocument, logText } from '../../views/logs.ts';
import { chooseRun } from '../choose-run.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { LineSplitter } from '../line-splitter.ts';
import { openStore, stateFolder } from '../open-store.ts';
import { logsFolder } from '../run-folder.ts';
import { readLog } from '../run-logs.ts';
import { laneAround, nodesOf, type PlannedRun, unknownDeployment, unknownNode } from '../unknown-node.ts';

export const logs: Command = {
  name: 'logs',
  summary: 'show the output of steps',
  arguments: [
    { usage: '[run]', description: 'the run; the last one when none is named' },
    { usage: '[node]', description: 'a deployment or step, such as abbey@prod/etl or abbey@prod/etl/database' },
  ],
  options: [],
  outputs: ['text', 'json', 'ndjson'],
  example: 'release logs 2024-06.1\nrelease logs etl-2024-06.1 abbey@prod/etl/database',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const { store, root, config } = opened;
    const last = args.at(0) ?? (await store.listRuns()).at(-1)?.run;
    const known = await chooseRun(store, { named: last, purpose: 'show logs of', fits: () => true });
    if (isFailure(known)) return context.print.fail(known);
    const node = args.at(1);
    const lanes = lanesFor({ run: known.stored.run, plan: known.plan }, node);
    if ('kind' in lanes) return context.print.fail(lanes);
    const folder = logsFolder(stateFolder(root, config.state), known.stored.run);
    const layout = layoutOf(context);
    const gathered: LogLine[] = [];
    const show = (line: LogLine): void => {
      if (context.output === 'json') gathered.push(logDocument(line));
      else context.print.data(context.output === 'ndjson' ? jsonLine(logDocument(line)) : logText(line, layout));
    };
    for (const lane of lanes) {
      const lines = new LineSplitter();
      let at = '';
      for await (const entry of readLog(folder, lane)) {
        if (context.surroundings.stdout.closed()) return exitCode.done;
        if (node !== undefined && !isInside(entry.node, node)) continue;
        at = entry.at;
        for (const text of lines.push(entry.node, entry.text)) show({ node: entry.node, at, text });
      }
      for (const [step, text] of lines.end()) show({ node: step, at, text });
    }
    if (context.output === 'json')
      context.print.data(jsonText({ schemaVersion: 1, run: known.stored.run, lines: gathered }));
    return exitCode.done;
  },
};

/** Addresses of the deployments to read, or why nothing of the plan is at the address that was asked for. */
function lanesFor(planned: PlannedRun, node: string | undefined): readonly string[] | Failure {
  const { lanes } = planned.plan;
  if (node === undefined) return lanes.map(({ address }) => address);
  const index = laneAround(planned.plan, node);
  const address = lanes[index]?.address;
  if (address === undefined) return unknownDeployment(planned, node.split('/').slice(0, 2).join('/'));
  const known = nodesOf(planned.plan, index).some((path) => isInside(`${address}/${path}`, node));
  return known || node === address ? [address] : unknownNode(planned, node);
}

function isInside(address: string, asked: string): boolean {
  return address === asked || address.startsWith(`${asked}/`) || address.startsWith(`${asked}#`);
}
