import { appendFileSync, statSync } from 'node:fs';
import type { Workspace } from '../config/model.ts';
import type { CandidateValue } from '../config/scope.ts';
import { changedSince } from '../git/changes.ts';
import { mergeBase, openRepository } from '../git/repository.ts';
import { githubSummary } from '../views/checks/github.ts';
import { checkFormats } from '../views/checks/index.ts';
import type { ChecksView } from '../views/checks/view.ts';
import type { CheckedWorkspace } from './check-workspace.ts';
import type { CommandContext } from './context.ts';
import { maskerOf } from './run-masker.ts';

/** Prints findings as a build server reads them; on GitHub the summary of the job gets all of them. */
export async function printChecks(
  context: CommandContext,
  checked: CheckedWorkspace,
  since: string | undefined,
): Promise<void> {
  const { surroundings, print, output } = context;
  const masker = maskerOf(surroundings);
  for (const name of secretNames(checked.workspace)) masker.add(surroundings.environment[name] ?? '');
  const view = await checksView(context, checked, since);
  print.data(masker.mask(checkFormats[output]?.(view) ?? ''));
  const summary = surroundings.environment.GITHUB_STEP_SUMMARY;
  if (output !== 'github' || summary === undefined || summary === '') return;
  appendFileSync(summary, masker.mask(githubSummary(view, sizeOf(summary))));
}

async function checksView(
  { surroundings }: CommandContext,
  { root, diagnostics, sources, checked }: CheckedWorkspace,
  since: string | undefined,
): Promise<ChecksView> {
  const { prefix, changed } = await inRepository(root, since ?? baseOf(surroundings.environment));
  return { diagnostics, lookup: sources, checked, prefix, changed, version: surroundings.version };
}

/** What build servers say that a pull request is compared with. */
function baseOf({
  GITHUB_BASE_REF: github,
  CI_MERGE_REQUEST_DIFF_BASE_SHA: gitlab,
}: {
  readonly [name: string]: string | undefined;
}): string | undefined {
  if (github !== undefined && github !== '') return `origin/${github}`;
  return gitlab === '' ? undefined : gitlab;
}

/** Outside git, or without a base, nothing is known to have changed, and paths are those of the workspace. */
async function inRepository(root: string, base: string | undefined): Promise<Pick<ChecksView, 'prefix' | 'changed'>> {
  const repository = openRepository(root);
  if (repository.kind === 'none') return { prefix: '', changed: new Set() };
  const start = base === undefined ? undefined : mergeBase(repository, base, 'HEAD');
  const files = start === undefined ? [] : ((await changedSince(repository, start)) ?? []);
  return { prefix: repository.prefix, changed: new Set(files) };
}

/** Environment variables that the workspace calls secrets: their values could stand in a file by mistake. */
function secretNames({ config, tenants, variableSets, projects, releases }: Workspace): ReadonlySet<string> {
  const owners = [...tenants.values(), ...variableSets, ...projects.values(), ...releases.values()];
  const values = owners.flatMap(({ variables }) => variables.map(({ value }) => value));
  const feeds = [...config.feeds.values()].map(({ settings }) => settings.secret);
  return new Set([...values.flatMap(nameInValue), ...feeds.flatMap(nameInFeed)]);
}

function nameInValue(value: CandidateValue): readonly string[] {
  return value.kind === 'secret' && value.secret.source === 'env' ? [value.secret.ref] : [];
}

function nameInFeed(secret: unknown): readonly string[] {
  if (typeof secret !== 'object' || secret === null || !('env' in secret)) return [];
  return typeof secret.env === 'string' ? [secret.env] : [];
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
