/** How tenants are reached that are behind another machine. */
export type Reach = 'listen' | 'poll' | 'ssh';

export interface Story {
  /** One tenant each. One more, `here`, is on the machine of the runner and needs no network. */
  readonly reach: readonly Reach[];
  /** How long a run waits for an agent. */
  readonly patience: string;
  /** `ssh` notices a dead link within seconds. */
  readonly hastySsh?: boolean;
  /** Lines of the project. */
  readonly steps?: readonly string[];
  /** Of further tenants: settings of their target. */
  readonly targets?: { readonly [tenant: string]: string };
}

/** Leaves a mark when it starts, counts until it may end (or its test is gone), and says how far it came. */
const count = `echo "$RELEASE_TENANT" >>"$BEGAN"; i=0
while [ ! -e "$GO" ] && [ -e "$BEGAN" ]; do echo "line $i"; i=$((i+1)); sleep 0.2; done
echo "end $i"`;

/** `more`: lines of the step. */
export const work = (...more: readonly string[]) => `  - id: work
    uses: script
${more.map((line) => `    ${line}\n`).join('')}    roles: [vm]
    with:
      env: { BEGAN: "{{began}}", GO: "{{go}}" }
      run: |
${count.replaceAll(/^/gm, '        ')}`;

/** `settings`: of the target of each tenant, but for its roles. */
export function workspaceFiles(
  folder: string,
  office: string,
  settings: ReadonlyMap<string, string>,
  { patience, steps = [work()] }: Story,
): { readonly [path: string]: string } {
  const tenants = [...settings].map(([name, target]) => [`tenants/${name}.yaml`, tenant(folder, name, target)]);
  return {
    'projects/app.yaml': ['project: app', 'steps:', ...steps, ''].join('\n'),
    'releases/one.yaml': 'release: one\nproject: app\nversion: 1.0.0\nenvironments: [prod]\ntenants: all\n',
    ...Object.fromEntries(tenants),
    ...configuration(office, patience),
  };
}

export function configuration(office: string, patience: string): { readonly [path: string]: string } {
  const text = `environments: [prod]
feeds: { local: { type: folder, path: packages } }
agents: { listen: "${office}:4711", patience: ${patience} }
`;
  return { 'release.config.yaml': text };
}

/** The tenant on the runner's own machine does not wait. */
function tenant(folder: string, name: string, target: string): string {
  return `tenant: ${name}
environments: [prod]
targets: { vm: { roles: [vm], ${target} } }
variables: { began: ${folder}/began, go: ${name === 'here' ? '/' : `${folder}/go`} }
`;
}
