import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { placeSpan } from './place-span.ts';
import type { RenderProblem, SyntaxProblem } from './problem.ts';
import { isRootName } from './roots.ts';

type Wording = Pick<Diagnostic, 'code' | 'summary' | 'hint'>;

export function syntaxDiagnostic(problem: SyntaxProblem, span: Span, text: string): Diagnostic {
  return { ...syntaxWording(problem), span: placeSpan(span, text, problem.offset, problem.length) };
}

/** The same without a place, for templates that stand in no file. */
export function syntaxWording({ code, summary, hint }: SyntaxProblem): Diagnostic {
  return { code, severity: 'error', summary, hint };
}

/** What to tell people about a template that could not be rendered; `text` and `span` are those of the template. */
export function renderDiagnostic(problem: RenderProblem, span: Span, text: string): Diagnostic {
  return { ...renderWording(problem), span: placeSpan(span, text, problem.offset, problem.length) };
}

/** The same without a place, for templates that stand in no file. */
export function renderWording(problem: RenderProblem): Diagnostic {
  return { ...wordingOf(problem), severity: 'error' };
}

function wordingOf(problem: RenderProblem): Wording {
  const { name } = problem;
  switch (problem.kind) {
    case 'missing':
      return {
        code: 'REL1405',
        summary: `${name} has no value here`,
        hint: missingHint(problem.path, problem.insideItem),
      };
    case 'later':
      return {
        code: 'REL1410',
        summary: `${name} is ${problem.reasons.includes('secret') ? 'a secret' : 'known only while running'}, and is needed earlier`,
        hint: 'use it only in the inputs of steps, which are rendered when the step starts',
      };
    case 'broken':
      return {
        code: 'REL1415',
        summary: `${name} has no value because of another mistake`,
        hint: 'correct the value it refers to first',
      };
    case 'empty':
      return {
        code: 'REL1406',
        summary: `${name} is empty (null)`,
        hint: 'give it a value; for no text at all write ""',
      };
    case 'not-text':
      return {
        code: 'REL1406',
        summary: `${name} is ${problem.found}, which cannot stand inside text`,
        hint: 'name one of its parts, or use {{json …}} or {{join … ", "}}',
      };
    case 'wrong-type':
      return {
        code: 'REL1407',
        summary: `${problem.helper} needs ${problem.wanted} and gets ${problem.found}`,
        hint: `look at the value that ${name} has here`,
      };
    case 'too-large':
      return {
        code: 'REL1408',
        summary: 'The template produces more than 1 MiB of text, or takes too many steps',
        hint: 'look for values that repeat one another, or loops inside loops',
      };
    default:
      return problem satisfies never;
  }
}

function missingHint(path: readonly string[], insideItem: boolean): string {
  const [first] = path;
  if (!insideItem || first === undefined) return 'give it a value, or correct the name';
  if (isRootName(first)) return `inside a block names belong to the item: write @root.${path.join('.')}`;
  return 'inside a block names belong to the item: write @root.name for a variable';
}
