import type { Layout } from '../views/layout.ts';
import { zoneHere } from '../views/time.ts';
import type { CommandContext } from './context.ts';

/** How views are drawn on stdout, or on stderr. */
export function layoutOf({ surroundings, print }: CommandContext, stream: 'stdout' | 'stderr' = 'stdout'): Layout {
  const { columns } = surroundings[stream];
  const style = stream === 'stdout' ? print.style.data : print.style.note;
  return { columns, style, now: surroundings.now(), zone: zoneHere };
}
