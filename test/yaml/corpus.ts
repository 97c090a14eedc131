import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The shared corpus of hostile input, beside the checkout; undefined where it is absent. */
const folder = resolve(import.meta.dirname, '../../../shared/corpus/bad-input');
export const corpusFolder: string | undefined = existsSync(folder) ? folder : undefined;

export interface SuiteCase {
  readonly id: string;
  readonly yaml: string;
  readonly fail: boolean;
  readonly json?: string;
}

function readJson(name: string) {
  return corpusFolder === undefined ? undefined : JSON.parse(readFileSync(`${corpusFolder}/${name}`, 'utf8'));
}

export const yamlSuite: readonly SuiteCase[] | undefined = readJson('yaml-test-suite.json');

export interface Expectation {
  readonly file: string;
  readonly expect: string;
}

export const expectations: readonly Expectation[] | undefined = readJson('expectations.json');
