import type { Layout } from './layout.ts';
import { clean, cleanOutput } from './text.ts';
import { clockTime } from './time.ts';

/** A line of a step's output. */
export interface LogLine {
  /** Node address. */
  readonly node: string;
  readonly text: string;
  /** RFC 3339. */
  readonly at?: string;
}

/** `st-marys@prod web/migrate | text`, so that lines of many steps can be told apart and filtered. */
export function logText({ node, text, at }: LogLine, { style, zone }: Pick<Layout, 'style' | 'zone'>): string {
  const time = at === undefined ? '' : `${style.faint(clockTime(Date.parse(at), zone))} `;
  return `${time}${style.faint(`${logPrefix(node)} |`)} ${cleanOutput(text)}\n`;
}

/** Who and where, and the step: the project between them is left out. */
function logPrefix(node: string): string {
  const [place = '', , ...path] = node.split('/');
  return clean(path.length === 0 ? node : `${place} ${path.join('/')}`);
}

export function logDocument({ node, text, at }: LogLine): LogLine {
  return at === undefined ? { node, text } : { node, at, text };
}
