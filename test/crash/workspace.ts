import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeRawTgz } from '../feeds/archives.ts';

/*
 * A small train that has everything in it: chains (waiting, with a barrier, to a shared project), two waves with an
 * approval between them, retries, failure and always steps, a package with hooks that is undone, a rolling step, a step
 * once for a wave, outputs. Every script leaves a line in the file $EFFECTS, first
 * thing: its ticket, and the folder it runs in, relative to that of the file.
 */

const did = 'echo "$RELEASE_TICKET in .${PWD#"${EFFECTS%/*}"}" >>"$EFFECTS"';

const workspace: { readonly [path: string]: string } = {
  'release.config.yaml': `environments: [prod]
tagSets: { ring: { values: [first, second], one: true } }
lifecycles: { one: { phases: [{ name: prod, environments: [prod] }] } }
feeds: { local: { type: folder, path: packages } }
targets: { middle: { type: local, roles: [middle], path: sites/middle } }
`,
  'tenants/ann.yaml': tenant('ann', 'first'),
  'tenants/bob.yaml': tenant('bob', 'second'),
  'tenants/cat.yaml': tenant('cat', 'second'),
  'projects/train.yaml': `project: train
lifecycle: one
tenancy: tenanted
steps:
  - { id: tell, uses: script, once: before, with: { run: '${did}' } }
  - { id: prepare, uses: script, needs: [], with: { run: '${did}; echo "token=$RELEASE_TENANT-$RELEASE_VERSION" >>"$RELEASE_OUTPUT"', outputs: [token] } }
  - { id: db, uses: chain, with: { project: db } }
  - { id: web, uses: chain, with: { project: web, barrier: wave } }
  - { id: hub, uses: chain, needs: [prepare], with: { project: hub } }
  - { id: check, uses: script, needs: [web, hub], with: { env: { TOKEN: "{{steps.prepare.outputs.token}}" }, run: '${did}; echo "says $TOKEN"' } }
  - { id: rescue, uses: script, run: failure, with: { run: '${did}' } }
  - { id: tidy, uses: script, run: always, with: { run: '${did}' } }
`,
  'projects/db.yaml': `project: db
lifecycle: one
tenancy: tenanted
steps:
  - { id: install, uses: package, roles: [db], package: { id: Db, version: "{{release.version}}" } }
  - id: migrate
    uses: script
    roles: [db]
    retry: { attempts: 2, backoff: 0s }
    with:
      outputs: [rows]
      run: |
        ${did}
        echo "rows=7" >>"$RELEASE_OUTPUT"
        [ "$RELEASE_VERSION" = 1.0.0 ] && exit 0
        [ "$RELEASE_TENANT" != cat ] || exit 3
        case "$RELEASE_TICKET" in *.1) echo "not yet"; exit 1 ;; esac
`,
  'projects/web.yaml': `project: web
lifecycle: one
tenancy: tenanted
steps:
  - { id: put, uses: script, roles: [web], rolling: { window: 1 }, with: { run: '${did}' } }
`,
  'projects/hub.yaml': `project: hub
lifecycle: one
tenancy: untenanted
steps:
  - { id: load, uses: script, roles: [middle], with: { run: '${did}' } }
`,
  'releases/one.yaml': release('one', '1.0.0', 'continue'),
  'releases/two.yaml': release('two', '2.0.0', 'undo'),
};

function tenant(name: string, ring: string): string {
  const target = (id: string, role: string): string =>
    `  ${id}: { type: local, roles: [${role}], path: sites/${name}-${id} }\n`;
  return `tenant: ${name}\ntags: [ring/${ring}]\nenvironments: [prod]\ntargets:\n${target('d', 'db')}${target('w1', 'web')}${target('w2', 'web')}`;
}

function release(name: string, version: string, onFailure: string): string {
  return `release: ${name}
project: train
version: ${version}
versions: { db: ${version}, web: ${version}, hub: ${version} }
environments: [prod]
tenants: all
waves:
  - { name: early, tenants: { tags: [ring/first] } }
  - { name: everyone, approve: ${name === 'two'}, budget: { tenants: 1 } }
onFailure: ${onFailure}
`;
}

export function writeFiles(folder: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function writeWorkspace(folder: string): void {
  writeFiles(folder, workspace);
  mkdirSync(join(folder, 'packages'), { recursive: true });
  for (const version of ['1.0.0', '2.0.0']) {
    const hook = (name: string) => ({
      name: `${name}.sh`,
      mode: 0o755,
      content: `${did}\necho "${name} of ${version}"\n`,
    });
    writeRawTgz(join(folder, `packages/Db.${version}.tgz`), [hook('pre-deploy'), hook('post-deploy')]);
  }
}
