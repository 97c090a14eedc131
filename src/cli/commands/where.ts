import { jsonText } from '../../views/json.ts';
import { whereDocument, whereText } from '../../views/where.ts';
import type { Command } from '../command.ts';
import { unknownPlace } from '../declared-names.ts';
import { deployedNow } from '../deployed-now.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openStore } from '../open-store.ts';

export const where: Command = {
  name: 'where',
  summary: 'show which version is where',
  arguments: [{ usage: '[project]', description: 'only this project' }],
  options: [
    { flags: '--tenant <name>', description: 'only these tenants', many: 'separated' },
    { flags: '--environment <name>', description: 'only these environments', many: 'separated' },
  ],
  outputs: ['text', 'json'],
  example: 'release where\nrelease where etl --environment prod --output json',
  run: async (context, args) => {
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const project = args.at(0);
    const tenants = args.list('tenant');
    const environments = args.list('environment');
    const all = await deployedNow(opened.store, project === undefined ? {} : { project });
    const rows = all.filter(
      ({ tenant, environment }) =>
        (tenants === undefined || tenants.includes(tenant ?? '')) &&
        (environments === undefined || environments.includes(environment)),
    );
    const recorded = async () => (project === undefined ? all : deployedNow(opened.store));
    const unknown = await unknownPlace(context, { project, tenants, environments }, all, recorded);
    if (unknown !== undefined) return context.print.fail(unknown);
    const asked = { tenants: tenants ?? [], environments: environments ?? [] };
    const options = { environments: opened.config.environments, asked, ...(project === undefined ? {} : { project }) };
    const text =
      context.output === 'json' ? jsonText(whereDocument(rows)) : whereText(rows, layoutOf(context), options);
    context.print.data(text);
    return exitCode.done;
  },
};
