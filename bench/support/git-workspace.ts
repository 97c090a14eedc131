import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from '../generate-workspace.ts';

const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];

/** A generated workspace in which everything is committed. */
export function committedWorkspace(folder: string, tenants: number): void {
  generateWorkspace(folder, tenants);
  writeFileSync(join(folder, '.gitignore'), '.release/\n');
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...who, ...words], { stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all of it');
}

/** Changes one text of a file, and insists that it was there. */
export function change(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}
