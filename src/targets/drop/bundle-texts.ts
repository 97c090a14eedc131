import type { Bundle, BundleStep } from '../bundle.ts';
import { markedWord, siteNames } from './marks.ts';

/** A file of a package whose content only its owner may read: it is made at the site. */
export interface LateFile {
  readonly path: string;
  readonly content: string;
}

/** Texts for the shell of the site. */
export interface BundleTexts {
  /** Names of the site's values, in the order of their numbers from 1 on. */
  readonly sites: readonly string[];
  /** By number of the step: files of the bundle. */
  readonly files: ReadonlyMap<string, string>;
  /** What has to be encrypted; empty when there is no secret. */
  readonly secret: string;
}

/** `late`: by number of the step. Steps are counted from 1. */
export function bundleTexts({ steps }: Bundle, late: ReadonlyMap<number, readonly LateFile[]>): BundleTexts {
  const sites = [...new Set(steps.flatMap((step, index) => namesIn(step, late.get(index + 1) ?? [])))].sort();
  const word = (text: string): string => markedWord(text, (name) => sites.indexOf(name) + 1);
  const files = new Map<string, string>();
  let secret = '';
  for (const [index, step] of steps.entries()) {
    const number = index + 1;
    const known = step.secrets.length > 0;
    const variables = Object.entries(step.action.env).map(
      ([name, value]) => `${name}=${word(value)}; export ${name}\n`,
    );
    const written = (late.get(number) ?? []).map(
      ({ path, content }) => `release_file ${word(path)} ${word(content)}\n`,
    );
    files.set(`steps/${number}.env`, [directoryOf(step, word), ...(known ? [] : variables)].join(''));
    if (step.action.kind === 'script') files.set(`steps/${number}.script`, step.action.script);
    if (!known && written.length > 0) files.set(`steps/${number}.files`, written.join(''));
    if (!known) continue;
    secret += `release_secret_env_${number}() {\n${variables.join('')}:\n}\n`;
    if (written.length > 0) secret += `release_secret_files_${number}() {\n${written.join('')}}\n`;
  }
  if (secret !== '') secret += valuesFunction(steps.flatMap(({ secrets }) => secrets));
  return { sites, files, secret };
}

function directoryOf({ action }: BundleStep, word: (text: string) => string): string {
  if (action.kind !== 'script' || action.workingDirectory === undefined) return '';
  const { workingDirectory: folder } = action;
  return `release_directory=${folder.startsWith('/') ? '' : '"$release_root"/'}${word(folder)}\n`;
}

/** Tells whether a text holds one of the secrets, so that no output carries it away. */
function valuesFunction(secrets: readonly string[]): string {
  const words = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .map((secret) => `*${markedWord(secret, () => 0)}*`);
  return `release_secret_values() { case $1 in ${words.join(' | ')}) return 0 ;; esac; return 1; }\n`;
}

function namesIn({ action }: BundleStep, late: readonly LateFile[]): readonly string[] {
  const folder = action.kind === 'script' ? (action.workingDirectory ?? '') : '';
  return [...Object.values(action.env), folder, ...late.map(({ content }) => content)].flatMap(siteNames);
}
