import { type PreflightQuestion, preflight } from '../aws/preflight.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AwsSpace } from '../steps/aws/spaces.ts';
import { bounded } from './bounded.ts';
import type { CommandContext } from './context.ts';
import { type Failure, isFailure } from './failure.ts';
import { openAws } from './open-aws.ts';
import { openSpaces } from './open-spaces.ts';

const atOnce = 8;
const namedAtMost = 5;

/** Asks AWS, with the credentials that are here, whether the deployments of all releases could succeed. Changes nothing. */
export async function preflightDiagnostics(context: CommandContext): Promise<readonly Diagnostic[] | Failure> {
  const opened = await openSpaces(context);
  if (isFailure(opened)) return opened;
  const aws = openAws(context.surroundings);
  /** Namespaces by what is wrong with them. */
  const wrong = new Map<string, string[]>();
  await bounded(opened.spaces, atOnce, async (space) => {
    const account = aws.at(space.place);
    const source = space.source === undefined ? account : aws.at(space.source);
    for (const problem of await preflight(account, questionOf(space, source))) {
      wrong.set(problem, [...(wrong.get(problem) ?? []), space.namespace]);
    }
  });
  return [...wrong].map(([problem, namespaces]): Diagnostic => {
    const named = namespaces.toSorted().slice(0, namedAtMost).join(', ');
    const more = namespaces.length > namedAtMost ? ` and ${namespaces.length - namedAtMost} more` : '';
    return {
      code: 'REL2170',
      severity: 'error',
      summary: `AWS is not ready: ${problem}`,
      detail: `This concerns ${named}${more}.`,
      hint: 'make what is missing, or give the rights that docs/aws.md lists',
    };
  });
}

function questionOf(space: AwsSpace, source: PreflightQuestion['source']): PreflightQuestion {
  return { ...space, source };
}
