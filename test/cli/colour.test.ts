import { expect, test } from 'vitest';
import { decideColour } from '../../src/cli/colour.ts';

const terminal = { off: false, isTerminal: true };
const pipe = { off: false, isTerminal: false };

test.each([
  ['a terminal', terminal, {}, true],
  ['a pipe', pipe, {}, false],
  ['an empty NO_COLOR says nothing', terminal, { NO_COLOR: '' }, true],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['NO_COLOR is above FORCE_COLOR', terminal, { NO_COLOR: '0', FORCE_COLOR: '1' }, false],
  ['the flag is above FORCE_COLOR', { ...terminal, off: true }, { FORCE_COLOR: '3' }, false],
  ['FORCE_COLOR is above a pipe', pipe, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR is above TERM=dumb', terminal, { FORCE_COLOR: '1', TERM: 'dumb' }, true],
  ['an empty FORCE_COLOR forces', pipe, { FORCE_COLOR: '' }, true],
  ['FORCE_COLOR=0 forbids', terminal, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR=false forbids', terminal, { FORCE_COLOR: 'false' }, false],
  ['TERM=dumb', terminal, { TERM: 'dumb' }, false],
  ['an unknown CI with a terminal', terminal, { CI: 'true' }, false],
  ['CI=false is no CI', terminal, { CI: 'false' }, true],
  ['GitHub with a terminal', terminal, { CI: 'true', GITHUB_ACTIONS: 'true' }, true],
  ['GitHub, into a file', pipe, { CI: 'true', GITHUB_ACTIONS: 'true' }, false],
])('%s', (_, question, environment, expected) => {
  expect(decideColour({ ...question, environment })).toBe(expected);
});
