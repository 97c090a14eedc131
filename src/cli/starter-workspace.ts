/** Editors read the first line (VS Code and others), or the second (JetBrains). */
function schemaLines(kind: string, up: string): string {
  const path = `${up}schema/${kind}.schema.json`;
  return `# yaml-language-server: $schema=${path}\n# $schema: ${path}\n`;
}

/** The files of a small workspace that validates and runs as it is, by path. */
export function starterFiles(): { readonly [path: string]: string } {
  return {
    'release.config.yaml': schemaLines('workspace', './') + workspaceText,
    'tenants/acme.yaml': schemaLines('tenant', '../') + acmeText,
    'tenants/globex.yaml': schemaLines('tenant', '../') + globexText,
    'variables/common.yaml': schemaLines('variables', '../') + variablesText,
    'projects/hello.yaml': schemaLines('project', '../') + projectText,
    'releases/first.yaml': schemaLines('release', '../') + releaseText,
    '.github/workflows/release.yaml': workflowText,
    '.vscode/settings.json': editorText,
    '.vscode/extensions.json': '{ "recommendations": ["redhat.vscode-yaml"] }\n',
  };
}

const workspaceText = `# What all tenants, projects and releases share.
environments: [test, prod]

tagSets:
  # A tenant carries one of them; waves go by it.
  ring: { values: [canary, broad], one: true }

lifecycles:
  # A version goes to prod of a tenant once it has been in its test.
  standard:
    phases:
      - { name: test, environments: [test] }
      - { name: prod, environments: [prod] }
`;

const acmeText = `# A customer. What is different about it stands here, and nowhere else.
tenant: acme
name: Acme
tags: [ring/canary]
environments: [test, prod]
variables:
  contact: releases@acme.example
`;

const globexText = `tenant: globex
name: Globex
tags: [ring/broad]
environments: [test, prod]
variables:
  contact: it@globex.example
  greeting: Good day
`;

const variablesText = `# Values that projects share. The most specific scope wins; \`release explain acme prod siteUrl\` says why.
variableSet: common
variables:
  siteUrl:
    - { value: "https://{{tenant.id}}.example" }
    - { value: "https://{{tenant.id}}.test.example", scope: { environment: test } }
`;

const projectText = `# The process: the same for all tenants.
project: hello
name: Hello
lifecycle: standard
tenancy: tenanted
inputs:
  contact:  { required: true, type: string, description: Who is told about a release }
  greeting: { default: Hello, type: string }
steps:
  - id: deploy
    name: Write the greeting
    uses: script
    with:
      # Data reaches a script through its environment, so that no value can be read as a command.
      env: { GREETING: "{{greeting}}", WHO: "{{tenant.name}}", URL: "{{siteUrl}}", SITE: "{{tenant.id}}-{{environment}}" }
      outputs: [file]
      run: |
        mkdir -p .release/sites
        echo "$GREETING, $WHO. You are at $URL." > ".release/sites/$SITE.txt"
        echo "file=.release/sites/$SITE.txt" >> "$RELEASE_OUTPUT"

  - id: tell
    name: Tell the customer
    uses: note
    with: { message: "told {{contact}} about {{release.version}} in {{steps.deploy.outputs.file}}" }
`;

const releaseText = `# What goes where. Later versions are changes of this file, or files of their own.
release: first
project: hello
version: 1.0.0
environments: [test]        # add prod once test is fine
tenants: all
waves:
  - { name: canary, tenants: { tags: [ring/canary] } }
  - { name: everyone, concurrency: 10, budget: { percent: 10 } }
`;

const workflowText = `# Every change is checked. To deploy from here, add \`npx release run --frozen --yes\` to a job on a machine that keeps
# the folder .release: it holds the runs, and what they left where.
name: release
on:
  pull_request:
  push: { branches: [main] }
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npx release validate
      - run: npx release plan
`;

/** For files that lose their first line: the schema follows from where they stand. */
const editorText = `{
  "yaml.schemas": {
    "./schema/workspace.schema.json": ["release.config.yaml"],
    "./schema/tenant.schema.json": ["tenants/**/*.yaml"],
    "./schema/variables.schema.json": ["variables/**/*.yaml"],
    "./schema/project.schema.json": ["projects/**/*.yaml"],
    "./schema/release.schema.json": ["releases/*.yaml", "!releases/*.lock.yaml"],
    "./schema/lock.schema.json": ["releases/*.lock.yaml"]
  },
  "yaml.format.enable": false
}
`;
