import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasSpecialCharacters } from '../../src/yaml/characters.ts';
import { parseStrictly, parseYaml } from '../../src/yaml/parse.ts';
import { readPlainly } from '../../src/yaml/plain/reader.ts';
import { yamlSuite } from './corpus.ts';

/** What the plain reader accepts, the strict reader must accept without a word and read as the same tree. */
function agrees(text: string): boolean {
  const plain = hasSpecialCharacters(text) ? undefined : readPlainly(text);
  if (plain === undefined) return false;
  expect(parseStrictly('a.yaml', text)).toEqual({ documents: [{ file: 'a.yaml', root: plain }], diagnostics: [] });
  return true;
}

describe('the plain reader takes ordinary files by itself', () => {
  test.each([
    "tenant: st-marys\nname: St Mary's Hospital\ntags: [ring/canary, hosting/on-site]\n",
    '# a comment\n\na: 1 # one\nb:\n  - x\n  - y: 1\n    z: {p: "q", r: [s, t]}\n  - - 1\n    - 2\nc:\n- d\n- e\nf:\n',
    'a: "x"\n"b": \'y\'\nurl: https://x.y:8080/z?a=b#c\nempty: {}\nnone: []\nwhen: vars.x == 1 && !y\n',
    'a: 1.10\r\nb: 007\r\n\r\nc:\r\n  d: ~\r\n',
    'variables:\n  password: { secret: { ssm: "/{{namespace}}/pas/password" } }\n  deep: {a: {b: {c: [1, [2]]}}}',
  ])('%j', (text) => {
    expect(agrees(text)).toBe(true);
  });
});

const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    'c: ',
    'd:',
    'key: ',
    '- ',
    '-',
    '\n',
    '\n  ',
    '\n    ',
    '  ',
    ' ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    ',',
    '"x"',
    "'y'",
  ],
  ...[
    '"',
    "'",
    '#',
    ' # c',
    '1',
    '1.10',
    '007',
    '0x1F',
    'true',
    '~',
    'null',
    '.',
    '...',
    '---',
    '&a ',
    '*a',
    '!t ',
    '|',
    '>',
    '?',
  ],
  ...[
    ': ',
    ':',
    'é',
    '\t',
    '\r\n',
    '<<: ',
    '-1',
    '\\',
    '%',
    '@',
    '`',
    '/',
    '=',
    '.inf',
    'http://x:8/y',
    '\u2028',
    '\u00a0',
    '\u0085',
  ],
);
const scalarText = fc.constantFrom(
  ...[
    'x',
    '1.10',
    '"q r"',
    "'s'",
    'a b',
    'true',
    '-1',
    '~',
    'u:v',
    'w # c',
    'x#y',
    "it's",
    '{}',
    '[]',
    'é',
    '007',
    'x, y',
  ],
);
const bracketText = fc.letrec<{ value: string; list: string; map: string; scalar: string }>((tie) => ({
  scalar: fc.constantFrom('x', '1.10', '"q, r"', "'s]'", 'a b', '~', 'u:v', '-1', '', '"\\n"', 'é'),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  map: fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '"c"', 'd e', 'A'), tie('value')), {
      maxLength: 3,
      selector: ([key]) => key,
    })
    .map((pairs) => `{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
  value: fc.oneof({ maxDepth: 3 }, tie('scalar'), tie('list'), tie('map')),
})).value;

/** A block node as lines, to be indented by whoever holds it. */
type Lines = readonly string[];
const indent = (lines: Lines, by: number): Lines => lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
const block = fc.letrec<{ node: Lines; map: Lines; list: Lines; leaf: Lines }>((tie) => ({
  leaf: fc.oneof(scalarText, bracketText).map((text) => [text]),
  map: fc
    .uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', '"c"', "'d'", 'e-f', 'g.h'), tie('node'), fc.integer({ min: 0, max: 3 })),
      {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      },
    )
    .map((entries) => entries.flatMap(([key, lines, by]) => under(`${key}:`, lines, by))),
  list: fc
    .array(fc.tuple(tie('node'), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 })
    .map((items) =>
      items.flatMap(([lines, by]) => [`-${' '.repeat(by)}${lines[0]}`, ...indent(lines.slice(1), by + 1)]),
    ),
  node: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('map'), tie('list')),
})).map;

function under(key: string, lines: Lines, by: number): Lines {
  const [first = ''] = lines;
  const isBlock = lines.length > 1 || /^(?:- |["'\w.-]+:(?: |$))/.test(first);
  return isBlock ? [`${key}${by === 3 ? ' # c' : ''}`, ...indent(lines, by)] : [`${key} ${first}`];
}

const slip = fc.tuple(fc.nat(), fc.nat({ max: 2 }), piece);

/** The text with one place of it changed: something put in, or some characters taken out. */
function withSlip(text: string, [place, removed, added]: readonly [number, number, string]): string {
  const at = place % (text.length + 1);
  return text.slice(0, at) + (removed > 0 ? '' : added) + text.slice(at + removed);
}

describe('the plain reader never differs from the strict one', () => {
  test('on pieces thrown together', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => void agrees(pieces.join(''))),
      {
        numRuns: 15_000,
      },
    );
  });

  test('on files as people write them, a quarter of which it takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(block, (lines) => {
        if (agrees(`${lines.join('\n')}\n`)) taken += 1;
      }),
      // So many that chance does not decide: it takes 26 in 100.
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(5_000);
  });

  test('on such files with slips in them', () => {
    let taken = 0;
    fc.assert(
      fc.property(block, fc.array(slip, { minLength: 1, maxLength: 3 }), (lines, slips) => {
        if (agrees(slips.reduce(withSlip, lines.join('\n')))) taken += 1;
      }),
      { numRuns: 4_000 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  test('on the public YAML test suite', () => {
    const taken = yamlSuite.filter(({ yaml }) => agrees(yaml));
    expect(taken.length).toBeGreaterThan(5);
    expect(taken.filter(({ fail }) => fail)).toEqual([]);
  });

  test('any text at all is read without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { documents, diagnostics } = parseYaml('a.yaml', text);
        expect(documents.length + diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });
});
