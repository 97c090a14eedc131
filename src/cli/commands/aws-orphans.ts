import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import { lookAtSpace, type SeenGeneration, type SeenSpace } from '../../aws/orphans.ts';
import { Stopped } from '../../aws/poll.ts';
import { removeGeneration } from '../../aws/remove-generation.ts';
import type { AwsSpace } from '../../steps/aws/spaces.ts';
import { type OrphanRow, type OrphansDocument, orphansText } from '../../views/aws.ts';
import { jsonText } from '../../views/json.ts';
import { questionOf } from '../aws-question.ts';
import { bounded } from '../bounded.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { openAws } from '../open-aws.ts';
import { openSpaces } from '../open-spaces.ts';
import { realClock } from '../real-clock.ts';

const usualGraceHours = 24;
const usualPauseSeconds = 15;

export const awsOrphans: Command = {
  name: 'aws orphans',
  summary: 'find databases that nobody needs any more, and remove them',
  arguments: [],
  options: [
    { flags: '--apply', description: 'remove what was found, each database with a final snapshot' },
    { flags: '--grace <hours>', description: 'leave what is younger than so many hours (usually 24)' },
    { flags: '--every <seconds>', description: 'pause between looks while something is removed (usually 15)' },
    { flags: '--tenant <tenant>', description: 'of this tenant only', many: 'separated' },
    { flags: '--environment <environment>', description: 'of this environment only', many: 'separated' },
  ],
  outputs: ['text', 'json'],
  example: 'release aws orphans\nrelease aws orphans --apply --tenant xy-0146',
  run: async (context, args) => {
    const hours = Number(args.text('grace') ?? usualGraceHours);
    if (!Number.isFinite(hours) || hours < 0) {
      return context.print.fail(
        failure('REL3005', `"${args.text('grace')}" is not a number of hours`, 'write --grace 24'),
      );
    }
    const opened = await openSpaces(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const [tenants, environments] = [args.list('tenant'), args.list('environment')];
    const wanted = opened.spaces.filter(
      ({ tenant, environment }) =>
        (tenants === undefined || tenants.includes(tenant ?? '-')) &&
        (environments === undefined || environments.includes(environment)),
    );
    const every = (Number(args.text('every')) || usualPauseSeconds) * 1000;
    const document = await sweep(context, wanted, { grace: hours * 3_600_000, apply: args.flag('apply'), every });
    context.print.data(context.output === 'json' ? jsonText(document) : orphansText(document, layoutOf(context)));
    if (document.unknown.length > 0) return exitCode.blocked;
    return document.orphans.some(({ state }) => state === 'kept') ? exitCode.failed : exitCode.done;
  },
};

interface SweepOptions {
  readonly grace: number;
  readonly apply: boolean;
  /** Milliseconds. */
  readonly every: number;
}

async function sweep(
  context: CommandContext,
  spaces: readonly AwsSpace[],
  options: SweepOptions,
): Promise<OrphansDocument> {
  const aws = openAws(context.surroundings);
  const unknown: { readonly namespace: string; readonly why: string }[] = [];
  const rows = await bounded(spaces, 8, async (space) => {
    try {
      return await sweepOne(context, aws, space, options);
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      unknown.push({ namespace: space.namespace, why: error.message });
      return [];
    }
  });
  return { schemaVersion: 1, applied: options.apply, orphans: rows.flat(), unknown };
}

async function sweepOne(
  context: CommandContext,
  aws: Aws,
  space: AwsSpace,
  { grace, apply, every }: SweepOptions,
): Promise<readonly OrphanRow[]> {
  const account = aws.at(space.place);
  const seen = await lookAtSpace(account, questionOf(aws, space), { keep: space.keep, grace });
  const rows: OrphanRow[] = [];
  for (const orphan of seen.generations.filter(({ verdict }) => verdict === 'unwanted')) {
    const row = rowOf(space, orphan);
    rows.push(apply ? { ...row, ...(await removeOne(context, aws, space, { seen, orphan, every })) } : row);
  }
  return rows;
}

interface OneRemoval {
  readonly seen: SeenSpace;
  readonly orphan: SeenGeneration;
  readonly every: number;
}

async function removeOne(
  { surroundings, print }: CommandContext,
  aws: Aws,
  { place, cluster }: AwsSpace,
  { seen: { inventory }, orphan: { generation }, every }: OneRemoval,
): Promise<Pick<OrphanRow, 'state' | 'why'>> {
  const { now } = surroundings;
  const stop = new AbortController();
  const release = surroundings.onSignal(() => stop.abort());
  const polling = { clock: realClock(now), signal: stop.signal, every };
  print.note(`removing ${inventory.namespace}-${generation}`);
  try {
    const why = await removeGeneration(aws.at(place), inventory, { generation, cluster, finalSnapshot: true }, polling);
    return why === undefined ? { state: 'removed' } : { state: 'kept', why };
  } catch (error) {
    if (error instanceof Stopped) return { state: 'kept', why: 'stopped; what was begun goes on in AWS' };
    if (!(error instanceof AwsFailure)) throw error;
    return { state: 'kept', why: error.message };
  } finally {
    release();
  }
}

function rowOf({ tenant, environment, namespace }: AwsSpace, orphan: SeenGeneration): OrphanRow {
  const { generation, databases, snapshots, parameter } = orphan;
  const ids = databases.map(({ id }) => id);
  return { tenant, environment, namespace, generation, databases: ids, snapshots, parameter, state: 'found' };
}
