import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { reportDiagnostics } from '../diagnostics/report.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import { colourStyle, plainStyle, type Style } from '../diagnostics/style.ts';
import { jsonText } from '../views/json.ts';
import { decideColour } from './colour.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Failure } from './failure.ts';
import type { Output, Surroundings } from './surroundings.ts';

/** The one way to say something: data on stdout, everything else on stderr. */
export interface Printer {
  /** What the command was asked for. */
  readonly data: (text: string) => void;
  /** One document; `schemaVersion` is put first. */
  readonly json: (document: object) => void;
  /** A line for the person in front of it. */
  readonly note: (line: string) => void;
  readonly diagnostics: (diagnostics: readonly Diagnostic[], sources?: TextLookup) => void;
  /** Says why nothing more happens, in the form that was asked for. */
  readonly fail: (failure: Failure) => ExitCode;
  /** For stdout and for stderr. */
  readonly style: { readonly data: Style; readonly note: Style };
}

export interface PrinterOptions {
  readonly surroundings: Pick<Surroundings, 'stdout' | 'stderr' | 'environment'>;
  readonly noColour: boolean;
  /** What `--output` says. */
  readonly output: string;
}

export function createPrinter({ surroundings, noColour, output }: PrinterOptions): Printer {
  const { stdout, stderr, environment } = surroundings;
  const styleOf = ({ isTerminal }: Output): Style =>
    decideColour({ off: noColour, isTerminal, environment }) ? colourStyle : plainStyle;
  const style = { data: styleOf(stdout), note: styleOf(stderr) };
  const json = (document: object): void => stdout.write(jsonText({ schemaVersion: 1, ...document }));
  const diagnostics = (found: readonly Diagnostic[], sources: TextLookup = nowhere): void => {
    stderr.write(renderDiagnostics(found, sources, { style: style.note, width: stderr.columns }));
  };
  const fail = (failure: Failure): ExitCode => {
    const { sources = nowhere } = failure;
    if (isForMachines(output)) json(reportDiagnostics(failure.diagnostics, sources));
    else diagnostics(failure.diagnostics, sources);
    return failure.exit ?? exitCode.usage;
  };
  const data = (text: string): void => stdout.write(text);
  return { data, json, note: (line) => stderr.write(`${line}\n`), diagnostics, fail, style };
}

const nowhere: TextLookup = () => undefined;

function isForMachines(output: string): boolean {
  return output === 'json' || output === 'ndjson';
}
