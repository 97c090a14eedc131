import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandValues } from '../../src/template/expand.ts';
import type { ExpandedValue, ExpandedValues, RawValue, VariableSource } from '../../src/template/expand-types.ts';
import type { Json } from '../../src/util/json.ts';
import { file, scopeOf, template } from './kit.ts';

const secret: RawValue = { kind: 'secret' };
const roots = scopeOf(
  { tenant: { id: 'st-marys', tags: ['ring/canary'] }, environment: 'prod', namespace: 'xy-0146-prod' },
  { 'run.id': { found: 'later', reasons: ['runtime'] } },
);

/** A source over plain values; each stands at its own offset, so that places can be told apart. */
function sourceOf(values: Readonly<Record<string, Json | RawValue>>): VariableSource {
  const raws = new Map<string, RawValue>();
  for (const [name, value] of Object.entries(values))
    raws.set(name, isRaw(value) ? value : plain(value, raws.size * 100));
  const namesUnder = (prefix: string): string[] => {
    return [...raws.keys()].filter((name) => prefix === '' || name.startsWith(`${prefix}.`));
  };
  return { find: (name) => raws.get(name), namesUnder };
}

function plain(value: Json, offset: number): RawValue {
  return { kind: 'plain', value, span: { file, offset, length: typeof value === 'string' ? value.length : 50 } };
}

function isRaw(value: Json | RawValue): value is RawValue {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function expand(values: Readonly<Record<string, Json | RawValue>>): ExpandedValues {
  return expandValues(sourceOf(values), roots);
}

const value = (json: Json, isSecret = false): ExpandedValue => ({ kind: 'value', value: json, secret: isSecret });

function codes(expanded: ExpandedValue | undefined): readonly string[] {
  return expanded?.kind === 'error' ? expanded.diagnostics.map(({ code }) => code) : [`${expanded?.kind}`];
}

function summary(expanded: ExpandedValue | undefined): string | undefined {
  return expanded?.kind === 'error' ? expanded.diagnostics[0]?.summary : undefined;
}

describe('values that refer to others', () => {
  test('are filled in, through several steps, with their types', () => {
    const values = expand({
      host: '{{pas.server}}.{{domain}}',
      'pas.server': 'pas01',
      domain: '{{tenant.id}}.local',
      port: 1433,
      same: '{{port}}',
      url: 'tcp://{{host}}:{{same}}',
      list: ['{{port}}', { deep: '{{url}}' }, 'plain'],
    });
    expect(values.get('url')).toEqual(value('tcp://pas01.st-marys.local:1433'));
    expect(values.get('same')).toEqual(value(1433));
    expect(values.get('list')).toEqual(value([1433, { deep: 'tcp://pas01.st-marys.local:1433' }, 'plain']));
    expect(values.get('nobody')).toBeUndefined();
  });

  test('dotted names and nested maps are one thing', () => {
    const values = expand({
      'pas.server': 'a',
      'pas.db.name': '{{pas.server}}-db',
      all: '{{pas}}',
      map: { x: { y: 1 } },
      part: '{{map.x.y}}',
      text: '{{json pas}}',
    });
    expect(values.get('all')).toEqual(value({ server: 'a', db: { name: 'a-db' } }));
    expect(values.get('part')).toEqual(value(1));
    expect(values.get('text')).toEqual(value('{"server":"a","db":{"name":"a-db"}}'));
  });

  test('the scope serves templates: roots, variables, parts and groups', () => {
    const { scope } = expand({ 'pas.server': '{{tenant.id}}', map: { list: ['a'] } });
    expect(template('{{environment}} {{pas.server}} {{map.list.[0]}} {{json pas}}').render(scope)).toEqual({
      ok: true,
      value: 'prod st-marys a {"server":"st-marys"}',
      secret: false,
    });
  });

  test('names that every object has are ordinary names', () => {
    const values = expand({
      ['__proto__']: 'p',
      toString: 't',
      hasOwnProperty: 'h',
      valueOf: '{{__proto__}}{{toString}}',
    });
    expect(values.get('valueOf')).toEqual(value('pt'));
    expect(codes(expand({ a: '{{toString}}' }).get('a'))).toEqual(['REL1405']);
    expect(codes(expand({ a: '{{__proto__}}', b: { c: 1 }, d: '{{b.constructor}}' }).get('d'))).toEqual(['REL1405']);
  });

  test('an escape is text', () => {
    expect(expand({ a: '\\{{b}}' }).get('a')).toEqual(value('{{b}}'));
  });
});

describe('what is known later', () => {
  test.each([
    ['password', ['secret']],
    ['url', ['secret']],
    ['deep', ['secret']],
    ['list', ['secret']],
    ['group', ['secret']],
    ['id', ['runtime']],
    ['both', ['runtime', 'secret']],
  ])('%s is deferred', (name, reasons) => {
    const values = expand({
      password: secret,
      'pas.secret': secret,
      url: 'pw={{password}}',
      deep: '{{url}}/',
      list: ['a', '{{deep}}'],
      group: '{{json pas}}',
      id: '{{run.id}}',
      both: '{{deep}}{{id}}',
    });
    expect(values.get(name)).toEqual({ kind: 'deferred', reasons });
  });

  test('a name beside a secret is no secret', () => {
    const values = expand({ 'pas.password': secret, 'pas.server': 'a', host: '{{pas.server}}' });
    expect(values.get('host')).toEqual(value('a'));
  });

  test('a secret that has been read makes secret whatever is made of it', () => {
    const read: RawValue = { kind: 'plain', value: 'hunter2', secret: true };
    const values = expand({ password: read, url: 'pw={{password}}', deep: ['{{url}}'], free: 'a' });
    expect(values.get('deep')).toEqual(value(['pw=hunter2'], true));
    expect(values.get('free')).toEqual(value('a'));
    expect(template('{{#if deep}}x{{/if}}').render(values.scope)).toMatchObject({ secret: true });
  });

  test('templates over a deferred value say so', () => {
    const { scope } = expand({ password: secret });
    expect(template('{{password}}').render(scope)).toMatchObject({
      ok: false,
      problem: { kind: 'later', reasons: ['secret'] },
    });
  });
});

describe('circles', () => {
  test('print their chain, once for all members', () => {
    const values = expand({ Foo: '{{Fox}}', Fox: '{{Fax}}', Fax: 'x{{Fix}}', Fix: ['{{Foo}}'], before: '{{Fox}}' });
    const before = values.get('before');
    expect(summary(before)).toBe('Values refer to one another in a circle: Fox -> Fax -> Fix -> Foo -> Fox');
    expect(values.get('Fix')).toEqual(before);
    expect(codes(before)).toEqual(['REL1409']);
  });

  test('a value may not refer to itself', () => {
    expect(summary(expand({ Self: 'x{{Self}}' }).get('Self'))).toBe(
      'Values refer to one another in a circle: Self -> Self',
    );
  });

  test('also through a group, a block or a branch that is not taken', () => {
    expect(codes(expand({ 'a.b': '{{json a}}' }).get('a.b'))).toEqual(['REL1409']);
    expect(codes(expand({ a: '{{#if off}}{{b}}{{/if}}', b: '{{a}}', off: false }).get('a'))).toEqual(['REL1409']);
  });

  test('point at every member', () => {
    const result = expand({ a: '{{b}}', b: '{{a}}' }).get('a');
    expect(result).toMatchObject({
      diagnostics: [{ span: { offset: 0 }, related: [{ message: 'b is part of the circle', span: { offset: 100 } }] }],
    });
  });

  test('a circle of 10,000 is cut short in print', () => {
    const values = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`v${index}`, `{{v${(index + 1) % 10_000}}}`]),
    );
    expect(summary(expand(values).get('v0'))?.length).toBeLessThan(200);
  });

  test('a chain of 10,000 is no circle and no overflow', () => {
    const values: Record<string, Json> = { v10000: 'end' };
    for (let index = 0; index < 10_000; index += 1) values[`v${index}`] = `{{v${index + 1}}}`;
    expect(expand(values).get('v0')).toEqual(value('end'));
  });
});

describe('mistakes', () => {
  test('a missing name, with what was probably meant, at its place', () => {
    expect(expand({ server: 'a', b: 'to {{servr}}' }).get('b')).toEqual({
      kind: 'error',
      diagnostics: [
        {
          code: 'REL1405',
          severity: 'error',
          summary: 'There is no value named servr',
          hint: 'did you mean "server"?',
          span: { file, offset: 105, length: 5 },
        },
      ],
    });
  });

  test('also in a branch that is not taken', () => {
    expect(codes(expand({ a: '{{#if off}}{{b}}{{/if}}', off: false }).get('a'))).toEqual(['REL1405']);
  });

  test('whoever depends on a wrong value has the same mistake, not a new one', () => {
    const values = expand({ a: '{{b}}{{c}}{{b}}', b: '{{nobody}}', c: '{{b}}' });
    expect(values.get('a')).toEqual(values.get('b'));
    expect(template('{{a}}').render(values.scope)).toMatchObject({ ok: false, problem: { kind: 'broken' } });
  });

  test('a mistake inside a list points at the value, one without a place at nothing', () => {
    expect(expand({ a: ['{{x'] }).get('a')).toMatchObject({
      diagnostics: [{ code: 'REL1401', span: { offset: 0, length: 50 } }],
    });
    const placeless = expand({ a: { kind: 'plain', value: '{{frob b}}' } }).get('a');
    expect(placeless?.kind === 'error' && placeless.diagnostics[0]?.span).toBeUndefined();
    expect(codes(placeless)).toEqual(['REL1403']);
  });

  test('a list inside text, and a field that a root lacks', () => {
    expect(codes(expand({ l: ['a'], a: 'x {{l}}' }).get('a'))).toEqual(['REL1406']);
    expect(codes(expand({ a: '{{tenant.nmae}}' }).get('a'))).toEqual(['REL1405']);
  });

  test('bombs of text and of lists end in a diagnostic', () => {
    const text: Record<string, Json> = { v0: 'aaaaaaaaaa' };
    const list: Record<string, Json> = { v0: 'aaaaaaaaaa' };
    for (let level = 1; level < 20; level += 1) {
      text[`v${level}`] = `{{v${level - 1}}}`.repeat(10);
      list[`v${level}`] = Array.from({ length: 10 }, () => `{{v${level - 1}}}`);
    }
    expect(codes(expand(text).get('v19'))).toEqual(['REL1408']);
    expect(codes(expand(list).get('v19'))).toEqual(['REL1408']);
    expect(expand(text).get('v4')).toEqual(value('a'.repeat(100_000)));
  });
});

test('expanding never throws, and every value is settled', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd.e', 'd.f');
  const tag = fc.constantFrom('a', 'b', 'c', 'd', 'd.e', 'd.x', 'run.id', 'tenant.id').map((path) => `{{${path}}}`);
  const text = fc.array(fc.oneof(tag, fc.constantFrom('x', ' ')), { maxLength: 3 }).map((parts) => parts.join(''));
  const json: fc.Arbitrary<Json> = fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.integer());
  fc.assert(
    fc.property(fc.dictionary(name, json), (values) => {
      const expanded = expand(values);
      for (const key of Object.keys(values)) {
        const result = expanded.get(key);
        expect(result).toBeDefined();
        expect(expanded.get(key)).toBe(result);
        if (result?.kind === 'error') expect(result.diagnostics.length).toBeGreaterThan(0);
        if (result?.kind === 'value') expect(JSON.stringify(result.value)).not.toContain('{{');
      }
    }),
    { numRuns: 500 },
  );
});
