import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toJson } from '../../src/yaml/access.ts';
import { type ParsedYaml, parseStrictly, parseYaml } from '../../src/yaml/parse.ts';
import { corpusFolder, expectations, yamlSuite } from './corpus.ts';

/** The codes each file gets from the text alone; what is not listed is clean YAML, to be judged by later phases. */
const codes: { readonly [file: string]: readonly string[] } = {
  'billion-laughs': ['REL1012'],
  'deep-nesting-block': ['REL1013'],
  'duplicate-keys-top': ['REL1006'],
  'duplicate-key-case': ['REL1014'],
  empty: ['REL1004'],
  'comment-only': ['REL1004'],
  'scalar-root': ['REL1005'],
  'list-root': ['REL1005'],
  utf16: ['REL1002'],
  latin1: ['REL1002'],
  nul: ['REL1003'],
  tabs: ['REL1001'],
  'unicode-confusable': ['REL1015'],
  bidi: ['REL1016'],
  'tag-js-function': ['REL1008'],
  'tag-python': ['REL1008'],
  'tag-binary': ['REL1008'],
  'tag-cfn': ['REL1008', 'REL1008', 'REL1008'],
  'tag-vault': ['REL1008'],
  'set-omap': ['REL1008', 'REL1008'],
  'path-traversal': ['REL1003'],
};

const files = expectations
  .filter(({ file }) => file.startsWith('yaml/'))
  .map(({ file }) => file.slice('yaml/'.length, -'.yaml'.length));

function readFile(name: string): ParsedYaml {
  return parseYaml(`${name}.yaml`, readFileSync(`${corpusFolder}/yaml/${name}.yaml`));
}

const dataOf = (name: string) => readFile(name).documents.map((document) => toJson(document.root));

describe('hostile YAML', () => {
  test('is there', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files).toEqual(expect.arrayContaining(Object.keys(codes)));
  });

  test.each(files)('%s', (name) => {
    const started = performance.now();
    const { documents, diagnostics } = readFile(name);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes[name] ?? []);
    if (codes[name] === undefined) expect(documents).toHaveLength(1);
    for (const { hint, span } of diagnostics) expect([hint, span]).toEqual([expect.any(String), expect.anything()]);
  });

  test('merge keys', () => {
    expect(dataOf('merge-key')).toEqual([
      {
        defaults: { region: 'eu-west-1', size: 's' },
        acme: { region: 'eu-west-1', size: 'l' },
        globex: { region: 'eu-west-1', size: 's', tier: 'gold' },
      },
    ]);
    dataOf('merge-key-proto');
    expect('polluted' in {}).toBe(false);
  });

  test('values', () => {
    const [norway] = dataOf('norway');
    expect(norway).toEqual({
      countries: ['NO', 'no', 'No', 'nO', 'yes', 'YES', 'y', 'n', 'on', 'off', true, true, true],
    });
    expect(dataOf('crlf')).toEqual([{ a: 1, b: 'x\ny\n' }]);
    const [variables] = dataOf('proto-variable');
    expect(JSON.stringify(variables)).toBe(
      '{"variables":{"__proto__":"x","toString":"y","hasOwnProperty":"z","valueOf":"w"}}',
    );
  });
});

describe('the public YAML test suite', () => {
  test('every case ends, soon, with a tree or a diagnostic', () => {
    const started = performance.now();
    for (const { id, yaml } of yamlSuite) {
      for (const result of [parseYaml(`${id}.yaml`, yaml), parseStrictly(`${id}.yaml`, yaml)]) {
        expect(result.documents.length + result.diagnostics.length, id).toBeGreaterThan(0);
      }
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('what is accepted means what the suite says', () => {
    let compared = 0;
    for (const { id, yaml, json, fail } of yamlSuite) {
      const { documents, diagnostics } = parseYaml(`${id}.yaml`, yaml);
      if (json === undefined || fail || documents.length !== 1 || diagnostics.length > 0) continue;
      // A quoted or plain "<<" and custom tags aside, the suite's JSON is the value of the only document.
      const expected = tryJson(json);
      if (expected === undefined) continue;
      compared += 1;
      expect(
        documents.map((document) => toJson(document.root)),
        id,
      ).toEqual([expected]);
    }
    expect(compared).toBeGreaterThan(80);
  });

  test('what the suite calls wrong is refused', () => {
    const accepted = yamlSuite
      .filter(({ fail }) => fail)
      .filter(({ id, yaml }) =>
        parseYaml(`${id}.yaml`, yaml).diagnostics.every(({ severity }) => severity !== 'error'),
      );
    expect(accepted.map(({ id }) => id)).toEqual([]);
  });
});

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
