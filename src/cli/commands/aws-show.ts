import { AwsFailure } from '../../aws/failure.ts';
import { lookAtSpace, type SeenSpace } from '../../aws/orphans.ts';
import type { AwsSpace } from '../../steps/aws/spaces.ts';
import { type SpaceDocument, spaceText } from '../../views/aws.ts';
import { jsonText } from '../../views/json.ts';
import { awsFailed, questionOf } from '../aws-question.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { findSpace } from '../find-space.ts';
import { layoutOf } from '../layout.ts';
import { openAws } from '../open-aws.ts';
import { openSpaces } from '../open-spaces.ts';

/** As `aws orphans` has it, in milliseconds. */
const usualGrace = 86_400_000;

export const awsShow: Command = {
  name: 'aws show',
  summary: 'show the databases of a customer, which is active, and what needs them',
  arguments: [
    { usage: '<tenant>', description: 'the tenant' },
    { usage: '<environment>', description: 'the environment' },
  ],
  options: [],
  outputs: ['text', 'json'],
  example: 'release aws show xy-0146 prod\nrelease aws show xy-0146 qa --output json',
  run: async (context, args) => {
    const opened = await openSpaces(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const space = findSpace(opened.spaces, args.at(0), args.at(1));
    if (isFailure(space)) return context.print.fail(space);
    const aws = openAws(context.surroundings);
    try {
      const seen = await lookAtSpace(aws.at(space.place), questionOf(aws, space), {
        keep: space.keep,
        grace: usualGrace,
      });
      const document = documentOf(space, seen);
      context.print.data(context.output === 'json' ? jsonText(document) : spaceText(document, layoutOf(context)));
      return exitCode.done;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      return context.print.fail(awsFailed(error));
    }
  },
};

function documentOf(
  { tenant, environment, namespace }: AwsSpace,
  { inventory, generations }: SeenSpace,
): SpaceDocument {
  const head = inventory.log.at(-1);
  const fence =
    head?.kind === 'begin'
      ? { run: head.run, release: head.release, since: head.at, ...(head.until !== undefined && { until: head.until }) }
      : null;
  return {
    schemaVersion: 1,
    tenant,
    environment,
    namespace,
    active: inventory.active?.generation ?? null,
    fence,
    generations: generations.map((one) => ({ ...one, referenced: inventory.referenced?.has(one.generation) ?? false })),
  };
}
