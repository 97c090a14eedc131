import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a workspace of `tenants` tenants with 50 variables each (about 1.3 KB of YAML), one project of 20 steps, and
 * one release for all of them. Equal arguments give equal files.
 */
export function generateWorkspace(root: string, tenants: number): void {
  for (const folder of ['tenants', 'projects', 'variables', 'releases', 'packages']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'release.config.yaml'), config);
  writeFileSync(join(root, 'projects', 'product.yaml'), projectText());
  writeFileSync(join(root, 'variables', 'shared.yaml'), shared);
  writeFileSync(join(root, 'releases', '2024-06.yaml'), release);
  for (let number = 0; number < tenants; number += 1) {
    writeFileSync(join(root, 'tenants', `${tenantId(number)}.yaml`), tenantText(number));
  }
}

function tenantId(number: number): string {
  return `t${String(number).padStart(5, '0')}`;
}

const config = `namespace: "{{customer}}-{{environment}}"
environments: [test, prod]
tagSets:
  ring: { values: [canary, early, broad], one: true }
  hosting: { values: [on-site, hosted] }
lifecycles:
  train:
    phases:
      - { name: beta, environments: [test] }
      - { name: release, environments: [prod] }
feeds:
  local: { type: folder, path: packages }
`;

const shared = `variableSet: shared
variables:
  region: north
  timeout:
    - { value: 30 }
    - { value: 60, scope: { environment: prod } }
`;

const release = `release: 2024-06
project: product
version: 24.6.0
packages: { Product: 24.6.0 }
environments: [test, prod]
tenants: all
waves:
  - { name: canary, tenants: { tags: [ring/canary] } }
  - { name: everyone, concurrency: 20 }
`;

const groups = ['database', 'cache', 'queue', 'search', 'mail'];

function tenantText(number: number): string {
  const id = tenantId(number);
  const ring = number % 50 === 0 ? 'canary' : number % 5 === 0 ? 'early' : 'broad';
  const lines = [
    `tenant: ${id}`,
    `name: Customer ${number}`,
    `tags: [ring/${ring}, hosting/${number % 3 === 0 ? 'on-site' : 'hosted'}]`,
    'environments: [test, prod]',
    'targets:',
    '  vm: { type: local, roles: [client] }',
    'variables:',
    `  customer: c${number}`,
    `  code: Code${number}`,
  ];
  for (const group of groups) {
    lines.push(`  ${group}:`);
    for (let index = 0; index < 9; index += 1) lines.push(`    setting${index}: ${group}-${index}-${id}`);
  }
  lines.push('  batchSize:', '    - { value: 500 }', '    - { value: 50, scope: { environment: test } }');
  lines.push('  endpoint: "https://{{customer}}.example.com/{{database.setting0}}"');
  lines.push('  password: { secret: { env: APP_PASSWORD } }');
  return `${lines.join('\n')}\n`;
}

function projectText(): string {
  const lines = [
    'project: product',
    'lifecycle: train',
    'inputs: { customer: { required: true, type: string }, batchSize: { type: integer, default: 100 } }',
    'steps:',
  ];
  for (let index = 0; index < 20; index += 1) {
    lines.push(`  - id: step-${index}`, '    uses: script', '    roles: [client]');
    lines.push('    with:', '      shell: sh', '      run: ./deploy.sh', '      env:');
    lines.push(
      `        SETTING: "{{${groups[index % groups.length]}.setting${index % 9}}}"`,
      '        URL: "{{endpoint}}"',
    );
    if (index % 4 === 3) lines.push(`    needs: [step-${index - 1}, step-${index - 2}]`);
  }
  return `${lines.join('\n')}\n`;
}
