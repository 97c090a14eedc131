import { readdirSync, readFileSync } from 'node:fs';

/** `assets/drop/`, which stands beside `src` and `dist`. */
const folder = new URL('../../assets/drop/', import.meta.url);
const parts = new URL('powershell/', folder);

type Scripts = readonly (readonly [string, string])[];
let known: Scripts | undefined;

/** The programs that are in every bundle, by name; read once. */
export function bundleScripts(): Scripts {
  known ??= [
    ['deploy.sh', readFileSync(new URL('deploy.sh', folder), 'utf8')],
    ['deploy.ps1', powershellScript()],
  ];
  return known;
}

/** PowerShell takes its C# as one text. */
function powershellScript(): string {
  const names = readdirSync(parts).filter((name) => name.endsWith('.cs'));
  const source = names.sort().map((name) => readFileSync(new URL(name, parts), 'utf8'));
  return readFileSync(new URL('deploy.ps1', parts), 'utf8').replace('#{source}', () => source.join('\n').trimEnd());
}
