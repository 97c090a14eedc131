import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interpreter } from '../target.ts';

export function extensionOf(interpreter: Interpreter, script: string): string {
  switch (interpreter) {
    case 'sh':
    case 'bash':
      return interpreter;
    case 'pwsh':
      return 'ps1';
    case 'python':
      return 'py';
    case 'node':
      return isCommonJs(script) ? 'cjs' : 'mjs';
    default:
      return interpreter satisfies never;
  }
}

/** A script for node is a module, unless it imports and exports nothing and speaks of `require` or `module.exports`. */
function isCommonJs(script: string): boolean {
  const isModule = /^\s*(?:import|export|await)\b|\bimport\.meta\b/m.test(script);
  return !isModule && /\brequire\s*[.(]|\bmodule\.exports\b|\bexports\s*\./.test(script);
}

/** Keeps each script text once, by its hash, however many tickets run it. */
export class ScriptStore {
  readonly #folder: string;
  readonly #temporary: string;
  readonly #known = new Set<string>();
  #last: { readonly interpreter: Interpreter; readonly script: string; readonly file: string } | undefined;

  /** `writer` tells apart the temporary files of processes that share the folder. */
  constructor(folder: string, writer: string) {
    this.#folder = folder;
    this.#temporary = join(folder, `.new-${writer}`);
  }

  /** The file that holds the text; made whole, then renamed, so nobody runs half of it. */
  fileOf(interpreter: Interpreter, script: string): string {
    // One step after the other of a wave runs the same text.
    if (this.#last?.script === script && this.#last.interpreter === interpreter) return this.#last.file;
    const hash = createHash('sha256').update(script).digest('hex');
    const name = `${hash}.${extensionOf(interpreter, script)}`;
    if (!this.#known.has(name)) this.#write(name, script);
    const file = join(this.#folder, name);
    this.#last = { interpreter, script, file };
    return file;
  }

  #write(name: string, script: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, name);
    if (!existsSync(file)) {
      writeFileSync(this.#temporary, script, { mode: 0o600, flush: true });
      renameSync(this.#temporary, file);
    }
    this.#known.add(name);
  }
}
