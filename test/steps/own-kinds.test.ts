import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtInStepKinds } from '../../src/steps/index.ts';
import { loadStepKinds } from '../../src/steps/own-kinds.ts';
import { planOf } from '../support/plans.ts';
import { asking, Place } from './setup.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

/** Each test has a folder of its own, so that no module is remembered from another one. */
async function load(modules: Readonly<Record<string, string>>, names = Object.keys(modules)) {
  for (const [path, text] of Object.entries(modules)) place.write(path, text);
  const listed = names.map((text) => ({ text }));
  return loadStepKinds(builtInStepKinds, listed, place.root, (url) => import(url));
}

async function told(text: string): Promise<string> {
  const { diagnostics, kinds } = await load({ 'kinds/own.mjs': text });
  expect([...kinds.keys()]).toEqual([...builtInStepKinds.keys()]);
  return diagnostics.map(({ code, summary }) => `${code} ${summary}`).join('\n');
}

const right = "{ name: 'acme/tell', run: async () => ({ kind: 'succeeded' }) }";

describe('modules that give nothing usable', () => {
  test.each([
    ['throws when it is loaded', "throw new Error('no database here\\nat x')", /^REL2140 .*: no database here$/],
    ['throws no error', 'throw undefined', /^REL2140 kinds\/own.mjs gives no step kinds: undefined$/],
    ['is no JavaScript', 'export const = 1', /^REL2140 /],
    ['imports what is not there', "import './gone.mjs'", /^REL2140 .*gone\.mjs/],
    ['exports nothing', 'export {}', /^REL2141 .*it exports no step kind/],
    ['exports an empty list', 'export const stepKinds = []', /^REL2141 /],
    ['exports a text', "export default 'tell'", /^REL2141 .*it is not an object/],
    ['exports null', 'export const stepKinds = [null]', /^REL2141 .*it is not an object/],
    ['has no name', 'export default { run() {} }', /^REL2142 /],
    ['has a name of ours', "export default { name: 'script', run() {} }", /^REL2142 /],
    ['has no run', "export default { name: 'acme/tell' }", /^REL2141 .*no function `run`/],
    ['observes with a text', "export default { name: 'acme/x', run() {}, observe: 'a' }", /^REL2141 .*`observe`/],
    ['undoes with a number', "export default { name: 'acme/x', run() {}, undo: 1 }", /^REL2141 .*`undo`/],
    [
      'has inputs that are no schema',
      "export default { name: 'acme/x', run() {}, inputs: { type: 'txt' } }",
      /`inputs`/,
    ],
    ['has outputs that are no list', "export default { name: 'acme/x', run() {}, outputs: 'a' }", /`outputs`/],
    ['has literal that is no list', "export default { name: 'acme/x', run() {}, literal: [1] }", /`literal`/],
    ['wants a package perhaps', "export default { name: 'acme/x', run() {}, package: 'maybe' }", /`package`/],
  ])('one that %s', async (_, text, message) => {
    expect(await told(text)).toMatch(message);
  });

  test('one outside the workspace is not even looked at', async () => {
    const { diagnostics } = await load({}, ['../../etc/x.mjs', '/etc/x.mjs']);
    expect(diagnostics.map(({ code }) => code)).toEqual(['REL2140', 'REL2140']);
  });

  test('the good kinds of a module and of other modules count all the same', async () => {
    const { kinds, diagnostics } = await load({
      'a.mjs': `export const stepKinds = [${right}, { name: 'acme/broken' }]`,
      'b.mjs': `export default ${right}`,
    });
    expect(kinds.has('acme/tell')).toBe(true);
    expect(diagnostics.map(({ code }) => code)).toEqual(['REL2141', 'REL2142']);
  });
});

describe('what a kind answers', () => {
  async function opened(body: string) {
    const module = `export default { name: 'acme/tell', outputs: ['n'], ${body} }`;
    const { kinds, diagnostics } = await load({ 'own.mjs': module });
    expect(diagnostics).toEqual([]);
    const token = { secret: { source: 'env', ref: 'TOKEN' } } as const;
    const plan = planOf({
      steps: [{ path: 'tell', kind: 'acme/tell', with: { token: '{{token}}' } }],
      lanes: [{ name: 'acme', values: { '': { token } } }],
    });
    return place.open(plan, { kinds, environment: { TOKEN: 'hunter2-hunter2' } });
  }
  const outcomeOf = async (body: string) => (await opened(`run: ${body}`)).executor.execute(asking());

  test.each([
    ['nothing', 'async () => {}', /gave no outcome/],
    ['a text', "() => 'done'", /gave no outcome/],
    ['an unknown word', "() => ({ kind: 'done' })", /gave no outcome/],
    ['outputs that are a list', "() => ({ kind: 'succeeded', outputs: [1] })", /no map of plain data/],
    [
      'outputs that go round',
      "() => { const o = {}; o.o = o; return { kind: 'succeeded', outputs: o }; }",
      /no map of plain data/,
    ],
    ['an error', "async () => { throw new Error('line one\\nline two') }", /^the step kind acme\/tell broke: line one/],
    ['what is no error', 'async () => { throw null }', /^the step kind acme\/tell broke: null/],
  ])('%s reads as errored', async (_, run, message) => {
    expect(await outcomeOf(run)).toEqual({ kind: 'errored', message: expect.stringMatching(message) });
  });

  test('a failure without a reason says so', async () => {
    expect(await outcomeOf("() => ({ kind: 'failed' })")).toEqual({ kind: 'failed', message: 'no reason was given' });
  });

  test('secrets are masked wherever a kind lets them out', async () => {
    const body = `run: async ({ inputs, log, secrets }) => {
      log('with ' + inputs.token.slice(0, 5));
      log(inputs.token.slice(5) + '\\n');
      return { kind: 'succeeded', outputs: { n: { deep: ['<' + secrets()[0] + '>'] } } };
    }`;
    const { executor, logs } = await opened(body);
    expect(await executor.execute(asking())).toEqual({ kind: 'succeeded', outputs: { n: { deep: ['<***>'] } } });
    expect(logs.join('')).toBe('with ***\n');
  });

  test('secrets are masked in what a kind throws', async () => {
    const thrown = await opened("run: async ({ inputs }) => { throw new Error('no ' + inputs.token) }");
    expect(await thrown.executor.execute(asking())).toEqual({
      kind: 'errored',
      message: 'the step kind acme/tell broke: no ***',
    });
  });

  test('its scripts are masked on disk without its doing, in their text too', async () => {
    const body = `run: async ({ inputs, target, ticket, secrets }, signal) => {
      await target.start({ ticket, interpreter: 'sh', script: 'echo "<$T>"; echo ' + inputs.token, env: { T: inputs.token } });
      await target.wait(ticket, signal);
      const { bytes } = await target.readLog(ticket, 0);
      return { kind: 'succeeded', outputs: { n: new TextDecoder().decode(bytes) } };
    }`;
    const { executor } = await opened(body);
    expect(await executor.execute(asking())).toEqual({ kind: 'succeeded', outputs: { n: '<***>\n***\n' } });
    expect(place.read('.release/tickets/r1/log/0.0.1')).toBe('<***>\n***\n');
  });

  test.each([
    ['without observe', '', { kind: 'cannot-tell', message: 'acme/tell cannot look what became of it' }],
    [
      'with a nonsense answer',
      'observe: () => 7,',
      { kind: 'cannot-tell', message: expect.stringContaining('gave no answer') },
    ],
    [
      'that throws',
      "observe: () => { throw new Error('no') },",
      { kind: 'cannot-tell', message: expect.stringContaining('broke: no') },
    ],
    [
      'that finished badly',
      "observe: () => ({ kind: 'finished' }),",
      { kind: 'finished', outcome: { kind: 'errored' } },
    ],
  ])('looking %s', async (_, observe, answer) => {
    const { executor } = await opened(`${observe} run() {}`);
    expect(await executor.observe(asking())).toMatchObject(answer);
  });

  test('an undo is one only when it says so', async () => {
    const { executor } = await opened("run() {}, undo: async () => 'undone'");
    expect(executor.canUndo(0, 0)).toBe(true);
    expect(await executor.undo(asking())).toMatchObject({
      kind: 'errored',
      message: expect.stringContaining('no outcome'),
    });
  });
});
