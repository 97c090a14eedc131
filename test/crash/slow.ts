import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Build } from './build.ts';
import { Place, temporaryFolder } from './place.ts';
import { writeFiles } from './workspace.ts';

/** A deployment whose first step goes on until it is let go, counting aloud, and ends with a code of its own. */
const slowWorkspace = (exit: number): { readonly [path: string]: string } => ({
  'release.config.yaml': 'environments: [prod]\n',
  'tenants/ann.yaml': 'tenant: ann\nenvironments: [prod]\n',
  'projects/slow.yaml': `project: slow
steps:
  - id: long
    uses: script
    with:
      outputs: [${exit === 0 ? 'counted' : ''}]
      run: |
        echo "$RELEASE_TICKET" >>"$EFFECTS"
        i=0
        while [ ! -e "$EFFECTS.go" ]; do i=$((i+1)); echo "line $i"; sleep 0.02; done
        echo "counted=$i" >>"$RELEASE_OUTPUT"
        echo "the end"
        exit ${exit}
  - { id: next, uses: script, with: { run: 'echo "$RELEASE_TICKET" >>"$EFFECTS"' } }
`,
  'releases/slow.yaml': 'release: slow\nproject: slow\nversion: 1.0.0\nenvironments: [prod]\ntenants: all\n',
  'releases/other.yaml': 'release: other\nproject: slow\nversion: 1.0.1\nenvironments: [prod]\ntenants: all\n',
});

export function slowPlace(build: Build, exit = 0): Place {
  const place = new Place(build, temporaryFolder());
  writeFiles(place.folder, slowWorkspace(exit));
  return place;
}

/** Resolves once the first step runs. */
export async function isRunning(place: Place): Promise<void> {
  while (!existsSync(join(place.folder, 'effects'))) await sleep(10);
}

export function letGo(place: Place): void {
  writeFileSync(join(place.folder, 'effects.go'), '');
}

/** What the log of the first step holds: every number once, in order, then the end. Says what is wrong. */
export async function logProblem(place: Place, run: string): Promise<string | undefined> {
  const told = await place.expect(0, ['logs', run, 'ann@prod/slow/long', '--output', 'json']);
  const { lines } = JSON.parse(told.out) as { readonly lines: readonly { readonly text: string }[] };
  const counted = lines.length - 1;
  const wanted = [...Array.from({ length: counted }, (_, index) => `line ${index + 1}`), 'the end'];
  const wrong = wanted.findIndex((text, index) => lines[index]?.text !== text);
  if (counted < 3) return `only ${counted} lines`;
  return wrong === -1 ? undefined : `line ${wrong + 1} is ${lines[wrong]?.text} instead of ${wanted[wrong]}`;
}
