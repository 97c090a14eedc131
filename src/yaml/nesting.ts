import { CST, Lexer } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { limits } from './limits.ts';

/**
 * Refuses texts nested too deep, before the recursive parser sees them. Indentation is counted from the text itself,
 * which can only overrate (a script in a block scalar); brackets are counted roughly first and by token when in doubt.
 */
export function checkNesting(file: string, text: string): Diagnostic | undefined {
  const offset = deepIndentation(text) ?? deepBrackets(text);
  if (offset === undefined) return undefined;
  return {
    code: 'REL1013',
    severity: 'error',
    summary: `Maps and lists are nested more than ${limits.depth} levels deep`,
    hint: 'flatten the structure; no file of this tool needs more than a dozen levels',
    span: { file, offset, length: 1 },
  };
}

/** Offset of the first line that opens a level too many, counting `- ` and `? ` as levels of their own. */
function deepIndentation(text: string): number | undefined {
  const open: number[] = [];
  let lineStart = 0;
  while (lineStart < text.length) {
    let offset = lineStart;
    for (;;) {
      offset = skipSpaces(text, offset);
      const column = offset - lineStart;
      if (isLineEnd(text.charCodeAt(offset))) break;
      while (open.length > 0 && (open[open.length - 1] ?? 0) >= column) open.pop();
      open.push(column);
      if (open.length > limits.depth) return offset;
      if (!opensCompactLevel(text, offset)) break;
      offset += 1;
    }
    const newline = text.indexOf('\n', offset);
    lineStart = newline < 0 ? text.length : newline + 1;
  }
  return undefined;
}

function skipSpaces(text: string, from: number): number {
  let offset = from;
  while (text.charCodeAt(offset) === 32) offset += 1;
  return offset;
}

function isLineEnd(code: number): boolean {
  return Number.isNaN(code) || code === 10 || code === 13;
}

function opensCompactLevel(text: string, offset: number): boolean {
  const indicator = text[offset];
  return (indicator === '-' || indicator === '?' || indicator === ':') && text[offset + 1] === ' ';
}

function deepBrackets(text: string): number | undefined {
  return roughBracketDepth(text) > limits.depth ? deepFlowToken(text) : undefined;
}

/** Never less than the true depth: closing brackets in quotes could hide true ones, so only opening ones count there. */
function roughBracketDepth(text: string): number {
  let opened = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 91 || code === 123) opened += 1;
  }
  return opened;
}

function deepFlowToken(text: string): number | undefined {
  let depth = 0;
  let offset = 0;
  let scalarFollows = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = scalarFollows ? 'scalar' : CST.tokenType(lexeme);
    const isMarker = lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || (!scalarFollows && lexeme === CST.SCALAR);
    scalarFollows = !scalarFollows && lexeme === CST.SCALAR;
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth += 1;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') depth -= 1;
    else if (type === 'flow-error-end') depth = 0;
    if (depth > limits.depth) return offset;
    if (!isMarker) offset += lexeme.length;
  }
  return undefined;
}
