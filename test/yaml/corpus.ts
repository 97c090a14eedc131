import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Hostile input with what it must meet with; its README says where it comes from. */
export const corpusFolder: string = resolve(import.meta.dirname, '../fixtures/bad-input');

export interface SuiteCase {
  readonly id: string;
  readonly yaml: string;
  readonly fail: boolean;
  readonly json?: string;
}

function readJson(name: string) {
  return JSON.parse(readFileSync(`${corpusFolder}/${name}`, 'utf8'));
}

/** The public YAML test suite. */
export const yamlSuite: readonly SuiteCase[] = readJson('yaml-test-suite.json');

export interface Expectation {
  /** Path inside the corpus. */
  readonly file: string;
  readonly expect: string;
  readonly why: string;
}

export const expectations: readonly Expectation[] = readJson('expectations.json');

/** The big list of naughty strings. */
export const naughtyStrings: readonly string[] = readJson('blns.json');
