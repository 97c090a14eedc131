/** Whether a path (with `/`) fits a pattern: `*` and `?` stay inside a folder, `**` goes through folders. */
export function globTest(pattern: string): (path: string) => boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else source += char.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  const expression = new RegExp(`^${source}$`, 'su');
  return (path) => expression.test(path);
}
