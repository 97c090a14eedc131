const shownAtEachEnd = 8;

/** `a -> b -> a`; a very long chain keeps its two ends and says how many names it leaves out. */
export function printChain(names: readonly string[]): string {
  const hidden = names.length - 2 * shownAtEachEnd;
  if (hidden <= 1) return names.join(' -> ');
  const shown = [...names.slice(0, shownAtEachEnd), `… ${hidden} more …`, ...names.slice(-shownAtEachEnd)];
  return shown.join(' -> ');
}
