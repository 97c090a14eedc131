import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, type ConditionResult, compileCondition, type KnownAt } from '../../src/template/condition.ts';
import { type Lookup, notFound, type TemplateScope } from '../../src/template/scope.ts';
import type { JsonMap } from '../../src/util/json.ts';
import { scopeOf, spanFor } from './kit.ts';

const data: JsonMap = {
  tenant: { id: 'st-marys', name: "St Mary's", tags: ['ring/canary', 'hosting/on-site'] },
  environment: 'prod',
  release: { id: '2024-06', version: '24.6.0' },
  package: { id: 'Web', version: '1.2.3' },
  namespace: 'xy-0146-prod',
  target: { id: 'vm', roles: ['client'] },
  small: { b: [true], a: 1 },
  on: true,
  off: false,
  count: 3,
  ratio: 1.5,
  text: 'hello',
  blank: null,
  list: [1, 2, 3],
  mixed: [1, 'a', { constructor: 'x' }],
  pas: { server: 'pas01', constructor: 'odd', port: 1433 },
};

const answers: Readonly<Record<string, Lookup>> = {
  password: { found: 'later', reasons: ['secret'] },
  banner: { found: 'later', reasons: ['runtime'] },
  wrong: { found: 'broken' },
};

const scope = scopeOf(data, answers);

function condition(text: string): Condition {
  const compiled = compileCondition(text, spanFor(text));
  if (compiled.condition === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.condition;
}

function decide(text: string, known: KnownAt = 'plan', where: TemplateScope = scope): ConditionResult {
  return condition(text).evaluate(where, known);
}

describe('values', () => {
  test.each([
    ['true', true],
    ['vars.on', true],
    ['!vars.on', false],
    ['vars.count == 3', true],
    ['vars.count + 1 > 3 && vars.count % 2 == 1', true],
    ['vars.ratio == 1.5', true],
    ['vars.count < 3.5', true],
    ['vars.text.startsWith("he")', true],
    ['"ring/canary" in tenant.tags', true],
    ['tenant.tags.exists(tag, tag.startsWith("ring/"))', true],
    ['vars.list.all(n, n > 0)', true],
    ['vars.list[0] == 1', true],
    ['vars["text"] == "hello"', true],
    ['vars.pas["server"] == "pas01"', true],
    ['vars.pas.constructor == "odd"', true],
    ['environment == "prod" && release.version == "24.6.0"', true],
    ['package.id == "Web" && namespace == "xy-0146-prod"', true],
    ['"package" == "pack" + "age" // package namespace', true],
    ['has(vars.text)', true],
    ['has(vars.missing)', false],
    ['has(vars.pas.server) && !has(vars.pas.missing)', true],
    ['has(vars.missing) && vars.missing == "a"', false],
    ['has(vars.a.b.c)', false],
    ['has(vars.toString) || has(vars.__proto) || has(vars.constructor)', false],
    ['vars.blank == null', true],
    ['size(vars.list) == 3', true],
    ['type(vars.count) == int', true],
    ['vars.on ? vars.count == 3 : vars.off', true],
    ['cel.bind(x, vars.count, x == 3)', true],
    ['vars.small == {"a": 1, "b": [true]}', true],
    ['size(vars.pas) == 3 && vars.pas.port == 1433', true],
  ])('%s is %s', (text, value) => {
    expect(decide(text)).toEqual({ kind: 'value', value });
  });
});

describe('what is not known yet', () => {
  test.each([
    ['steps.migrate.outputs.changed == "1"', ['runtime']],
    ['run.id == "1"', ['runtime']],
    ['timestamp > "2026"', ['runtime']],
    ['package.path != ""', ['runtime']],
    ['has(steps.migrate.outputs.changed)', ['runtime']],
    ['vars.banner == "x"', ['runtime']],
    ['vars.password == "x"', ['secret']],
    ['vars.password == "x" || run.id == "1"', ['runtime', 'secret']],
    ['vars.off || steps.x.outputs.y == "1"', ['runtime']],
    ['steps.x.outputs.y == "1" || vars.off', ['runtime']],
    ['vars.on && steps.x.outputs.y == "1"', ['runtime']],
    ['!(steps.x.outputs.y == "1")', ['runtime']],
    ['steps.x.outputs.y == "1" ? vars.on : vars.off', ['runtime']],
    ['steps.x.outputs.y == "1" || vars.text', ['runtime']],
    ['vars.list.exists(n, n == 9 || run.id == "1")', ['runtime']],
    ['["a", run.id].size() == 2', ['runtime']],
  ])('%s is unknown', (text, reasons) => {
    expect(decide(text)).toEqual({ kind: 'unknown', reasons });
  });

  test.each([
    ['vars.on || steps.x.outputs.y == "1"', true],
    ['steps.x.outputs.y == "1" || vars.on', true],
    ['vars.off && steps.x.outputs.y == "1"', false],
    ['steps.x.outputs.y == "1" && vars.off', false],
    ['(run.id == "1" && vars.off) || vars.on', true],
    ['vars.on ? vars.count == 3 : run.id == "1"', true],
    ['vars.list.exists(n, n == 1 || run.id == "1")', true],
    ['vars.list.all(n, n == 2 && run.id == "1")', false],
  ])('%s is decided without it', (text, value) => {
    expect(decide(text)).toEqual({ kind: 'value', value });
  });

  test('while running the scope decides', () => {
    const running = scopeOf({ steps: { x: { outputs: { y: '1' } } }, run: { id: 'r1' } });
    expect(decide('steps.x.outputs.y == "1" && run.id == "r1"', 'run', running)).toEqual({
      kind: 'value',
      value: true,
    });
    expect(decide('has(steps.x.outputs.z)', 'run', running)).toEqual({ kind: 'value', value: false });
  });
});

describe('errors while evaluating', () => {
  test.each([
    'vars.text',
    'vars.count',
    'vars.missing == "a"',
    'vars.text > 3',
    'vars.text.size() / 0 == 1',
    'vars.wrong == "a"',
    'vars.text && vars.on',
    'vars.list[7] == 1',
  ])('%s', (text) => {
    expect(decide(text)).toMatchObject({ kind: 'error', message: expect.stringMatching(/^[^\n]+$/) });
  });

  test('a message never quotes a secret', () => {
    const secret = scopeOf({}, { password: { found: true, value: 'hunter2', secret: true } });
    const result = decide('duration(vars.password) > duration("1s")', 'run', secret);
    expect(result.kind).toBe('error');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('mistakes', () => {
  /** The codes, and the text the first diagnostic points at. */
  function mistakes(text: string): readonly (string | undefined)[] {
    const { diagnostics } = compileCondition(text, spanFor(text));
    const span = diagnostics[0]?.span;
    const at = span === undefined ? undefined : text.slice(span.offset - 100, span.offset - 100 + span.length);
    return [...diagnostics.map(({ code }) => code), at];
  }

  test.each([
    ['vars.a ==', ['REL1411', '']],
    ['vars.a = 1', ['REL1411', '=']],
    ['vars.a == "x', ['REL1411', '"x']],
    ['', ['REL1411', '']],
    ['import == 1', ['REL1411', 'import']],
    ['frob(vars.a)', ['REL1411', 'frob(vars.a)']],
    ['hasTransforms', ['REL1412', 'hasTransforms']],
    ['vars.a && tenent.id == "x"', ['REL1412', 'tenent.id']],
    ['pAckage.id == "a"', ['REL1412', 'pAckage.id']],
    ['constructor == 1', ['REL1412', 'constructor']],
    ['size(vars) > 0', ['REL1412', 'vars']],
    ['"a" + "b"', ['REL1413', '"a" + "b"']],
    ['1 + 1', ['REL1413', '1 + 1']],
  ])('%j', (text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  test('deep nesting is a diagnostic', () => {
    for (const text of [
      `${'!'.repeat(4000)}vars.a`,
      `${'('.repeat(2000)}vars.a${')'.repeat(2000)}`,
      'vars.a || '.repeat(5000),
    ]) {
      expect(() => mistakes(text)).not.toThrow();
    }
    expect(mistakes('vars.a || '.repeat(5000))[0]).toBe('REL1411');
  });
});

describe('references', () => {
  test('names bound by macros and types are none; has(…) makes a name optional', () => {
    const text = 'has(vars.x) && vars.x == "a" && tenant.tags.all(t, t != vars.pas["k"]) && type(package.id) == string';
    const found = condition(text).references.map(({ path, optional, offset, length }) => {
      return [path.join('.'), optional === true, text.slice(offset, offset + length)];
    });
    expect(found).toEqual([
      ['vars.x', true, 'vars.x'],
      ['vars.x', true, 'vars.x'],
      ['tenant.tags', false, 'tenant.tags'],
      ['vars.pas.k', false, 'vars.pas["k"]'],
      ['package.id', false, 'package.id'],
    ]);
  });

  test('a bound name hides a root', () => {
    expect(condition('vars.list.all(step, step > 0)').references.map(({ path }) => path)).toEqual([['vars', 'list']]);
    expect(decide('vars.list.all(step, step > 0)')).toEqual({ kind: 'value', value: true });
  });
});

test('evaluating never throws, and a decision at plan time stands at run time', () => {
  const operand = fc.constantFrom(
    'vars.on',
    'vars.off',
    'run.id == "r"',
    'run.id == "s"',
    'vars.text',
    'vars.count > 2',
  );
  const text = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      operand,
      fc
        .tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(tie('node'), tie('node'), tie('node')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      tie('node').map((inner) => `!(${inner})`),
    ),
  })).node;
  const later: TemplateScope = { get: (path) => (path[0] === 'run' ? { found: true, value: 'r' } : scope.get(path)) };
  fc.assert(
    fc.property(text, (source) => {
      const compiled = compileCondition(source, spanFor(source)).condition;
      if (compiled === undefined) return;
      const early = compiled.evaluate(scope, 'plan');
      const late = compiled.evaluate(later, 'run');
      if (early.kind !== 'unknown') expect(late).toEqual(early);
    }),
    { numRuns: 500 },
  );
});

test('a name the scope does not know is asked for by its own segments', () => {
  const asked: string[] = [];
  const spy: TemplateScope = {
    get: (path) => {
      asked.push(path.join('/'));
      return notFound;
    },
  };
  decide('has(vars.a.b) || has(tenant.tags)', 'plan', spy);
  expect(asked).toEqual(['a/b', 'tenant/tags']);
});
