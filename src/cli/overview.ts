import type { CommandEntry } from './command.ts';

/** What `release --help` shows. */
export function overview(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: release <command> [options]',
    '',
    'Commands:',
    ...lines,
    '',
    'Every command takes -C <folder>, --output <format>, --no-color and --help.',
    '',
    'Example:',
    '  release init && release validate',
    '',
  ].join('\n');
}
