import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

/** The variables of the tenants as an inventory for Ansible: a host for each tenant, a file of variables for each host. */
export function writeInventory(workspace: string, folder: string): void {
  const tenants = tenantFiles(workspace);
  mkdirSync(join(folder, 'host_vars'), { recursive: true });
  writeFileSync(join(folder, 'hosts'), `[tenants]\n${tenants.map((file) => basename(file, '.yaml')).join('\n')}\n`);
  for (const file of tenants) {
    const { variables } = parse(readFileSync(file, 'utf8'));
    // Its secret is a reference of ours; a lookup of theirs would cost them a plugin. JSON is YAML too.
    const { password: _, ...plain } = variables;
    writeFileSync(join(folder, 'host_vars', basename(file)), `${JSON.stringify(plain, undefined, 1)}\n`);
  }
}

/**
 * The same files read by Terraform, and the two values of each of the 20 steps put together from them. No resources: one
 * for each step would take it minutes.
 */
export function writeTerraform(workspace: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = JSON.stringify(join(workspace, 'tenants'));
  writeFileSync(
    join(folder, 'main.tf'),
    `locals {
  groups  = ["database", "cache", "queue", "search", "mail"]
  tenants = { for file in fileset(${files}, "*.yaml") : file => yamldecode(file("${'$'}{${files}}/${'$'}{file}")) }
  steps = { for id, tenant in local.tenants : id => [for step in range(20) : {
    setting = tenant.variables[local.groups[step % 5]]["setting${'$'}{step % 9}"]
    url     = "https://${'$'}{tenant.variables.customer}.example.com/${'$'}{tenant.variables.database.setting0}"
  }] }
}
output "steps" { value = sum([for id, list in local.steps : length([for step in list : step.url if step.setting != ""])]) }
`,
  );
}

function tenantFiles(workspace: string): readonly string[] {
  const folder = join(workspace, 'tenants');
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}
