import { expect, test } from 'vitest';
import { compileCondition } from '../../src/template/condition.ts';
import { isRootName, isRuntimePath } from '../../src/template/roots.ts';
import type { Lookup } from '../../src/template/scope.ts';
import { type ReferenceStyle, unknownNames } from '../../src/template/unknown-names.ts';
import { scopeOf, spanFor, template } from './kit.ts';

const later: Lookup = { found: 'later', reasons: ['runtime'] };
const scope = scopeOf(
  { pas: { server: 'x' }, batchSize: 5, code: 'a', environment: 'prod', tenant: { id: 'a', name: 'A' } },
  { 'steps.a.outputs.b': later, 'packages.Web': later },
);

function check(text: string, style: ReferenceStyle): readonly (string | undefined)[] {
  const subject = style === 'template' ? template(text) : compileCondition(text, spanFor(text)).condition;
  const referring = { text, references: subject?.references ?? [], style, span: spanFor(text) };
  return unknownNames(referring, scope, () => ['pas.server', 'batchSize', 'code']).flatMap(({ code, hint, span }) => {
    const from = (span?.offset ?? 0) - 100;
    return [code, text.slice(from, from + (span?.length ?? 0)), hint];
  });
}

test.each([
  ['{{pas.server}}{{pas}}{{tenant.id}}{{steps.a.outputs.b}}{{packages.Web}}{{environment}}', []],
  ['a {{pas.serer}}', ['REL1405', 'pas.serer', 'did you mean "pas.server"?']],
  ['{{#if code}}{{batchsize}}{{/if}}', ['REL1405', 'batchsize', 'did you mean "batchSize"?']],
  ['{{tenant.nmae}}', ['REL1405', 'tenant.nmae', 'did you mean "tenant.name"?']],
  ['{{environment.name}}', ['REL1405', 'environment.name', 'did you mean "environment"?']],
  ['{{tenent.id}}', ['REL1405', 'tenent.id', 'did you mean "tenant.id"?']],
  ['{{toString}}', ['REL1405', 'toString', 'give it a value, or correct the name']],
  ['{{#with pas}}{{serer}}{{/with}}', ['REL1405', 'serer', 'did you mean "pas.server"?']],
  ['{{target.id}}', ['REL1405', 'target.id', 'give the step `roles`, so that it runs on targets']],
])('template %s', (text, expected) => {
  expect(check(text, 'template')).toEqual(expected);
});

test.each([
  ['vars.code == "a" && has(vars.nothing) && vars.pas.server == "x"', []],
  ['has(vars.later) && vars.later == "a"', []],
  ['vars.cod == "a"', ['REL1412', 'vars.cod', 'did you mean "vars.code"?']],
  ['release.verson == "a"', ['REL1412', 'release.verson', 'did you mean "release.version"?']],
  ['has(target.id)', []],
])('condition %s', (text, expected) => {
  expect(check(text, 'condition')).toEqual(expected);
});

test('roots, and which of them exist only while running', () => {
  expect(['tenant', 'package', 'steps'].every(isRootName)).toBe(true);
  expect(['vars', 'code', 'toString', '__proto__'].some(isRootName)).toBe(false);
  expect([['run', 'id'], ['steps', 'a'], ['timestamp'], ['package', 'path']].every(isRuntimePath)).toBe(true);
  expect([['package', 'id'], ['tenant', 'id'], ['a', 'run'], []].some(isRuntimePath)).toBe(false);
});
