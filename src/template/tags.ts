import { maximumBlocks, maximumCalls, maximumTemplate } from './limits.ts';
import type { SyntaxProblem } from './problem.ts';

const escapeHint = 'close the tag with }}, or write \\{{ for braces that are meant as text';

/** Looks over the tags of a template before it is parsed: unclosed ones, and more than the parser can bear. */
export function checkTags(text: string): SyntaxProblem | undefined {
  if (text.length > maximumTemplate) return tooMuch('is too long', 0, 0);
  let blocks = 0;
  for (let open = text.indexOf('{{'); open >= 0; ) {
    const close = text.indexOf('}}', open);
    if (close < 0) return text[open - 1] === '\\' ? undefined : unclosed(text, open);
    const tag = text.slice(open, close);
    if (/^\{\{\{?~?\s*(?:#|\^|else\b)/.test(tag)) blocks += 1;
    if (blocks > maximumBlocks) return tooMuch(`opens more than ${maximumBlocks} blocks`, open, tag.length);
    if (tag.split('(').length > maximumCalls) return tooMuch('nests its calls too deep', open, tag.length);
    open = text.indexOf('{{', close);
  }
  return undefined;
}

function unclosed(text: string, open: number): SyntaxProblem {
  const end = text.indexOf('\n', open);
  const length = (end < 0 ? text.length : end) - open;
  return { code: 'REL1401', summary: 'A {{ is never closed', hint: escapeHint, offset: open, length };
}

function tooMuch(what: string, offset: number, length: number): SyntaxProblem {
  const hint = 'split it into several values, or move the logic into a script';
  return { code: 'REL1402', summary: `The template ${what}`, hint, offset, length };
}
