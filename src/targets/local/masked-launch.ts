import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Interpreter } from '../target.ts';
import type { MaskingProgram } from '../target-maker.ts';
import { checkTicket } from '../ticket.ts';
import type { Masking } from './launcher-program.ts';
import { memoryFolder } from './memory-folder.ts';
import { extensionOf } from './script-store.ts';

/** Where what belongs to a ticket and holds secrets stands until its script has ended. */
interface MemoryFiles {
  readonly folder: string;
  readonly outputs: string;
  readonly script: (interpreter: Interpreter, text: string) => string;
}

/** Undefined on a machine without a file system in memory. The folder of the run is made by `hide`. */
function memoryFiles(stateDirectory: string, ticket: string): MemoryFiles | undefined {
  const memory = memoryFolder(stateDirectory);
  if (memory === undefined) return undefined;
  const { run, name } = checkTicket(ticket);
  const folder = join(memory, run);
  return {
    folder,
    outputs: join(folder, `${name}.outputs`),
    script: (interpreter, text) => join(folder, `${name}.${extensionOf(interpreter, text)}`),
  };
}

export interface Hidden {
  readonly masking: Masking;
  /** The script, where its own text holds a secret. */
  readonly script?: string;
}

interface Hiding {
  readonly ticket: string;
  readonly interpreter: Interpreter;
  readonly script: string;
  readonly secrets: readonly string[];
  readonly secretScript: boolean;
}

/**
 * Gets ready what keeps the secrets of one script off the disk. `outputs` is where its outputs are kept in the end; a
 * machine without a file system in memory has them there unmasked as long as the script runs.
 */
export function hide(
  hiding: Hiding,
  maskingProgram: MaskingProgram,
  stateDirectory: string,
  outputs: string,
): Hidden | Diagnostic {
  const memory = memoryFiles(stateDirectory, hiding.ticket);
  if (memory === undefined && hiding.secretScript) return noMemory();
  if (memory !== undefined) mkdirSync(memory.folder, { recursive: true, mode: 0o700 });
  const script = hiding.secretScript ? memory?.script(hiding.interpreter, hiding.script) : undefined;
  if (script !== undefined) writeFileSync(script, hiding.script, { mode: 0o600 });
  const mark = randomBytes(16).toString('hex');
  const from = memory?.outputs ?? outputs;
  const remove = script === undefined ? [] : [script];
  const nameless = memory !== undefined;
  if (nameless) writeFileSync(from, '', { mode: 0o600 });
  const order = { mark, secrets: hiding.secrets, outputs: { from, nameless, to: outputs }, remove };
  const masking = {
    program: maskingProgram.command,
    orderLine: maskingProgram.orderLine(order),
    mark,
    outputs: from,
    nameless,
  };
  return script === undefined ? { masking } : { masking, script };
}

export function noMemory(): Diagnostic {
  return {
    code: 'REL2108',
    severity: 'error',
    summary: 'The text of the script holds a secret, and this machine has no /dev/shm to keep it off the disk',
    hint: 'give the secret to the script under `env`, and read it there',
  };
}
