import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Decoded } from '../decoded.ts';

export type Report = (diagnostic: Diagnostic) => void;

/** A check across documents. Pure: reads the decoded workspace, reports what is wrong with it, changes nothing. */
export type Rule = (decoded: Decoded, report: Report) => void;
