import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { isThere } from './place.ts';

const parts = join(import.meta.dirname, '../../../assets/drop/powershell');
const main = join(import.meta.dirname, 'mono/Main.cs');

export const hasMono = isThere(['mcs']) && isThere(['mono']);

let program: string | undefined;

/** The C# of deploy.ps1 with a command line of its own, compiled as strictly as the compiler can; once a test file. */
export function monoProgram(): string {
  if (program !== undefined) return program;
  const folder = mkdtempSync(join(tmpdir(), 'mono-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'deploy.exe');
  const sources = readdirSync(parts).filter((name) => name.endsWith('.cs'));
  const references = ['-r:System.Core.dll', '-r:System.Numerics.dll'];
  // Windows PowerShell knows C# 5, and nothing newer.
  const words = ['-langversion:5', '-warnaserror', ...references, `-out:${file}`];
  const { status, stdout, stderr } = spawnSync('mcs', [...words, ...sources.map((name) => join(parts, name)), main], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout + stderr);
  program = file;
  return file;
}
