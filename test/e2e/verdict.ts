import { expect } from 'vitest';
import { type Report, stackTrace, type Told, unclean } from './program.ts';

/** Generous: these are limits for hostile input, not measurements. */
const limits = { milliseconds: 2_000, bytes: 300 * 1024 * 1024 } as const;

/** What must be true of every command, whatever it is given to read. */
export function expectCivil(told: Told, titled: string): void {
  expect(told.milliseconds, `${titled}: time`).toBeLessThan(limits.milliseconds);
  expect(told.bytes, `${titled}: memory`).toBeLessThan(limits.bytes);
  expect(told.bytes, `${titled}: memory was measured`).toBeGreaterThan(1024 * 1024);
  for (const text of [told.out, told.err]) {
    expect(text, titled).not.toMatch(stackTrace);
    expect(text, titled).not.toMatch(unclean);
    expect(text, titled).not.toContain('REL3000');
  }
}

/** What is wrong with input is said with its place, and how to mend it. */
export function expectPlaced({ diagnostics }: Pick<Report, 'diagnostics'>, titled: string): void {
  expect(diagnostics.length, titled).toBeGreaterThan(0);
  for (const { file, line, column, hint } of diagnostics) {
    expect({ file, line, column, hint }, titled).toEqual({
      file: expect.any(String),
      line: expect.any(Number),
      column: expect.any(Number),
      hint: expect.stringMatching(/\S/),
    });
  }
}
