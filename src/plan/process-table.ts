import type { Release } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileProcess, type Sources } from './compile-process.ts';
import type { CompiledProcess } from './compiled-step.ts';
import type { ExpandedProcess } from './expand.ts';
import { instancesOf, type ProjectInstance } from './instances.ts';
import { checkVersions } from './versions.ts';

export interface TableInput extends Sources {
  readonly release: Release;
}

export interface TableEntry {
  readonly index: number;
  readonly process: CompiledProcess;
  readonly instances: readonly ProjectInstance[];
}

/** The processes of a plan, each compiled once. The index of a process is its place in the plan. */
export class ProcessTable {
  readonly #input: TableInput;
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #entries = new Map<ExpandedProcess, TableEntry>();

  constructor(input: TableInput, report: (diagnostic: Diagnostic) => void) {
    this.#input = input;
    this.#report = report;
  }

  get entries(): readonly TableEntry[] {
    return [...this.#entries.values()];
  }

  add(expanded: ExpandedProcess): TableEntry {
    const known = this.#entries.get(expanded);
    if (known !== undefined) return known;
    const process = compileProcess(expanded, this.#input, this.#report);
    checkVersions(this.#input.release, process, this.#report);
    const entry = { index: this.#entries.size, process, instances: instancesOf(process) };
    this.#entries.set(expanded, entry);
    return entry;
  }
}
