import { expect, test } from 'vitest';
import { basic, compile, type Files, planOf } from './workspace.ts';

const files: Files = {
  ...basic,
  'release.config.yaml': `${basic['release.config.yaml']}namespace: "{{customer}}-{{environment}}"
targets:
  central: { type: ssh, roles: [central], host: "central.{{region}}.example" }
  spare: { type: local, roles: [spare], path: "sites/{{nobodyHasThis}}" }
`,
  'projects/app.yaml': `project: app
steps:
  - { id: deploy, uses: script, roles: [client], with: { run: ./deploy } }
  - { id: register, uses: script, roles: [central], with: { run: ./register } }
`,
  'variables/common.yaml': `variableSet: common
variables:
  region:
    - { value: north }
    - { value: south, scope: { environment: prod } }
`,
  'tenants/a.yaml': `tenant: a
environments: [test, prod]
targets:
  vm: { type: agent, roles: [client], address: "{{vm.host}}:7433", fingerprint: "sha256:${'ab'.repeat(32)}", path: "{{namespace}}" }
  central: { use: central }
  spare: { use: spare }
variables:
  customer: xy
  vm: { host: [{ value: vm01.test, scope: { environment: test } }, { value: vm01.prod, scope: { environment: prod } }] }
`,
  'tenants/b.yaml': `tenant: b
environments: [prod]
targets:
  vm: { type: local, roles: [client], path: "sites/{{tenant.id}}/{{environment}}" }
  central: { use: central }
variables: { customer: yz }
`,
  'releases/r.yaml': 'release: r\nproject: app\nversion: 2.0.0\nenvironments: [test, prod]\n',
};

test('settings of targets name values of the tenant, its environment and its namespace', () => {
  const { lanes } = planOf(files);
  const shown = lanes.map(({ address, targets }) => [
    address,
    ...targets
      .filter(({ id }) => id !== 'spare')
      .map(({ settings: { address: dialled, host, path } }) =>
        [dialled, host, path].filter((one) => one !== undefined).join(' '),
      ),
  ]);
  expect(shown).toEqual([
    ['a@test/app', 'vm01.test:7433 xy-test', 'central.north.example'],
    ['a@prod/app', 'vm01.prod:7433 xy-prod', 'central.south.example'],
    ['b@prod/app', 'sites/b/prod', 'central.south.example'],
  ]);
});

test('a target without values of its own, which no step runs on, is nobody’s mistake', () => {
  expect(compile(files).diagnostics).toEqual([]);
  const used = files['projects/app.yaml']?.replace('roles: [central]', 'roles: [spare, central]') ?? '';
  const { diagnostics } = compile({ ...files, 'projects/app.yaml': used });
  expect(diagnostics).toMatchObject([
    { code: 'REL1315', summary: '`path` of the target spare cannot be filled in: nobodyHasThis has no value here' },
  ]);
  expect(diagnostics[0]?.detail).toContain('a in test and prod');
});

test('values of a release say nothing about machines', () => {
  const overridden = { ...files, 'releases/r.yaml': `${files['releases/r.yaml']}variables: { vm.host: other }\n` };
  expect(planOf(overridden).lanes[0]?.targets[0]?.settings.address).toBe('vm01.test:7433');
});
