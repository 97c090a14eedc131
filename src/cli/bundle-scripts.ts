import { readdirSync, readFileSync } from 'node:fs';

/** `assets/drop/`, which stands beside `src` and `dist`. */
const folder = new URL('../../assets/drop/', import.meta.url);
const parts = new URL('powershell/', folder);

/** The programs that are in every bundle, by name. */
export function bundleScripts(): readonly (readonly [string, string])[] {
  return [
    ['deploy.sh', readFileSync(new URL('deploy.sh', folder), 'utf8')],
    ['deploy.ps1', powershellScript()],
  ];
}

/** PowerShell takes its C# as one text. */
function powershellScript(): string {
  const names = readdirSync(parts).filter((name) => name.endsWith('.cs'));
  const source = names.sort().map((name) => readFileSync(new URL(name, parts), 'utf8'));
  return readFileSync(new URL('deploy.ps1', parts), 'utf8').replace('#{source}', () => source.join('\n').trimEnd());
}
