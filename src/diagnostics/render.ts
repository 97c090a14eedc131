import { arrange, hiddenNote } from './arrange.ts';
import type { Diagnostic, RelatedPlace } from './diagnostic.ts';
import { escapeLine, escapeText } from './escape.ts';
import { codeFrame } from './frame.ts';
import { placeOf } from './report.ts';
import { type Sources, sourcesFrom, type TextLookup } from './sources.ts';
import type { Span } from './span.ts';
import { plainStyle, type Style } from './style.ts';

export interface RenderOptions {
  readonly style?: Style;
  /** Terminal columns for source lines. */
  readonly width?: number;
  readonly limit?: number;
}

interface Printing {
  readonly sources: Sources;
  readonly style: Style;
  readonly width: number;
}

/** Diagnostics as text for people, one block each, ending with a line feed; empty for none. Pure. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  lookup: TextLookup,
  options: RenderOptions = {},
): string {
  const { style = plainStyle, width = 100, limit } = options;
  const printing = { sources: sourcesFrom(lookup), style, width };
  const { shown, hidden } = arrange(diagnostics, limit);
  const note = hiddenNote(hidden);
  const blocks = shown.map((diagnostic) => renderDiagnostic(printing, diagnostic).join('\n'));
  const all = note === undefined ? blocks : [...blocks, style.strong(note)];
  return all.length === 0 ? '' : `${all.join('\n\n')}\n`;
}

function renderDiagnostic(printing: Printing, diagnostic: Diagnostic): readonly string[] {
  const { style } = printing;
  const mark = style[diagnostic.severity];
  const head = `${mark(diagnostic.severity)} ${mark(diagnostic.code)}: ${style.strong(escapeLine(diagnostic.summary))}`;
  return [
    head,
    ...(diagnostic.span ? placeLines(printing, diagnostic.span, mark) : []),
    ...indented(diagnostic.detail),
    ...(diagnostic.hint === undefined ? [] : indented(`hint: ${diagnostic.hint}`).map(style.hint)),
    ...(diagnostic.related ?? []).flatMap((place) => relatedLines(printing, place)),
  ];
}

function placeLines(printing: Printing, span: Span, mark: (text: string) => string): readonly string[] {
  const { sources, style, width } = printing;
  const { line, column } = placeOf(span.file, span.offset, sources);
  const where = `  ${style.faint('at')} ${escapeLine(span.file)}:${line}:${column}`;
  const index = sources(span.file);
  if (index === undefined) return [where];
  return [where, ...codeFrame(index, span.offset, span.length, { width, style, mark }).map((text) => `  ${text}`)];
}

function relatedLines(printing: Printing, place: RelatedPlace): readonly string[] {
  return [`  ${escapeLine(place.message)}:`, ...placeLines(printing, place.span, printing.style.faint)];
}

function indented(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return escapeText(text)
    .split('\n')
    .map((line) => `  ${line}`);
}
