import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Answer, answer, type Candidate } from './answer.ts';
import { gateNames, nodeNames, runNames } from './run-names.ts';
import type { CommandSpec } from './spec.ts';
import { attempt, projectNames, readConfig, releaseFiles, tenantNames } from './workspace-names.ts';

/** What the shell may type as it is. A name with anything else in it is not offered: it could be more than a name. */
const plain = /^[\w@%+=:,./#~-]+$/;
/** Nobody reads more. */
const mostCandidates = 2000;

/**
 * What a completion script gets: a line with the kind of the answer (`words`, `file`, `folder`), then a line for each
 * candidate, with its description after a tab. `carried` is what the script was made with; never throws.
 */
export async function complete(carried: string, words: readonly string[], directory: string): Promise<string> {
  const commands = attempt(() => JSON.parse(carried) as readonly CommandSpec[]);
  if (!Array.isArray(commands)) return 'words\n';
  const found = answer(commands, words);
  const current = words.at(-1) ?? '';
  if (found.kind !== 'words' && found.kind !== 'lookup') return `${found.kind}\n`;
  const candidates = found.kind === 'words' ? found.candidates : await lookUp(found, current, directory);
  const fitting = candidates.filter(({ value }) => value.startsWith(current) && plain.test(value));
  return `words\n${fitting.slice(0, mostCandidates).map(lineOf).join('')}`;
}

function lineOf({ value, description }: Candidate): string {
  // It may come from a plan, and goes to a terminal.
  const words = (description ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 80);
  return words === '' ? `${value}\n` : `${value}\t${words}\n`;
}

async function lookUp(
  { lookup, before, folder, prefix }: Extract<Answer, { readonly kind: 'lookup' }>,
  current: string,
  directory: string,
): Promise<readonly Candidate[]> {
  const root = rootAbove(resolve(directory, folder ?? '.'));
  if (root === undefined) return [];
  const state = (): string => join(root, readConfig(root).state);
  const named = (values: readonly string[]): readonly Candidate[] => values.map((value) => ({ value }));
  // A node may be given before its run: `resume --rerun <node>` is about the newest.
  const run = before[0];
  const find = async (): Promise<readonly Candidate[]> => {
    switch (lookup) {
      case 'tenant':
        return tenantNames(root);
      case 'environment':
        return named(readConfig(root).environments);
      case 'tag':
        return named(readConfig(root).tags);
      case 'project':
        return projectNames(root);
      case 'release':
        return [...releaseFiles(root), ...projectNames(root)];
      case 'run':
        return runNames(state());
      case 'node':
        return nodeNames(state(), run, current.slice(prefix.length));
      case 'gate':
        return gateNames(state(), run);
      case 'ref':
        return named(gitRefs(root));
      default:
        return lookup satisfies never;
    }
  };
  return (await find()).map((candidate) => ({ ...candidate, value: `${prefix}${candidate.value}` }));
}

function rootAbove(folder: string): string | undefined {
  if (existsSync(join(folder, 'release.config.yaml'))) return folder;
  return dirname(folder) === folder ? undefined : rootAbove(dirname(folder));
}

function gitRefs(root: string): readonly string[] {
  const words = ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags', 'refs/remotes'];
  const out = attempt(() =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', timeout: 1000, stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  return ['HEAD', ...(out ?? '').split('\n').filter((name) => name !== '')];
}
