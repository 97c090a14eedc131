import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { keySpanOf, type YamlEntry } from './tree.ts';

const mixedScripts = /(?=.*\p{Script=Latin}).*[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** What is suspicious about a map's own keys: written twice but for case, or in letters of two scripts. */
export function checkKeys(file: string, entries: readonly YamlEntry[]): readonly Diagnostic[] {
  const folded = new Map<string, YamlEntry>();
  const found: Diagnostic[] = [];
  for (const entry of entries) {
    const lower = entry.key.toLowerCase();
    const earlier = folded.get(lower);
    if (earlier && earlier.key !== entry.key) found.push(differsOnlyByCase(file, earlier, entry));
    else folded.set(lower, entry);
    if (mixedScripts.test(entry.key)) found.push(mixesScripts(file, entry));
  }
  return found;
}

function differsOnlyByCase(file: string, earlier: YamlEntry, later: YamlEntry): Diagnostic {
  return {
    code: 'REL1014',
    severity: 'warning',
    summary: `The keys "${earlier.key}" and "${later.key}" differ only by case`,
    hint: 'keep one of them, or give them clearly different names',
    span: keySpanOf(file, later),
    related: [{ message: `"${earlier.key}" stands here`, span: keySpanOf(file, earlier) }],
  };
}

function mixesScripts(file: string, entry: YamlEntry): Diagnostic {
  return {
    code: 'REL1015',
    severity: 'warning',
    summary: `The key "${entry.key}" mixes Latin letters with letters of another script that may look the same`,
    hint: 'type the key again with one keyboard layout',
    span: keySpanOf(file, entry),
  };
}

/** The same key written twice in one map: an error, since one of the two would be lost. */
export function duplicateKey(file: string, first: YamlEntry, second: YamlEntry): Diagnostic {
  return {
    code: 'REL1006',
    severity: 'error',
    summary: `The key "${second.key}" is written twice in one map`,
    hint: 'keep one of the two',
    span: keySpanOf(file, second),
    related: [{ message: 'the first stands here', span: keySpanOf(file, first) }],
  };
}
