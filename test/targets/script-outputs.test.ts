import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxOutputBytes, parseScriptOutputs } from '../../src/targets/script-outputs.ts';

const parse = (text: string) => parseScriptOutputs(Buffer.from(text));

describe('script outputs', () => {
  it.each([
    ['a=1\nb=two words\n', { a: '1', b: 'two words' }],
    ['a=1\r\nb=2\r\n', { a: '1', b: '2' }],
    ['a=first\na=last', { a: 'last' }],
    ['a=\nurl=https://x/?y=z', { a: '', url: 'https://x/?y=z' }],
    ['a<<EOF\none\n\ntwo=2\nEOF\nb=3', { a: 'one\n\ntwo=2', b: '3' }],
    ['a<<E\nE\n', { a: '' }],
    ['', {}],
  ])('reads %j', (text, values) => {
    expect(parse(text)).toEqual({ values, diagnostics: [] });
  });

  it.each([
    ['hunter2', { ok: '1' }, 'neither'],
    ['=hunter2', { ok: '1' }, 'neither'],
    ['a b=hunter2', { ok: '1' }, 'neither'],
    ['__proto__=hunter2', { ok: '1' }, 'neither'],
    ['a<<', { ok: '1' }, 'no word'],
    ['a<<END', {}, 'never closes'],
  ])('leaves out %j with a warning that does not show it', (line, values, reason) => {
    const { values: found, diagnostics } = parse(`${line}\nok=1`);
    expect(found).toEqual(values);
    expect(diagnostics).toMatchObject([{ code: 'REL2104', severity: 'warning' }]);
    expect(diagnostics[0]?.summary).toContain(reason);
    expect(diagnostics[0]?.summary).not.toContain('hunter2');
  });

  it('says when the file was longer than what is read', () => {
    expect(parseScriptOutputs(Buffer.from('a=1'), true).diagnostics[0]?.summary).toContain(String(maxOutputBytes));
  });

  it('bounds names and warnings', () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `n${index}=x`).join('\n');
    expect(Object.keys(parse(many).values)).toHaveLength(1_000);
    expect(parse('bad\n'.repeat(5_000)).diagnostics).toHaveLength(10);
  });

  it('gives back every value written in the long form', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.split('\n').includes('END'));
    fc.assert(
      fc.property(value, (text) => {
        expect(parse(`v<<END\n${text}\nEND\n`).values).toEqual({ v: text });
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseScriptOutputs(bytes).diagnostics.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
