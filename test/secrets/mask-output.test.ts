import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { maskOrderLine, OutputMasker } from '../../src/secrets/mask-output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-mask-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const mark = 'f00dbeef'.repeat(4);
let count = 0;

function open(nameless = false) {
  count += 1;
  const at = (name: string) => join(folder, `${count}-${name}`);
  const [log, from, to, text] = [at('log'), at('from'), at('to'), at('script')];
  const told: string[] = [];
  const masker = new OutputMasker({
    log: openSync(log, 'a'),
    answer: (exitCode) => told.push(exitCode),
    goOn: () => told.push('go on'),
  });
  const order = maskOrderLine({ mark, secrets: ['hunter2-secret'], outputs: { from, nameless, to }, remove: [text] });
  return { masker, order, told, from, to, text, read: () => readFileSync(log, 'latin1') };
}

test('however the input is cut: the log is whole before the answer, and what comes later is masked too', () => {
  vi.useFakeTimers();
  const cuts = fc.array(fc.nat(5_000), { maxLength: 10 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(255), cuts, (bytes, exitCode, where) => {
      const { masker, order, told, read } = open();
      const noise = Buffer.from(bytes).toString('latin1');
      const said = `${noise}hunter2-secret${mark.slice(0, 20)}\n`;
      const input = Buffer.from(`${order}\n${said}${mark}${exitCode}\nlate hunter2-secret.`, 'latin1');
      const at = [0, ...where.map((cut) => cut % input.length).sort((one, other) => one - other), input.length];
      for (let index = 1; index < at.length; index += 1) masker.take(input.subarray(at[index - 1], at[index]));
      expect(told).toEqual([]);
      vi.advanceTimersByTime(20);
      expect(told).toEqual([String(exitCode), 'go on']);
      masker.end();
      expect(told).toHaveLength(2);
      expect(read()).toBe(`${noise}***${mark.slice(0, 20)}\nlate ***.`);
    }),
    { numRuns: 200 },
  );
});

test('the end of the output is answered at once, and nobody is told to go on', () => {
  const { masker, order, told, read } = open();
  masker.take(Buffer.from(`${order}\nno end of line hunter${mark}7\n`));
  masker.end();
  expect(told).toEqual(['7']);
  expect(read()).toBe('no end of line hunter');
});

test('an output that ends without the mark gives no exit code', () => {
  const { masker, order, told, read } = open();
  masker.take(Buffer.from(`${order}\nhalf hunter2-sec`));
  masker.end();
  expect(told).toEqual([]);
  expect(read()).toBe('half hunter2-sec');
});

test.each([true, false])('outputs are kept without the secret, and what is in memory is removed (%s)', (nameless) => {
  const { masker, order, from, to, text } = open(nameless);
  writeFileSync(from, '');
  writeFileSync(text, 'echo hunter2-secret');
  const held = openSync(from, 'a');
  masker.take(Buffer.from(`${order}\n`));
  expect(existsSync(from)).toBe(!nameless);
  writeSync(held, 'a=1\nurl=db:hunter2-secret@x\n');
  masker.take(Buffer.from(`${mark}0\n`));
  masker.end();
  expect(readFileSync(to, 'utf8')).toBe('a=1\nurl=db:***@x\n');
  expect([from, text].filter(existsSync)).toEqual(nameless ? [] : [from]);
});
